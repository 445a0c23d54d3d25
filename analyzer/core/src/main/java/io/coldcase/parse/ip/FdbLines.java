package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Fdb;
import io.coldcase.model.host.FdbEntry;
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
 * {@code bridge [-s] [-d] fdb} (bridge(8)) to forwarding entries. {@code brctl showmacs} is
 * understood as well; it has no tunnel endpoints.
 */
public final class FdbLines implements LineReader<Fdb> {
  private final List<FdbEntry> list = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String mac = w.next();
    if (!Words.isMac(mac)) {
      return brctl(mac, w, section, text, at);
    }
    String dev = "";
    String master = "";
    Optional<Ip> dst = Optional.empty();
    Set<String> flags = new HashSet<>();
    while (w.hasNext()) {
      String word = w.next();
      switch (word) {
        case "dev" -> dev = w.next();
        case "master" -> master = w.next();
        case "dst" -> dst = Ip.tryParse(w.next());
        case "used", "port", "vni", "src_vni", "via", "vlan", "nhid", "link-netnsid", "state" ->
            w.next();
        default -> flags.add(word);
      }
    }
    list.add(new FdbEntry(mac.toLowerCase(Locale.ROOT), dev, dst, master, flags, at));
    return !dev.isEmpty();
  }

  /** {@code port no, mac addr, is local?, ageing timer}; the bridge is the section's name. */
  private boolean brctl(String port, Words w, String section, String text, SourceRef at) {
    String mac = w.next();
    if (Words.integer(port, -1) < 0 || !Words.isMac(mac)) {
      return text.startsWith("port no");
    }
    Set<String> flags = w.take("yes") ? Set.of("permanent") : Set.of();
    list.add(new FdbEntry(mac.toLowerCase(Locale.ROOT), "", Optional.empty(), section, flags, at));
    return true;
  }

  @Override
  public Fdb value() {
    return new Fdb(list);
  }
}
