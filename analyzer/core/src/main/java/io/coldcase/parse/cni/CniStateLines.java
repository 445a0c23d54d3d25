package io.coldcase.parse.cni;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.CniState;
import io.coldcase.model.host.Setting;
import io.coldcase.net.Ip;
import io.coldcase.parse.LineReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One section per file of /var/lib/cni/networks with its first line (the container id that holds
 * the address which is the file's name), and /run/flannel/subnet.env, to what CNI plugins remember.
 */
public final class CniStateLines implements LineReader<CniState> {
  private final List<CniState.Reservation> reservations = new ArrayList<>();
  private final Map<String, Setting> lastReserved = new HashMap<>();
  private final Map<String, Setting> flannel = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.endsWith("/subnet.env")) {
      int eq = text.indexOf('=');
      if (eq > 0) {
        flannel.put(text.substring(0, eq), new Setting(text.substring(eq + 1).strip(), at));
      }
      return eq > 0;
    }
    int name = section.lastIndexOf('/') + 1;
    if (name <= 1) {
      return false;
    }
    String network = network(section, name);
    if (section.startsWith("last_reserved_ip", name)) {
      lastReserved.put(network, new Setting(text.strip(), at));
      return true;
    }
    // IPv6 addresses are written with dashes where a colon is not allowed in file names
    Optional<Ip> ip = Ip.tryParse(section.substring(name).replace('_', ':'));
    if (ip.isPresent() && isId(text.strip())) {
      reservations.add(new CniState.Reservation(network, ip.get(), text.strip(), at));
    }
    return true;
  }

  private static String network(String section, int name) {
    int slash = section.lastIndexOf('/', name - 2) + 1;
    return section.substring(slash, name - 1);
  }

  private static boolean isId(String word) {
    return !word.isEmpty() && word.indexOf(' ') < 0 && word.length() <= 128;
  }

  @Override
  public CniState value() {
    return new CniState(reservations, lastReserved, flannel);
  }
}
