package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Routes;
import io.coldcase.net.Prefix;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ip route show table all} of either family (ip-route(8)) to routes, the lines of section
 * {@code get} to answers of {@code ip route get}. {@code route -n}, /proc/net/route and
 * /proc/net/ipv6_route are understood as well. A route without {@code table} is of table main.
 */
public final class RouteLines implements LineReader<Routes> {
  private static final Set<String> TYPES =
      Set.of(
          "unicast",
          "local",
          "broadcast",
          "anycast",
          "multicast",
          "unreachable",
          "blackhole",
          "prohibit",
          "throw",
          "nat");

  private final List<Route> routes = new ArrayList<>();
  private final List<Route> answers = new ArrayList<>();
  private final RouteTables tables = new RouteTables(routes::add);
  private final boolean v6;

  /** For a file that holds IPv4 routes unless their addresses say otherwise. */
  public RouteLines() {
    this(false);
  }

  private RouteLines(boolean v6) {
    this.v6 = v6;
  }

  /** For a file in which {@code default} means the IPv6 default. */
  public static RouteLines ipv6() {
    return new RouteLines(true);
  }

  @Override
  public boolean line(String section, String text, SourceRef at) {
    boolean get = section.equals("get");
    Words w = new Words(text);
    String first = w.peek();
    if (text.charAt(0) <= ' ' || first.equals("nexthop")) {
      return continuation(w, get ? answers : routes);
    }
    if (get && (first.equals("RTNETLINK") || first.equals("Error:"))) {
      return true;
    }
    if (!get && tables.line(text, at)) {
      return true;
    }
    RouteBuilder b = new RouteBuilder(at);
    if (TYPES.contains(first)) {
      b.type = w.next();
    }
    Optional<Prefix> dst = destination(w.next());
    if (dst.isEmpty()) {
      return false;
    }
    boolean ok = b.words(w);
    // Without a single gateway, "default" tells its family only by the file that it stands in.
    Prefix to =
        dst.get().equals(Prefix.ALL4) && first.equals("default") && b.v6Gateway()
            ? Prefix.ALL6
            : dst.get();
    (get ? answers : routes).add(b.build(to));
    return ok;
  }

  private Optional<Prefix> destination(String word) {
    return word.equals("default")
        ? Optional.of(v6 ? Prefix.ALL6 : Prefix.ALL4)
        : Prefix.tryParse(word);
  }

  /** {@code nexthop} lines and the {@code cache} line belong to the route above. */
  private static boolean continuation(Words w, List<Route> to) {
    if (w.take("nexthop") && !to.isEmpty()) {
      Route last = to.remove(to.size() - 1);
      RouteBuilder b = new RouteBuilder(last.at());
      b.words(w);
      List<Route.Hop> hops = new ArrayList<>(last.hops());
      hops.addAll(b.hops());
      to.add(
          new Route(
              last.type(),
              last.table(),
              last.dst(),
              hops,
              last.src(),
              last.scope(),
              last.proto(),
              last.metric(),
              last.mtu(),
              last.flags(),
              last.at()));
      return true;
    }
    return w.take("cache") || w.take("RTA_UNSPEC");
  }

  @Override
  public Routes value() {
    return new Routes(routes, answers);
  }
}
