package io.coldcase.parse.device;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Bonds;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * /proc/net/bonding/NAME per section (Documentation/networking/bonding.rst) to bonds; VLAN files
 * are passed over.
 */
public final class BondLines implements LineReader<Bonds> {
  private static final String PATH = "/proc/net/bonding/";
  private final Map<String, List<Bonds.Slave>> slaves = new LinkedHashMap<>();
  private final Map<String, String> modes = new LinkedHashMap<>();
  private final Map<String, String> active = new LinkedHashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (!section.startsWith(PATH)) {
      return true;
    }
    String bond = section.substring(PATH.length());
    List<Bonds.Slave> list = slaves.computeIfAbsent(bond, k -> new ArrayList<>());
    int colon = text.indexOf(": ");
    String key = colon < 0 ? "" : text.substring(0, colon).strip();
    String value = colon < 0 ? "" : text.substring(colon + 2).strip();
    switch (key) {
      case "Bonding Mode" -> modes.put(bond, value);
      case "Currently Active Slave" -> active.put(bond, value);
      case "Slave Interface" -> list.add(new Bonds.Slave(value, "", 0, at));
      case "MII Status", "Aggregator ID" -> {
        if (!list.isEmpty()) {
          Bonds.Slave s = list.remove(list.size() - 1);
          boolean mii = key.startsWith("MII");
          list.add(
              new Bonds.Slave(
                  s.dev(),
                  mii ? value : s.miiStatus(),
                  mii ? s.aggregator() : Words.integer(value, 0),
                  mii ? at : s.at()));
        }
      }
      default -> {
        return true;
      }
    }
    return true;
  }

  @Override
  public Bonds value() {
    List<Bonds.Bond> list = new ArrayList<>();
    slaves.forEach(
        (name, s) ->
            list.add(
                new Bonds.Bond(
                    name, modes.getOrDefault(name, ""), active.getOrDefault(name, ""), s)));
    return new Bonds(list);
  }
}
