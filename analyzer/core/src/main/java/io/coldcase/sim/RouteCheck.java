package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.PolicyRule;
import io.coldcase.model.host.Route;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the routes of every node with what the cluster needs: a route to the pod range of every
 * other node that leads to that node, a default route, no policy rule that takes pod traffic away.
 */
public final class RouteCheck {
  /** One thing that is not as it should be. */
  public enum Problem {
    /** No route to the peer's pod range but the default route. */
    POD_ROUTE_MISSING,
    /** The route to the peer's pod range leads to another place. */
    POD_ROUTE_WRONG,
    /** A longer prefix takes addresses out of the peer's pod range. */
    SHADOWED,
    NO_DEFAULT,
    SEVERAL_DEFAULTS,
    /** The default route leads to pods or to a gateway that does not answer. */
    DEFAULT_ASTRAY,
    /** A policy rule sends pod traffic elsewhere than table main would. */
    POLICY_RULE
  }

  /**
   * A finding on one node.
   *
   * @param peer node whose pods are concerned; the node itself for its own pods; maybe empty
   * @param prefix pod range or address concerned, maybe empty
   * @param gateway the route that is there leads to a gateway on a link of the cluster
   * @param tunnelOk false when the node's own tunnel device is missing or down: then that comes
   *     first
   */
  public record Issue(
      Problem problem,
      String node,
      String peer,
      String prefix,
      String dev,
      String why,
      SourceRef at,
      boolean gateway,
      boolean tunnelOk) {}

  private static final String PUBLIC_IP = "flannel.alpha.coreos.com/public-ip";

  private final Cluster cluster;
  private final Walker walker;
  private final List<Issue> issues = new ArrayList<>();

  private RouteCheck(Cluster cluster, Walker walker) {
    this.cluster = cluster;
    this.walker = walker;
  }

  public static List<Issue> of(Cluster cluster, Walker walker) {
    RouteCheck c = new RouteCheck(cluster, walker);
    List<HostNet> hosts =
        cluster.nodes().stream()
            .filter(n -> n.complete(Kinds.IP_ROUTE) && walker.known(n.name()))
            .flatMap(n -> walker.host(n.name()).stream())
            .toList();
    // pods are routed by the hosts when any host has a route of its own to a peer's pods
    boolean routed =
        hosts.stream().anyMatch(h -> cluster.nodes().stream().anyMatch(m -> c.leads(h, m)));
    for (HostNet h : hosts) {
      if (routed) {
        Own own =
            new Own(
                h.ifaces().stream().noneMatch(i -> i.kind().equals("vxlan") && !i.up()),
                tunnels(h) || !c.othersTunnel(h),
                h.routes("main").stream().mapToInt(r -> r.dst().length()).max().orElse(0));
        cluster.nodes().forEach(m -> c.peer(h, own, m));
      }
      c.nodes(h);
      c.services(h);
      c.defaults(h);
      c.rules(h);
      new TriedRoutes(cluster, h)
          .issues().stream()
              .filter(
                  i ->
                      c.issues.stream()
                          .noneMatch(x -> x.problem() == i.problem() && x.at().equals(i.at())))
              .forEach(c.issues::add);
    }
    return List.copyOf(c.issues);
  }

  private static List<Prefix> ranges(Node m) {
    return m.object().map(o -> o.podCidrs()).orElse(List.of()).stream()
        .filter(p -> !p.v6())
        .toList();
  }

  private static Ip inside(Prefix p) {
    return new Ip(p.v6(), p.network().hi(), p.network().lo() + (p.length() < 31 ? 2 : 0));
  }

  private boolean leads(HostNet h, Node m) {
    return !m.name().equals(h.name())
        && ranges(m).stream()
            .anyMatch(
                p ->
                    h.main(inside(p))
                        .filter(r -> r.dst().length() > 8 && right(h, m, r))
                        .isPresent());
  }

  /**
   * True when the route goes through a tunnel, or by way of an address of the peer, or when nothing
   * is known of its device. A tunnel that has an address of the peer's range is another network.
   */
  private boolean right(HostNet h, Node m, Route r) {
    if (!r.type().equals("unicast")) {
      return false;
    }
    if (h.iface(r.dev()).isEmpty()) {
      return true; // nobody collected what this device is: not known to be wrong
    }
    String kind = h.iface(r.dev()).map(Iface::kind).orElse("");
    if (kind.equals("vxlan") && r.via().isPresent()) {
      // a gateway out of the peer's own range is right, whatever the tables behind it say
      return ranges(m).stream().anyMatch(p -> p.contains(r.via().get())) || vtep(h, m, r);
    }
    boolean tunnel = Set.of("vxlan", "ipip", "geneve", "wireguard", "tun", "tunnel").contains(kind);
    return tunnel && !amongPods(h, r.dev(), m)
        || r.hops().stream().flatMap(x -> x.via().stream()).anyMatch(ip -> belongs(ip, m));
  }

