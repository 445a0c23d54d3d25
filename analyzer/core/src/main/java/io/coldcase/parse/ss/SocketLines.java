package io.coldcase.parse.ss;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sockets;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ss -tulnp} (ss(8)) to listening sockets, {@code ss -s} and /proc/net/sockstat to counts.
 * {@code netstat -tulnp} and /proc/net/{tcp,udp}[6] are understood as well.
 *
 * <p>Up to iproute2 4.14 ss printed {@code *:22} for 0.0.0.0 and {@code :::22} for [::]; later
 * versions print {@code *:22} for a socket that takes both families.
 */
public final class SocketLines implements LineReader<Sockets> {
  private final List<Socket> list = new ArrayList<>();
  private final Map<String, Long> counts = new HashMap<>();
  private final ProcSockets proc = new ProcSockets();
  private boolean oldStyle;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    if (section.equals("states")) {
      return state(first, w);
    }
    switch (first) {
      case "tcp", "udp", "sctp", "tcp6", "udp6", "udplite", "udplite6", "udpl" -> {
        return socket(first, w, at);
      }
      case "Netid", "State", "Proto", "Active", "Transport", "Total:", "INET", "FRAG", "*" -> {
        return true;
      }
      case "sl" -> {
        return proc.header(section, text);
      }
      case "raw", "raw6", "icmp", "icmp6", "icmp4" -> {
        return true;
      }
      case "LISTEN", "UNCONN" -> {
        return row(Protocol.TCP, false, w, at);
      }
      default -> {
        return count(first, text, w) || proc.line(text, at, list);
      }
    }
  }

  /** {@code STATE n} or {@code STATE peer n} over all TCP sockets. */
  private boolean state(String name, Words w) {
    String next = w.next();
    String key = w.hasNext() ? "peer." + name + " " + next : "state." + name;
    long n = Words.number(w.hasNext() ? w.next() : next, -1);
    if (n >= 0) {
      counts.put(key, n);
    }
    return n >= 0;
  }

  private boolean socket(String name, Words w, SourceRef at) {
    String bare = name.endsWith("6") ? name.substring(0, name.length() - 1) : name;
    Optional<Protocol> protocol = Protocol.tryParse(bare.equals("udpl") ? "udplite" : bare);
    if (protocol.isEmpty()) {
      return false;
    }
    if (Words.integer(w.peek(), -1) >= 0) {
      return netstat(protocol.get(), name.endsWith("6"), w, at);
    }
    w.next();
    return row(protocol.get(), false, w, at);
  }

  /** Receive queue, send queue, local, peer, process: what follows the state. */
  private boolean row(Protocol protocol, boolean six, Words w, SourceRef at) {
    long recv = Words.number(w.next(), 0);
    long send = Words.number(w.next(), 0);
    String local = w.next();
    w.next();
    return add(protocol, six, local, recv, send, w.rest(), at);
  }

  private boolean netstat(Protocol protocol, boolean six, Words w, SourceRef at) {
    long recv = Words.number(w.next(), 0);
    long send = Words.number(w.next(), 0);
    String local = w.next();
    w.next();
    boolean tcp = protocol.equals(Protocol.TCP);
    if (tcp && !w.take("LISTEN")) {
      return true;
    }
    String process = w.next();
    int slash = process.indexOf('/');
    String users =
        slash <= 0
            ? ""
            : "users:((\""
                + process.substring(slash + 1)
                + "\",pid="
                + process.substring(0, slash)
                + ",fd=0))";
    // netstat does not tell whether [::] takes IPv4 as well; it does unless bindv6only is set
    String address = six && local.startsWith(":::") ? "*" + local.substring(2) : local;
    return add(protocol, six, address, recv, send, users, at);
  }

  private boolean add(
      Protocol protocol,
      boolean six,
      String local,
      long recv,
      long send,
      String users,
      SourceRef at) {
    int colon = local.lastIndexOf(':');
    int port = colon < 0 ? -1 : port(local.substring(colon + 1));
    if (port < 0) {
      return false;
    }
    String address = local.substring(0, colon);
    oldStyle |= address.equals("::");
    int percent = address.indexOf('%');
    String dev = percent < 0 ? "" : address.substring(percent + 1).replace("]", "");
    address = percent < 0 ? address : address.substring(0, percent);
    if (address.startsWith("[")) {
      address = address.substring(1).replace("]", "");
    }
    boolean both = address.equals("*");
    Optional<Ip> ip = both ? Optional.of(Ip.ANY6) : Ip.tryParse(address);
    if (ip.isEmpty()) {
      return false;
    }
    list.add(
        new Socket(
            protocol,
            mapped(ip.get(), six),
            both,
            port,
            dev,
            recv,
            send,
            process(users),
            pid(users),
            at));
    return true;
  }

  /** An IPv4 address inside an IPv6 socket (RFC 4291 section 2.5.5.2) is an IPv4 listener. */
  private static Ip mapped(Ip ip, boolean six) {
    boolean inside = ip.v6() && ip.hi() == 0 && (ip.lo() >>> 32) == 0xffff;
    return inside ? Ip.v4((int) ip.lo()) : ip;
  }

  private static int port(String text) {
    int n = text.equals("*") ? 0 : Words.integer(text, -1);
    return n <= 65535 ? n : -1;
  }

  /** {@code users:(("sshd",pid=12,fd=3),...)}; before iproute2 4.0 {@code ("sshd",12,3)}. */
  private static String process(String users) {
    int from = users.indexOf('"');
    int to = from < 0 ? -1 : users.indexOf('"', from + 1);
    return to < 0 ? "" : users.substring(from + 1, to);
  }

  private static int pid(String users) {
    int from = users.indexOf("\",");
    if (from < 0) {
      return 0;
    }
    from += 2;
    from += users.startsWith("pid=", from) ? 4 : 0;
    int to = users.indexOf(',', from);
    return to < 0 ? 0 : Words.integer(users.substring(from, to), 0);
  }

  private boolean count(String first, String text, Words w) {
    if (first.equals("TCP:") && text.indexOf('(') > 0) {
      counts.put("tcp.total", Words.number(w.next(), 0));
      Words inner = new Words(text.substring(text.indexOf('(') + 1).replaceAll("[,)]", " "));
      while (inner.hasNext()) {
        String state = inner.next();
        counts.put("tcp." + state, Words.number(inner.next().split("/", 2)[0], 0));
      }
      return true;
    }
    if (first.equals("RAW") || first.equals("UDP") || first.equals("TCP")) {
      return true;
    }
    if (!first.endsWith(":") || first.length() < 3 || first.charAt(0) > 'z') {
      return false;
    }
    String name = first.substring(0, first.length() - 1);
    if (!name.toUpperCase(Locale.ROOT).equals(name) && !name.equals("sockets")) {
      return false;
    }
    if (Words.integer(name, -1) >= 0) {
      return false;
    }
    boolean any = false;
    while (w.hasNext()) {
      String key = w.next();
      long n = Words.number(w.next(), -1);
      if (n >= 0) {
        counts.put(name + "." + key, n);
        any = true;
      }
    }
    return any;
  }

  @Override
  public Sockets value() {
    if (!oldStyle) {
      return new Sockets(list, counts);
    }
    return new Sockets(list.stream().map(SocketLines::modern).toList(), counts);
  }

  private static Socket modern(Socket s) {
    boolean any4 = s.dualStack();
    boolean any6 = s.local().equals(Ip.ANY6) && !s.dualStack();
    return new Socket(
        s.protocol(),
        any4 ? Ip.ANY4 : s.local(),
        any6,
        s.port(),
        s.dev(),
        s.recvQueue(),
        s.sendQueue(),
        s.process(),
        s.pid(),
        s.at());
  }
}
