package io.coldcase.parse.device;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Ethtool;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ethtool}, {@code -i}, {@code -k}, {@code -g}, {@code -l} of one device per section to its
 * settings and features.
 */
public final class EthtoolLines implements LineReader<Ethtool> {
  private final Map<String, Device> devices = new LinkedHashMap<>();

  private static final class Device {
    final SourceRef at;
    final Map<String, Setting> settings = new HashMap<>();
    final Map<String, String> features = new HashMap<>();
    String block = "";

    Device(SourceRef at) {
      this.at = at;
    }
  }

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.isEmpty()) {
      return false;
    }
    Device d = devices.computeIfAbsent(section, k -> new Device(at));
    int colon = text.indexOf(':');
    if (colon < 0) {
      // continued lists of link modes, and error texts
      return text.charAt(0) <= ' '
          || text.contains("not supported")
          || text.contains("netlink")
          || text.equals("No data available");
    }
    String key = text.substring(0, colon).strip();
    String value = text.substring(colon + 1).strip();
    if (value.isEmpty() && text.charAt(0) > ' ') {
      d.block = key;
    } else if (d.block.startsWith("Features for")) {
      int space = value.indexOf(' ');
      d.features.put(key, space < 0 ? value : value.substring(0, space));
    } else {
      d.settings.putIfAbsent(key, new Setting(value, at));
    }
    return true;
  }

  @Override
  public Ethtool value() {
    List<Ethtool.Device> list = new ArrayList<>();
    devices.forEach((name, d) -> list.add(new Ethtool.Device(name, d.settings, d.features, d.at)));
    return new Ethtool(list);
  }
}