  /** The device has an address of the range that the pods of the peer have theirs from. */
  private static boolean amongPods(HostNet h, String dev, Node peer) {
    return h.iface(dev).stream()
        .flatMap(i -> i.addresses().stream())
        .anyMatch(a -> ranges(peer).stream().anyMatch(p -> p.contains(a.ip())));
  }

  /** Known by one of its interfaces, by its Node object, or by what its flannel published there. */
  private boolean belongs(Ip ip, Node m) {
    return walker.host(m.name()).flatMap(x -> x.holder(ip)).isPresent()
        || m.object()
            .filter(
                o ->
                    o.internalIps().contains(ip)
                        || ip.toString().equals(o.meta().annotations().get(PUBLIC_IP)))
            .isPresent();
  }

  /** The tunnel end behind the gateway is the peer, as far as neighbour and fdb entries tell. */
  private boolean vtep(HostNet h, Node m, Route r) {
    Set<Ip> ends = new HashSet<>();
    h.neighbour(r.via().get(), r.dev())
        .ifPresent(n -> h.fdb(r.dev(), n.mac()).forEach(e -> e.dst().ifPresent(ends::add)));
    return ends.isEmpty() || m.object().isEmpty() || ends.stream().anyMatch(ip -> belongs(ip, m));
  }

  /**
   * What is asked of a host for every peer.
   *
   * @param up none of its tunnel devices is down
   * @param tunnelled it has one, or no other host has
   * @param longest length of the longest prefix in table main
   */
  private record Own(boolean up, boolean tunnelled, int longest) {}

  private void peer(HostNet h, Own host, Node m) {
    boolean own = m.name().equals(h.name());
    for (Prefix range : ranges(m)) {
      Ip ip = inside(range);
      Optional<Route> r = h.main(ip);
      boolean tunnelOk = host.up() && (own || host.tunnelled());
      if (own) {
        if (bridged(h, range) && r.filter(x -> x.dst().length() > 0).isEmpty()) {
          add(
              Problem.POD_ROUTE_MISSING,
              h,
              m.name(),
              range.toString(),
              "",
              r,
              tunnelOk,
              "no route to its own pods");
        } else {
          ownShadow(h, m, range);
        }
        continue;
      }
      if (r.isEmpty() || r.get().dst().length() == 0) {
        add(
            Problem.POD_ROUTE_MISSING,
            h,
            m.name(),
            range.toString(),
            "",
            r,
            tunnelOk,
            "no route to the pods of " + m.name() + " but the default route");
      } else if (!right(h, m, r.get())) {
        add(
            r.get().dst().equals(range) ? Problem.POD_ROUTE_WRONG : Problem.SHADOWED,
            h,
            m.name(),
            r.get().dst().toString(),
            r.get().dev(),
            r,
            tunnelOk,
            "its route to the pods of " + m.name() + " leads elsewhere");
      }
      // every pod of every peer: only where a route could single one out
      List<Pod> pods = host.longest() > range.length() ? cluster.podsOn(m.name()) : List.<Pod>of();
      for (Pod p : pods) {
        for (Ip podIp : p.spec().hostNetwork() ? List.<Ip>of() : p.ips()) {
          Optional<Route> one = h.main(podIp);
          if (one.isPresent()
              && r.isPresent()
              && one.get() != r.get()
              && one.get().dst().length() > range.length()
              && !right(h, m, one.get())) {
            add(
                Problem.SHADOWED,
                h,
                m.name(),
                one.get().dst().toString(),
                one.get().dev(),
                one,
                tunnelOk,
                "a longer prefix takes " + podIp + " (" + p.key() + ") elsewhere");
          }
        }
      }
    }
  }

  /** A longer prefix that takes the node's own pods away from the device of their range. */
  private void ownShadow(HostNet h, Node m, Prefix range) {
    String own =
        h.routes("main").stream()
            .filter(r -> r.dst().equals(range))
            .map(Route::dev)
            .findFirst()
            .orElse("");
    for (Pod p : own.isEmpty() ? List.<Pod>of() : cluster.podsOn(h.name())) {
      for (Ip ip : p.spec().hostNetwork() ? List.<Ip>of() : p.ips()) {
        Optional<Route> one = h.main(ip).filter(r -> range.contains(ip) && !r.dev().equals(own));
        if (one.isPresent()
            && one.get().dst().length() > range.length()
            && one.get().dst().length() < ip.bits()) {
          String why = "a longer prefix takes " + ip + " (" + p.key() + ") away from " + own;
          String prefix = one.get().dst().toString();
          add(Problem.SHADOWED, h, m.name(), prefix, one.get().dev(), one, true, why);
        }
      }
    }
  }

