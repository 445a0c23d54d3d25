package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.LinkCounters;
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
 * {@code ip [-s -s] [-d] addr} and {@code ip ... link} (ip-address(8), ip-link(8)) of iproute2 and
 * busybox to interfaces. {@code ifconfig -a} is understood as well.
 */
public final class LinkLines implements LineReader<Ifaces> {
  private final List<Iface> done = new ArrayList<>();
  private final IfconfigLines ifconfig = new IfconfigLines(done::add);
  private IfaceBuilder current = IfaceBuilder.NONE;
  private boolean rxNext;
  private boolean txNext;
  private boolean skipNext;
  private boolean transitionsNext;
  private long[] rx = {};

  @Override
  public boolean line(String section, String text, SourceRef at) {
    char first = text.charAt(0);
    if (first >= '0' && first <= '9') {
      return head(text, at);
    }
    if (current == IfaceBuilder.NONE) {
      return ifconfig.line(text, at);
    }
    return first == ' ' && detail(text, at);
  }

  @Override
  public Ifaces value() {
    ifconfig.finish();
    List<Iface> all = new ArrayList<>(done);
    if (current != IfaceBuilder.NONE) {
      all.add(current.build());
    }
    return new Ifaces(all);
  }

  private boolean head(String text, SourceRef at) {
    Words w = new Words(text);
    String number = w.next();
    int index = Words.integer(number.substring(0, number.length() - 1), -1);
    String name = w.next();
    if (index < 0 || !number.endsWith(":") || !name.endsWith(":")) {
      return false;
    }
    if (current != IfaceBuilder.NONE) {
      done.add(current.build());
    }
    rxNext = false;
    txNext = false;
    skipNext = false;
    transitionsNext = false;
    current = new IfaceBuilder(index, name.substring(0, name.length() - 1), at);
    while (w.hasNext()) {
      String word = w.next();
      switch (word) {
        case "mtu" -> current.mtu = Words.integer(w.next(), 0);
        case "state" -> current.state = w.next();
        case "master" -> current.master = w.next();
        case "xdp", "xdpgeneric", "xdpoffload", "xdpmulti" -> current.details.put("xdp", word);
        default -> {
          if (word.startsWith("<")) {
            flags(word);
          } else {
            current.details.put(word, w.next());
          }
        }
      }
    }
    return true;
  }

  private void flags(String word) {
    String inner = word.substring(1, word.endsWith(">") ? word.length() - 1 : word.length());
    for (String f : inner.split(",", -1)) {
      if (!f.isEmpty()) {
        current.flags.add(f);
      }
    }
  }

  private boolean detail(String text, SourceRef at) {
    Words w = new Words(text);
    if (skipNext) {
      skipNext = false;
      if (transitionsNext) {
        transitions(w);
      }
      return true;
    }
    if (rxNext || txNext) {
      return numbers(w);
    }
    String word = w.next();
    if (word.startsWith("link/")) {
      link(w);
      return true;
    }
    switch (word) {
      case "inet", "inet6" -> {
        return address(w, at);
      }
      case "valid_lft", "vf", "parentbus", "parentdev", "alias", "prog/xdp", "protodown" -> {
        return true;
      }
      case "altname" -> {
        current.details.put("altname", w.next());
        return true;
      }
      case "RX:" -> {
        rxNext = w.take("bytes");
        return true;
      }
      case "TX:" -> {
        txNext = w.take("bytes");
        return true;
      }
      case "RX", "TX" -> {
        skipNext = w.take("errors:") || w.take("queue:");
        transitionsNext = text.stripTrailing().endsWith(" transns");
        return skipNext;
      }
      default -> {
        return kind(word, w);
      }
    }
  }

  private boolean numbers(Words w) {
    long[] n = new long[6];
    for (int i = 0; i < n.length && w.hasNext(); i++) {
      n[i] = Words.number(w.next(), -1);
      if (n[i] < 0) {
        rxNext = false;
        txNext = false;
        return false;
      }
    }
    if (rxNext) {
      rx = n;
    } else if (rx.length > 0) {
      current.counters =
          Optional.of(
              new LinkCounters(rx[0], rx[1], rx[2], rx[3], n[0], n[1], n[2], n[3], n[4], 0));
    }
    rxNext = false;
    txNext = false;
    return true;
  }

  /** The last of the numbers; the columns before it differ between releases. */
  private void transitions(Words w) {
    long last = -1;
    while (w.hasNext()) {
      last = Words.number(w.next(), -1);
    }
    if (last >= 0) {
      long n = last;
      current.counters = current.counters.map(c -> c.withTransitions(n));
    }
    transitionsNext = false;
  }

  private void link(Words w) {
    if (Words.isMac(w.peek())) {
      current.mac = w.next().toLowerCase(Locale.ROOT);
    }
    LinkKinds.pairs(w, "", current.details);
  }

  private boolean address(Words w, SourceRef at) {
    String text = w.next();
    int slash = text.indexOf('/');
    Optional<Ip> ip = Ip.tryParse(slash < 0 ? text : text.substring(0, slash));
    if (ip.isEmpty()) {
      return false;
    }
    int length = slash < 0 ? ip.get().bits() : Words.integer(text.substring(slash + 1), -1);
    String scope = "global";
    Set<String> flags = new HashSet<>();
    while (w.hasNext()) {
      String word = w.next();
      switch (word) {
        case "scope" -> scope = w.next();
        case "peer" -> {
          String peer = w.next();
          int s = peer.indexOf('/');
          length = s < 0 ? length : Words.integer(peer.substring(s + 1), length);
        }
        case "brd", "any", "metric", "proto" -> w.next();
        default -> {
          if (!word.equals(current.name)) {
            flags.add(word);
          }
        }
      }
    }
    if (length < 0 || length > ip.get().bits()) {
      return false;
    }
    current.addresses.add(new IfaceAddr(ip.get(), length, scope, flags, at));
    return true;
  }

  private boolean kind(String word, Words w) {
    if (word.endsWith("_slave")) {
      LinkKinds.pairs(w, "port.", current.details);
      return true;
    }
    if (!LinkKinds.known(word)) {
      return false;
    }
    current.kind = word;
    LinkKinds.pairs(w, "", current.details);
    return true;
  }
}
