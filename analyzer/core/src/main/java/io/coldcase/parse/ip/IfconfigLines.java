package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.parse.Words;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * {@code ifconfig -a} of net-tools ({@code eth0: flags=4163<UP,...> mtu 1500}) and of busybox
 * ({@code eth0 Link encap:Ethernet HWaddr ...}) to interfaces without index.
 */
final class IfconfigLines {
  private final Consumer<Iface> sink;
  private IfaceBuilder current = IfaceBuilder.NONE;

  IfconfigLines(Consumer<Iface> sink) {
    this.sink = sink;
  }

  void finish() {
    if (current != IfaceBuilder.NONE) {
      sink.accept(current.build());
      current = IfaceBuilder.NONE;
    }
  }

  boolean line(String text, SourceRef at) {
    Words w = new Words(text);
    if (text.charAt(0) > ' ') {
      return head(w, at);
    }
    return current != IfaceBuilder.NONE && detail(w, at);
  }

  private boolean head(Words w, SourceRef at) {
    String name = w.next();
    boolean modern = name.endsWith(":") && w.peek().startsWith("flags=");
    if (!modern && !w.take("Link")) {
      return false;
    }
    finish();
    current = new IfaceBuilder(0, modern ? name.substring(0, name.length() - 1) : name, at);
    String word = w.next();
    int open = word.indexOf('<');
    if (modern && open > 0 && word.endsWith(">")) {
      for (String f : word.substring(open + 1, word.length() - 1).split(",", -1)) {
        flag(f);
      }
    }
    while (w.hasNext()) {
      word = w.next();
      if (word.equals("mtu")) {
        current.mtu = Words.integer(w.next(), 0);
      } else if (word.equals("HWaddr")) {
        current.mac = w.next().toLowerCase(Locale.ROOT);
      }
    }
    return true;
  }

  /** ifconfig says RUNNING where iproute2 says LOWER_UP. */
  private void flag(String f) {
    current.flags.add(f.equals("RUNNING") ? "LOWER_UP" : f);
  }

  private boolean detail(Words w, SourceRef at) {
    String word = w.next();
    switch (word) {
      case "inet", "inet6" -> {
        return address(w, at);
      }
      case "ether" -> {
        current.mac = w.next().toLowerCase(Locale.ROOT);
        return true;
      }
      case "RX", "TX", "collisions:0", "Interrupt", "loop", "unspec", "tunnel", "device" -> {
        return true;
      }
      default -> {
        return state(word, w);
      }
    }
  }

  private boolean address(Words w, SourceRef at) {
    String text = w.next();
    text = text.equals("addr:") ? w.next() : text.startsWith("addr:") ? text.substring(5) : text;
    String length = "";
    while (w.hasNext()) {
      String word = w.next();
      if (word.equals("netmask") || word.equals("prefixlen")) {
        length = w.next();
      } else if (word.startsWith("Mask:")) {
        length = word.substring(5);
      }
    }
    Optional<Ip> ip = Ip.tryParse(text.split("/", 2)[0]);
    Optional<Prefix> prefix = Prefix.tryParse(length.isEmpty() ? text : text + "/" + length);
    if (ip.isEmpty() || prefix.isEmpty()) {
      return false;
    }
    String scope = ip.get().isLoopback() ? "host" : ip.get().isLinkLocal() ? "link" : "global";
    current.addresses.add(new IfaceAddr(ip.get(), prefix.get().length(), scope, Set.of(), at));
    return true;
  }

  private boolean state(String first, Words w) {
    String word = first;
    boolean known = false;
    while (!word.isEmpty()) {
      if (word.startsWith("MTU:")) {
        current.mtu = Words.integer(word.substring(4), 0);
        known = true;
      } else if (word.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
        flag(word);
      }
      word = w.next();
    }
    return known || first.contains(":");
  }
}