  /** Routes that take the address of a node on the same network away from that network. */
  private void nodes(HostNet h) {
    for (Node m : cluster.nodes()) {
      for (Ip ip : m.object().map(o -> o.internalIps()).orElse(List.of())) {
        Optional<Route> r = h.main(ip);
        Optional<Integer> network =
            uplink(h).stream()
                .flatMap(i -> i.addresses().stream())
                .filter(a -> a.ip().v6() == ip.v6() && a.prefixLength() < 31)
                .filter(a -> a.network().contains(ip))
                .map(a -> a.prefixLength())
                .findFirst();
        boolean away =
            r.filter(x -> !x.type().equals("unicast") || x.via().isPresent()).isPresent();
        if (!m.name().equals(h.name())
            && network.isPresent()
            && away
            && r.get().dst().length() > network.get()) {
          add(
              Problem.SHADOWED,
              h,
              m.name(),
              r.get().dst().toString(),
              r.get().dev(),
              r,
              true,
              "it takes " + ip + " of node " + m.name() + ", which is on the same network, away");
        }
      }
    }
  }

  /** Routes that end the node's own packets to Services, which are routed before translation. */
  private void services(HostNet h) {
    for (Service s : cluster.objects(Service.class)) {
      for (Ip ip : s.clusterIps()) {
        Optional<Route> r = h.main(ip).filter(x -> x.dst().length() > 0);
        if (r.filter(x -> !HostPath.leads(x)).isPresent()) {
          add(
              Problem.SHADOWED,
              h,
              "",
              r.get().dst().toString(),
              r.get().dev(),
              r,
              true,
              "it ends the node's own packets to the Service "
                  + s.key()
                  + " before they are translated");
        }
      }
    }
  }

  /** A bridge of the node carries the range, and pods run there. */
  private boolean bridged(HostNet h, Prefix range) {
    return cluster.podsOn(h.name()).stream()
        .anyMatch(
            p ->
                !p.spec().hostNetwork()
                    && p.phase().equals("Running")
                    && p.ips().stream().anyMatch(range::contains));
  }

  private static boolean tunnels(HostNet h) {
    return h.ifaces().stream().anyMatch(i -> i.kind().equals("vxlan"));
  }

  private boolean othersTunnel(HostNet h) {
    return cluster.nodes().stream()
        .filter(n -> !n.name().equals(h.name()))
        .flatMap(n -> walker.host(n.name()).stream())
        .anyMatch(RouteCheck::tunnels);
  }

  private void add(
      Problem problem,
      HostNet h,
      String peer,
      String prefix,
      String dev,
      Optional<Route> route,
      boolean tunnelOk,
      String why) {
    SourceRef at = route.map(Route::at).orElse(SourceRef.of(Kinds.IP_ROUTE.path(h.name())));
    boolean gateway =
        route
            .filter(r -> r.type().equals("unicast") && r.via().isPresent() && linked(h, r))
            .isPresent();
    Issue i = new Issue(problem, h.name(), peer, prefix, dev, why, at, gateway, tunnelOk);
    if (issues.stream()
        .noneMatch(
            x ->
                x.problem() == problem
                    && x.node().equals(h.name())
                    && x.peer().equals(peer)
                    && x.prefix().equals(prefix))) {
      issues.add(i);
    }
  }

  /** The route goes out of a tunnel or of the device that holds the node's address. */
  private static boolean linked(HostNet h, Route r) {
    Optional<Iface> i = h.iface(r.dev());
    return i.filter(x -> x.kind().equals("vxlan")).isPresent() || i.equals(uplink(h));
  }

  /** The device that holds the node's InternalIP. */
  static Optional<Iface> uplink(HostNet h) {
    return h.node().object().stream()
        .flatMap(o -> o.internalIps().stream())
        .flatMap(ip -> h.holder(ip).stream())
        .findFirst();
  }

