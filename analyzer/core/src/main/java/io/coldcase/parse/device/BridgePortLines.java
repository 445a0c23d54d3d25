package io.coldcase.parse.device;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.BridgePorts;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code bridge -d link} (bridge(8)) to ports, {@code path:value} lines of /sys/class/net to values
 * by path. {@code bridge -d vlan} between them is passed over.
 */
public final class BridgePortLines implements LineReader<BridgePorts> {
  private final List<BridgePorts.Port> ports = new ArrayList<>();
  private final Map<String, Setting> sysfs = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    int sys = text.startsWith("/sys/class/net/") ? "/sys/class/net/".length() : 0;
    int colon = text.lastIndexOf(':');
    int slash = text.indexOf('/');
    if (colon > 0 && slash > 0 && slash < colon || sys > 0) {
      if (colon > sys) {
        sysfs.put(text.substring(sys, colon), new Setting(text.substring(colon + 1), at));
      }
      return colon > sys;
    }
    Words w = new Words(text);
    String number = w.peek();
    if (text.charAt(0) > ' ' && number.endsWith(":") && number.charAt(0) <= '9') {
      w.next();
      return port(w, at);
    }
    if (text.charAt(0) == ' ' && number.equals("hairpin") && !ports.isEmpty()) {
      BridgePorts.Port last = ports.remove(ports.size() - 1);
      Map<String, String> options = new HashMap<>(last.options());
      while (w.hasNext()) {
        options.put(w.next(), w.next());
      }
      ports.add(new BridgePorts.Port(last.dev(), last.master(), last.state(), options, last.at()));
      return true;
    }
    return text.startsWith("port")
        || text.contains("Operation not supported")
        || text.startsWith("Dump terminated")
        || text.contains("vlan")
        || Words.integer(number, -1) >= 0
        || text.contains("Egress Untagged");
  }

  private boolean port(Words w, SourceRef at) {
    String name = w.next();
    int end = name.indexOf('@') > 0 ? name.indexOf('@') : name.indexOf(':');
    String master = "";
    String state = "";
    while (w.hasNext()) {
      String word = w.next();
      if (word.equals("master")) {
        master = w.next();
      } else if (word.equals("state")) {
        state = w.next();
      }
    }
    ports.add(
        new BridgePorts.Port(end < 0 ? name : name.substring(0, end), master, state, Map.of(), at));
    return true;
  }

  @Override
  public BridgePorts value() {
    return new BridgePorts(ports, sysfs);
  }
}
