package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.host.Fdb;
import io.coldcase.model.host.FdbEntry;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.Ipvs;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.Neighbours;
import io.coldcase.model.host.PolicyRule;
import io.coldcase.model.host.PolicyRules;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Routes;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.host.Sysctls;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The network of one host's root namespace, indexed for walks. Immutable. */
final class HostNet {
  private static final Set<String> ERRORS = Set.of("blackhole", "unreachable", "prohibit");

  private static final String VIRTUAL = "kube-ipvs0";

  private final String name;
  private final Node node;
  private final Ifaces ifaces;
  private final Map<String, List<Route>> tables = new HashMap<>();
  private final Map<String, RouteTable> usable = new HashMap<>();
  private final List<PolicyRule> rules4;
  private final List<PolicyRule> rules6;
  private final boolean known4;
  private final boolean known6;
  private final Sysctls sysctls;
  private final Optional<Sockets> sockets;
  private final Map<Ip, List<Neighbour>> neighbours;
  private final Map<String, List<FdbEntry>> fdb;
  private final Filters filters;
  private final Optional<Ipvs> virtualServers;
  private final List<Qdiscs.Filter> programs;

  HostNet(Node node) {
    this.name = node.name();
    this.node = node;
    this.ifaces = node.get(Kinds.IP_ADDR).flatMap(Samples::last).orElse(new Ifaces(List.of()));
    List<Route> routes = new ArrayList<>();
    node.get(Kinds.IP_ROUTE).map(Routes::list).ifPresent(routes::addAll);
    node.get(Kinds.IP6_ROUTE).map(Routes::list).ifPresent(routes::addAll);
    this.known4 = node.complete(Kinds.IP_ROUTE) || routes.stream().anyMatch(r -> !r.dst().v6());
    this.known6 = node.complete(Kinds.IP6_ROUTE) || routes.stream().anyMatch(r -> r.dst().v6());
    for (Route r : routes) {
      tables.computeIfAbsent(r.table(), k -> new ArrayList<>()).add(r);
    }
    List<Route> local = tables.computeIfAbsent("local", k -> new ArrayList<>());
    for (boolean v6 : new boolean[] {false, true}) {
      if (local.stream().noneMatch(r -> r.dst().v6() == v6)) {
        local.addAll(addressesAsRoutes(v6));
      }
    }
    Comparator<Route> best =
        Comparator.<Route>comparingInt(r -> -r.dst().length()).thenComparingLong(Route::metric);
    tables.values().forEach(t -> t.sort(best));
    tables.forEach(
        (t, list) -> usable.put(t, new RouteTable(list.stream().filter(this::usable).toList())));
    this.rules4 = rules(node, false);
    this.rules6 = rules(node, true);
    this.sysctls = node.get(Kinds.SYSCTL).orElse(new Sysctls(Map.of()));
    this.sockets = node.get(Kinds.SS).flatMap(Samples::last);
    this.neighbours =
        node.get(Kinds.IP_NEIGH).map(Neighbours::list).orElse(List.of()).stream()
            .collect(Collectors.groupingBy(Neighbour::ip));
    this.fdb =
        node.get(Kinds.BRIDGE_FDB).map(Fdb::list).orElse(List.of()).stream()
            .filter(e -> e.dst().isPresent())
            .collect(Collectors.groupingBy(FdbEntry::mac));
    this.filters = new Filters(node);
    this.virtualServers = node.get(Kinds.IPVS);
    this.programs =
        node.get(Kinds.TC).map(Qdiscs::filters).orElse(List.of()).stream()
            .filter(f -> f.discards() || f.bpf())
            .toList();
  }

  /** What decides on packets at a device in front of (or behind) netfilter and is not modelled. */
  Optional<Qdiscs.Filter> program(Hook hook, String dev) {
    return programs.stream()
        .filter(f -> f.dev().equals(dev))
        .filter(
            f ->
                f.hook().endsWith(hook.word())
                    || hook == Hook.INGRESS && f.hook().startsWith("xdp"))
        .findFirst();
  }

  private List<Route> addressesAsRoutes(boolean v6) {
    List<Route> local = new ArrayList<>();
    for (Iface i : ifaces.list()) {
      for (IfaceAddr a : i.addresses().stream().filter(x -> x.ip().v6() == v6).toList()) {
        local.add(
            new Route(
                "local",
                "local",
                Prefix.host(a.ip()),
                List.of(new Route.Hop(Optional.empty(), i.name(), 1)),
                Optional.of(a.ip()),
                "host",
                "kernel",
                0,
                0,
                Set.of(),
                a.at()));
      }
    }
    return local;
  }