  private void defaults(HostNet h) {
    List<Route> all =
        h.routes("main").stream()
            .filter(r -> r.isDefault() && !r.dst().v6() && r.type().equals("unicast"))
            .toList();
    boolean elsewhere =
        h.node().get(Kinds.IP_RULE).stream()
            .flatMap(r -> r.list().stream())
            .filter(r -> !r.v6() && r.action().equals("lookup"))
            .anyMatch(
                r -> h.routes(r.table()).stream().anyMatch(x -> x.isDefault() && !x.dst().v6()));
    if (all.isEmpty() && !elsewhere) {
      add(Problem.NO_DEFAULT, h, "", "", "", Optional.empty(), true, "no default route");
    }
    if (all.size() > 1) {
      Route used = all.get(0);
      boolean astray =
          !used.dev().equals(uplink(h).map(Iface::name).orElse(used.dev()))
              && all.stream().anyMatch(r -> r.dev().equals(uplink(h).map(Iface::name).orElse("")));
      boolean tie = used.metric() == all.get(1).metric();
      Optional<Neighbour> dead = unanswered(h, used);
      if (astray || tie || dead.isPresent()) {
        add(
            Problem.SEVERAL_DEFAULTS,
            h,
            "",
            "",
            used.dev(),
            Optional.of(used),
            true,
            astray
                ? "the default route that is used leaves by "
                    + used.dev()
                    + ", not by the node's own device"
                : tie
                    ? "two default routes of equal metric"
                    : "the default route that is used leads to "
                        + dead.orElseThrow().ip()
                        + ", which does not answer ARP ("
                        + dead.get().state()
                        + "); the other one is never taken");
      }
    }
  }

  /** The neighbour entry of a route's gateway when nobody answers there. */
  private static Optional<Neighbour> unanswered(HostNet h, Route r) {
    return h.node().get(Kinds.IP_NEIGH).stream()
        .flatMap(n -> n.list().stream())
        .filter(n -> n.dev().equals(r.dev()) && r.via().filter(n.ip()::equals).isPresent())
        .filter(n -> n.state().equals("FAILED") || n.state().equals("INCOMPLETE"))
        .findFirst();
  }

  private void rules(HostNet h) {
    Optional<Ip> self = h.node().object().flatMap(o -> o.internalIps().stream().findFirst());
    List<Pod> own =
        cluster.podsOn(h.name()).stream()
            .filter(
                p -> !p.spec().hostNetwork() && !p.ips().isEmpty() && p.phase().equals("Running"))
            .toList();
    if (own.isEmpty() || self.isEmpty()) {
      return;
    }
    Ip pod = own.get(0).ips().get(0);
    String bridge = BridgePath.of(h, own.get(0));
    List<Ip[]> pairs = new ArrayList<>();
    pairs.add(new Ip[] {self.get(), pod});
    for (Node m : cluster.nodes()) {
      cluster.podsOn(m.name()).stream()
          .filter(p -> !m.name().equals(h.name()) && !p.spec().hostNetwork() && !p.ips().isEmpty())
          .findFirst()
          .ifPresent(
              p -> {
                pairs.add(new Ip[] {pod, p.ips().get(0)});
                pairs.add(new Ip[] {p.ips().get(0), pod});
              });
      m.object()
          .flatMap(o -> o.internalIps().stream().findFirst())
          .filter(ip -> !m.name().equals(h.name()))
          .ifPresent(
              ip -> {
                pairs.add(new Ip[] {self.get(), ip});
                pairs.add(new Ip[] {pod, ip});
              });
    }
    for (Ip[] p : pairs) {
      if (p[0].v6() || p[1].v6()) {
        continue;
      }
      String in = p[0].equals(self.get()) ? "" : p[0].equals(pod) ? bridge : "eth0";
      HostNet.Answer a = h.route(p[0], p[1], Packet.tcp(p[0], p[1], 80), 0, in);
      Optional<PolicyRule> by = a.by();
      if (by.isEmpty() || by.get().priority() == 0 || by.get().priority() >= 32766) {
        continue;
      }
      Optional<Route> plain = h.main(p[1]);
      boolean same =
          a.route().isPresent()
              && plain.isPresent()
              && a.route().get().type().equals(plain.get().type())
              && a.route().get().dev().equals(plain.get().dev());
      if (!same && plain.isPresent()) {
        Issue i =
            new Issue(
                Problem.POLICY_RULE,
                h.name(),
                "",
                p[1].toString(),
                a.route().map(Route::dev).orElse(""),
                p[0]
                    + " to "
                    + p[1]
                    + " leaves by "
                    + a.route().map(r -> r.dev().isEmpty() ? r.type() : r.dev()).orElse("nothing")
                    + " instead of "
                    + plain.get().dev(),
                by.get().at(),
                false,
                true);
        if (issues.stream().noneMatch(x -> x.at().equals(i.at()))) {
          issues.add(i);
        }
      }
    }
  }
}
