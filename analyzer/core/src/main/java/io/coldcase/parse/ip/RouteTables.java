package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The routing tables of hosts without iproute2: {@code route -n}, {@code route -A inet6 -n},
 * /proc/net/route (hexadecimal, host byte order) and /proc/net/ipv6_route, to routes of table main.
 */
final class RouteTables {
  private final Consumer<Route> sink;
  private String format = "";

  RouteTables(Consumer<Route> sink) {
    this.sink = sink;
  }

  /** True when the line belongs to such a table. */
  boolean line(String text, SourceRef at) {
    if (text.startsWith("Kernel IP")) {
      return true;
    }
    if (text.startsWith("Destination")) {
      format = text.contains("Genmask") ? "route" : "route6";
      return true;
    }
    if (text.startsWith("Iface") && text.contains("RefCnt")) {
      format = "proc";
      return true;
    }
    List<String> f = new ArrayList<>();
    for (Words w = new Words(text); w.hasNext() && f.size() < 12; ) {
      f.add(w.next());
    }
    Optional<Route> route =
        switch (format) {
          case "route" -> net(f, at);
          case "route6" -> net6(f, at);
          case "proc" -> proc(f, at);
          default -> proc6(f, at);
        };
    route.ifPresent(sink);
    return route.isPresent();
  }

  private static Optional<Route> net(List<String> f, SourceRef at) {
    if (f.size() < 8) {
      return Optional.empty();
    }
    Optional<Prefix> dst = Prefix.tryParse(f.get(0) + "/" + f.get(2));
    Optional<Ip> via = Ip.tryParse(f.get(1));
    return dst.isEmpty() || via.isEmpty()
        ? Optional.empty()
        : Optional.of(
            route(dst.get(), via.get(), f.get(7), f.get(3), Words.number(f.get(4), 0), at));
  }

  private static Optional<Route> net6(List<String> f, SourceRef at) {
    if (f.size() < 7) {
      return Optional.empty();
    }
    Optional<Prefix> dst = Prefix.tryParse(f.get(0));
    Optional<Ip> via = Ip.tryParse(f.get(1));
    return dst.isEmpty() || via.isEmpty()
        ? Optional.empty()
        : Optional.of(
            route(dst.get(), via.get(), f.get(6), f.get(2), Words.number(f.get(3), 0), at));
  }

  private static Optional<Route> proc(List<String> f, SourceRef at) {
    if (f.size() < 8) {
      return Optional.empty();
    }
    long dst = Words.hex(f.get(1), -1);
    long via = Words.hex(f.get(2), -1);
    long mask = Words.hex(f.get(7), -1);
    if ((dst | via | mask) >>> 32 != 0) {
      return Optional.empty();
    }
    long flags = Words.hex(f.get(3), 0);
    String letters = (flags & 0x200) != 0 ? "U!" : "U";
    return Optional.of(
        route(
            new Prefix(swapped(dst), Long.bitCount(mask)),
            swapped(via),
            f.get(0),
            letters,
            Words.number(f.get(6), 0),
            at));
  }

  private static Optional<Route> proc6(List<String> f, SourceRef at) {
    if (f.size() != 10 || f.get(0).length() != 32 || f.get(4).length() != 32) {
      return Optional.empty();
    }
    long length = Words.hex(f.get(1), -1);
    if (length < 0 || length > 128) {
      return Optional.empty();
    }
    long flags = Words.hex(f.get(8), 0);
    return Optional.of(
        route(
            new Prefix(ip6(f.get(0)), (int) length),
            ip6(f.get(4)),
            f.get(9),
            (flags & 0x200) != 0 ? "U!" : "U",
            Words.hex(f.get(5), 0),
            at));
  }

  private static Ip ip6(String hex) {
    return new Ip(true, Words.hex(hex.substring(0, 16), 0), Words.hex(hex.substring(16), 0));
  }

  private static Ip swapped(long hex) {
    return Ip.v4(Integer.reverseBytes((int) hex));
  }

  private static Route route(
      Prefix dst, Ip via, String dev, String letters, long metric, SourceRef at) {
    boolean reject = letters.indexOf('!') >= 0;
    return new Route(
        reject ? "unreachable" : "unicast",
        "main",
        dst,
        List.of(new Route.Hop(via.isAny() ? Optional.empty() : Optional.of(via), dev, 1)),
        Optional.empty(),
        "",
        "",
        metric,
        0,
        Set.of(),
        at);
  }
}