  private static List<PolicyRule> rules(Node node, boolean v6) {
    return node.get(Kinds.IP_RULE).map(PolicyRules::list).orElse(List.of()).stream()
        .filter(r -> r.v6() == v6)
        .sorted(Comparator.comparingInt(PolicyRule::priority))
        .toList();
  }

  String name() {
    return name;
  }

  Node node() {
    return node;
  }

  Filters filters() {
    return filters;
  }

  /** True when routes of the host are in the bundle: without them nothing can be said. */
  boolean known() {
    return known4 || (known6 && ifaces.list().stream().noneMatch(HostNet::hasGlobal4));
  }

  private static boolean hasGlobal4(Iface i) {
    return i.addresses().stream().anyMatch(a -> !a.ip().v6() && a.scope().equals("global"));
  }

  /** True when the routes of the family are in the bundle. */
  boolean known(boolean v6) {
    return v6 ? known6 : known4;
  }

  Optional<Iface> iface(String dev) {
    return ifaces.named(dev);
  }

  List<Iface> ifaces() {
    return ifaces.list();
  }

  /** The interface that holds the address. */
  Optional<Iface> holder(Ip ip) {
    for (Iface i : ifaces.list()) {
      if (i.has(ip)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** The first global address of the family on a device. */
  Optional<Ip> address(String dev, boolean v6) {
    return iface(dev)
        .flatMap(
            i ->
                i.addresses().stream()
                    .filter(a -> a.ip().v6() == v6 && !a.scope().equals("link"))
                    .map(IfaceAddr::ip)
                    .findFirst());
  }

  /** Where REDIRECT sends what comes in by a device; for IPv6 a link-local address will do. */
  Optional<Ip> redirect(String dev, boolean v6) {
    return address(dev, v6)
        .or(
            () ->
                iface(dev)
                    .flatMap(
                        i ->
                            i.addresses().stream()
                                .map(IfaceAddr::ip)
                                .filter(ip -> v6 && ip.v6())
                                .findFirst()));
  }

  /**
   * The source address that MASQUERADE gives on a device (inet_select_addr, ipv6_dev_get_saddr):
   * not the one that the route prefers; a device without an address borrows from another, though
   * not for IPv6 addresses that mean something on this device only.
   *
   * @param next the next hop of IPv4, the destination of IPv6
   */
  Optional<Ip> masquerade(String dev, Ip next) {
    if (next.v6() && (next.isLoopback() || next.isLinkLocal())) {
      return iface(dev).map(Iface::addresses).orElse(List.of()).stream()
          .map(IfaceAddr::ip)
          .filter(ip -> ip.v6() && ip.isLoopback() == next.isLoopback())
          .min(Comparator.comparing(ip -> ip.isLinkLocal() != next.isLinkLocal()));
    }
    List<Iface> order = new ArrayList<>();
    iface(dev).ifPresent(order::add);
    order.addAll(ifaces.list());
    for (Iface i : order) {
      List<IfaceAddr> global =
          i.addresses().stream()
              .filter(a -> a.ip().v6() == next.v6() && a.scope().equals("global"))
              .filter(a -> !a.flags().contains("secondary"))
              .toList();
      if (!global.isEmpty()) {
        return global.stream()
            .filter(a -> a.network().contains(next))
            .findFirst()
            .or(() -> global.stream().findFirst())
            .map(IfaceAddr::ip);
      }
    }
    return Optional.empty();
  }

  OptionalLong sysctl(String key) {
    return sysctls.number(key);
  }

  Optional<SourceRef> sysctlAt(String key) {
    return sysctls.get(key).map(Sysctls.Value::at);
  }

  /** A per-device IPv4 setting; dots in device names are slashes in keys. */
  long conf(String dev, String setting) {
    long all = sysctl("net.ipv4.conf.all." + setting).orElse(0);
    long one = sysctl("net.ipv4.conf." + dev.replace('.', '/') + "." + setting).orElse(0);
    return Math.max(all, one);
  }

  Optional<Sockets> sockets() {
    return sockets;
  }

  Optional<Neighbour> neighbour(Ip ip, String dev) {
    for (Neighbour n : neighbours.getOrDefault(ip, List.of())) {
      if (n.dev().equals(dev)) {
        return Optional.of(n);
      }
    }
    return Optional.empty();
  }

  List<FdbEntry> fdb(String dev, String mac) {
    return fdb.getOrDefault(mac, List.of()).stream().filter(e -> e.dev().equals(dev)).toList();
  }

  /** True for addresses that kube-proxy's IPVS mode binds to its dummy device. */
  boolean bindsVirtual(Ip ip) {
    return iface(VIRTUAL).filter(i -> i.has(ip)).isPresent()
        || virtualServers
            .filter(v -> v.services().stream().anyMatch(s -> s.ip().equals(ip)))
            .isPresent();
  }

  /** The IPVS table; empty when it was not collected. */
  Optional<Ipvs> virtualServers() {
    return virtualServers;
  }

  boolean neighboursKnown() {
    return node.complete(Kinds.IP_NEIGH) && node.complete(Kinds.BRIDGE_FDB);
  }

  Optional<NamedSet> ipset(String set) {
    return Optional.ofNullable(filters.ipsets().get(set));
  }

  /**
   * LOCAL, BROADCAST, MULTICAST, UNICAST: the type of the route to it. IPv4 addresses that only an
   * error route leads to are UNICAST (inet_addr_type); for IPv6 the errors are types as well.
   */
  String addressType(Ip ip) {
    if (ip.isMulticast()) {
      return "MULTICAST";
    }
    Optional<Route> f = table("local", ip);
    if (f.isEmpty()) {
      f = table("main", ip);
    }
    return f.map(Route::type)
        .filter(type -> ip.v6() || !(ERRORS.contains(type) || type.equals("throw")))
        .map(type -> type.toUpperCase(Locale.ROOT))
        .orElse("UNICAST");
  }

  boolean local(Ip ip) {
    return addressType(ip).equals("LOCAL");
  }

  /**
   * Whether the route back to the source leads out of the incoming device (or any, if loose). Rules
   * that ask for ports see those of the answer.
   *
   * @param in device that the reverse lookup pretends the answer came in by: where the packet goes
   *     (fib_validate_source), empty for this host
   */
  Tri reversePath(State s, boolean loose, String in) {
    if (!known(s.packet().src().v6())) {
      return Tri.UNKNOWN;
    }
    Packet p = s.packet();
    Answer back = route(p.dst(), p.src(), p.answer(), 0, in);
    if (back.unknown.isPresent()) {
      return Tri.UNKNOWN;
    }
    if (back.route.isEmpty() || !back.route.get().type().equals("unicast")) {
      return Tri.NO;
    }
    return Tri.of(loose || back.route.get().hops().stream().anyMatch(h -> h.dev().equals(s.in())));
  }

  /** What this host routes into tunnels: pod addresses of an overlay. */
  List<Prefix> tunnelled() {
    return tables.getOrDefault("main", List.of()).stream()
        .filter(r -> r.dst().length() > 0)
        .filter(r -> iface(r.dev()).filter(i -> tunnel(i.kind())).isPresent())
        .map(Route::dst)
        .toList();
  }

  private static boolean tunnel(String kind) {
    return kind.equals("vxlan")
        || kind.equals("ipip")
        || kind.equals("geneve")
        || kind.equals("wireguard");
  }

  /** What routing said: a route, none, or why it cannot be told. */
  record Answer(
      Optional<Route> route,
      Optional<String> unknown,
      Optional<SourceRef> at,
      Optional<PolicyRule> by) {}

  /** The route of table main alone. */
  Optional<Route> main(Ip dst) {
    return table("main", dst);
  }

  /** All routes of a table, best first. */
  List<Route> routes(String table) {
    return List.copyOf(tables.getOrDefault(table, List.of()));
  }

  /**
   * The route for a destination: policy rules in order, then the longest prefix of the table.
   *
   * @param src source address, 0.0.0.0 when not chosen yet
   * @param in incoming device, empty for local packets
   */
  Answer route(Ip src, Ip dst, Packet p, long mark, String in) {
    List<PolicyRule> mine = dst.v6() ? rules6 : rules4;
    if (mine.isEmpty()) {
      Optional<Route> local = table("local", dst);
      return answer(local.isPresent() ? local : table("main", dst), Optional.empty());
    }
    for (PolicyRule r : mine) {
      Tri hit = selects(r, src, dst, p, mark, in);
      if (hit == Tri.UNKNOWN) {
        return new Answer(
            Optional.empty(),
            Optional.of("the selectors of this routing rule are not modelled"),
            Optional.of(r.at()),
            Optional.of(r));
      }
      if (hit == Tri.NO) {
        continue;
      }
      switch (r.action()) {
        case "lookup" -> {
          Optional<Route> f = table(r.table(), dst);
          String suppress = r.selectors().get("suppress_prefixlength");
          // errors are final: only routes that lead somewhere can be suppressed
          boolean suppressed =
              suppress != null
                  && f.filter(x -> !ERRORS.contains(x.type())).isPresent()
                  && f.get().dst().length() <= parse(suppress);
          if (f.isPresent() && !suppressed && !f.get().type().equals("throw")) {
            return answer(f, Optional.of(r));
          }
        }
        case "unreachable", "blackhole", "prohibit" -> {
          return new Answer(
              Optional.of(
                  new Route(
                      r.action(),
                      "rule",
                      dst.v6() ? Prefix.ALL6 : Prefix.ALL4,
                      List.of(),
                      Optional.empty(),
                      "",
                      "",
                      0,
                      0,
                      Set.of(),
                      r.at())),
              Optional.empty(),
              Optional.of(r.at()),
              Optional.of(r));
        }
        case "nop" -> {}
        default -> {
          return new Answer(
              Optional.empty(),
              Optional.of("the action of this routing rule is not modelled"),
              Optional.of(r.at()),
              Optional.of(r));
        }
      }
    }
    return new Answer(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static long parse(String n) {
    try {
      return Long.decode(n);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static Answer answer(Optional<Route> f, Optional<PolicyRule> by) {
    return new Answer(f, Optional.empty(), f.map(Route::at), by);
  }

  private Optional<Route> table(String table, Ip dst) {
    RouteTable t = usable.get(table);
    return t == null ? Optional.empty() : t.find(dst);
  }

  private boolean usable(Route r) {
    if (r.flags().contains("dead")) {
      return false;
    }
    if (!r.type().equals("local")) {
      for (Route.Hop hop : r.hops()) {
        if (!usable(hop.dev())) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A device that is down takes its routes with it, but for those of its own addresses; one that is
   * not listed is believed.
   */
  private boolean usable(String dev) {
    return dev.isEmpty() || iface(dev).map(Iface::up).orElse(true);
  }

  private static Tri selects(PolicyRule r, Ip src, Ip dst, Packet p, long mark, String in) {
    Tri all = Tri.of(r.from().map(f -> f.length() == 0 || f.contains(src)).orElse(true));
    all = and(all, Tri.of(r.to().map(t -> t.contains(dst)).orElse(true)));
    for (Map.Entry<String, String> s : r.selectors().entrySet()) {
      String v = s.getValue();
      all =
          and(
              all,
              switch (s.getKey()) {
                case "iif" -> Tri.of(v.equals("lo") ? in.isEmpty() : v.equals(in));
                case "fwmark" -> marked(v, mark);
                case "ipproto" ->
                    Protocol.tryParse(v)
                        .map(x -> Tri.of(x.equals(p.protocol())))
                        .orElse(Tri.UNKNOWN);
                case "dport" -> port(v, p.dport());
                case "sport" -> port(v, p.sport());
                case "suppress_prefixlength", "proto", "protocol", "realms" -> Tri.YES;
                case "oif", "uidrange", "tos", "dsfield", "tun_id" ->
                    s.getKey().equals("tun_id") || s.getKey().equals("oif") ? Tri.NO : Tri.UNKNOWN;
                default -> Tri.UNKNOWN;
              });
    }
    return all.negated(r.not());
  }

  private static Tri and(Tri a, Tri b) {
    return a == Tri.NO || b == Tri.NO
        ? Tri.NO
        : a == Tri.YES && b == Tri.YES ? Tri.YES : Tri.UNKNOWN;
  }

  private static Tri marked(String v, long mark) {
    int slash = v.indexOf('/');
    long value = parse(slash < 0 ? v : v.substring(0, slash));
    long mask = slash < 0 ? 0xffffffffL : parse(v.substring(slash + 1));
    return value < 0 || mask < 0 ? Tri.UNKNOWN : Tri.of((mark & mask) == value);
  }

  private static Tri port(String v, int port) {
    int dash = v.indexOf('-');
    long from = parse(dash < 0 ? v : v.substring(0, dash));
    long to = parse(dash < 0 ? v : v.substring(dash + 1));
    return from < 0 || to < 0 || !Packet.told(port)
        ? Tri.UNKNOWN
        : Tri.of(from <= port && port <= to);
  }

  /** True when a listing of the host's filters is there. */
  boolean filtersKnown() {
    return filters.known();
  }
}
