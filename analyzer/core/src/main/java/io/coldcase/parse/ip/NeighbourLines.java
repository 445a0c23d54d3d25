package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.Neighbours;
import io.coldcase.net.Ip;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ip [-s] neigh} (ip-neighbour(8)) to neighbour entries, and /proc/net/stat/arp_cache behind
 * it to the table counters. {@code arp -an} and /proc/net/arp are understood as well.
 */
public final class NeighbourLines implements LineReader<Neighbours> {
  private static final Set<String> STATES =
      Set.of(
          "REACHABLE",
          "STALE",
          "DELAY",
          "PROBE",
          "FAILED",
          "INCOMPLETE",
          "PERMANENT",
          "NOARP",
          "NONE");

  private final List<Neighbour> list = new ArrayList<>();
  private List<String> statColumns = List.of();
  private long tableFulls;
  private boolean stats;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    if (first.equals("entries") && text.contains("destroys")) {
      statColumns = columns(text);
      return true;
    }
    if (first.equals("?") || w.peek().startsWith("(")) {
      return arp(w, at);
    }
    Optional<Ip> ip = Ip.tryParse(first);
    if (ip.isPresent()) {
      return w.peek().startsWith("0x") ? procArp(ip.get(), w, at) : neigh(ip.get(), w, at);
    }
    return text.startsWith("IP address") || statLine(text);
  }

  private boolean neigh(Ip ip, Words w, SourceRef at) {
    String dev = "";
    String mac = "";
    String state = "";
    Set<String> flags = new HashSet<>();
    while (w.hasNext()) {
      String word = w.next();
      switch (word) {
        case "dev" -> dev = w.next();
        case "lladdr" -> mac = w.next().toLowerCase(Locale.ROOT);
        case "ref", "used", "probes", "nud", "proto", "vrf" -> {
          // "ref 1 used 145/3/145probes 4": the tool prints no blank before "probes"
          String value = w.next();
          if (value.endsWith("probes")) {
            w.next();
          }
        }
        default -> {
          if (STATES.contains(word)) {
            state = word;
          } else {
            flags.add(word);
          }
        }
      }
    }
    list.add(new Neighbour(ip, dev, mac, state, flags, at));
    return !dev.isEmpty();
  }

  /** {@code ? (10.0.0.1) at 0a:1d:.. [ether] PERM on eth0}, {@code at <incomplete> on eth0}. */
  private boolean arp(Words w, SourceRef at) {
    String address = w.next();
    Optional<Ip> ip =
        address.startsWith("(") && address.endsWith(")")
            ? Ip.tryParse(address.substring(1, address.length() - 1))
            : Optional.empty();
    if (ip.isEmpty()) {
      return false;
    }
    String mac = "";
    String dev = "";
    String state = "INCOMPLETE";
    while (w.hasNext()) {
      String word = w.next();
      if (Words.isMac(word)) {
        mac = word.toLowerCase(Locale.ROOT);
        state = "";
      } else if (word.equals("PERM")) {
        state = "PERMANENT";
      } else if (word.equals("on")) {
        dev = w.next();
      }
    }
    list.add(new Neighbour(ip.get(), dev, mac, state, Set.of(), at));
    return true;
  }

  /** Address, type, flags (bit 2: complete, bit 4: permanent), MAC, mask, device. */
  private boolean procArp(Ip ip, Words w, SourceRef at) {
    w.next();
    long flags = Words.hex(w.next(), 0);
    String mac = w.next().toLowerCase(Locale.ROOT);
    w.next();
    boolean complete = (flags & 2) != 0;
    String state = !complete ? "INCOMPLETE" : (flags & 4) != 0 ? "PERMANENT" : "";
    list.add(new Neighbour(ip, w.next(), complete ? mac : "", state, Set.of(), at));
    return true;
  }

  private static List<String> columns(String text) {
    List<String> names = new ArrayList<>();
    for (Words w = new Words(text); w.hasNext(); ) {
      names.add(w.next());
    }
    return names;
  }

  /** One line per CPU, hexadecimal; the counters add up. */
  private boolean statLine(String text) {
    if (statColumns.isEmpty()) {
      return false;
    }
    Words w = new Words(text);
    for (String column : statColumns) {
      long n = Words.hex(w.next(), -1);
      if (n < 0) {
        return false;
      }
      if (column.equals("table_fulls")) {
        tableFulls += n;
        stats = true;
      }
    }
    return true;
  }

  @Override
  public Neighbours value() {
    return new Neighbours(list, stats ? Optional.of(tableFulls) : Optional.empty());
  }
}
