package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.PolicyRule;
import io.coldcase.model.host.Route;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.sim.RouteCheck.Issue;
import io.coldcase.sim.RouteCheck.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a node routes addresses outside of the cluster that probes of it failed to reach while
 * another node reached them: a second network of its own is nobody's fault, a route that loses what
 * is asked for is one.
 */
final class TriedRoutes {
  private static final Set<String> DEAD = Set.of("FAILED", "INCOMPLETE");

  private final Cluster cluster;
  private final HostNet host;
  private final Map<String, Issue> issues = new LinkedHashMap<>();

  TriedRoutes(Cluster cluster, HostNet host) {
    this.cluster = cluster;
    this.host = host;
  }

  List<Issue> issues() {
    for (Probe p : probes(host.node()).filter(Probe::failed).toList()) {
      Optional<Ip> to = Ip.tryParse(p.address()).filter(ip -> !ip.v6() && outside(ip));
      Optional<Ip> from = p.fromPod() ? pod().map(x -> x.ips().get(0)) : self();
      if (to.isPresent() && from.isPresent() && answeredElsewhere(to.get())) {
        String in = p.fromPod() ? BridgePath.of(host, pod().get()) : "";
        tried(from.get(), to.get(), in);
      }
    }
    return List.copyOf(issues.values());
  }

  private void tried(Ip from, Ip to, String in) {
    HostNet.Answer a = host.route(from, to, Packet.tcp(from, to, 80), 0, in);
    Optional<Route> plain = host.main(to);
    Optional<PolicyRule> by =
        a.by().filter(r -> r.priority() > 0 && r.priority() < 32766 && plain.isPresent());
    if (by.isPresent()) {
      if (a.route().filter(r -> same(r, plain.get())).isEmpty()) {
        String where = a.route().map(r -> r.dev().isEmpty() ? r.type() : r.dev()).orElse("nothing");
        String why =
            from + " to " + to + " leaves by " + where + " instead of " + plain.get().dev();
        add(Problem.POLICY_RULE, to.toString(), where, why, by.get().at());
      }
      return;
    }
    Optional<Route> fallback =
        host.routes("main").stream().filter(x -> x.isDefault() && !x.dst().v6()).findFirst();
    boolean away =
        plain
            .filter(x -> x.dst().length() > 0)
            .filter(x -> x.via().isPresent() || !HostPath.leads(x))
            .isPresent();
    if (away && fallback.filter(f -> !same(f, plain.get())).isPresent()) {
      Route r = plain.get();
      String why = "it takes " + to + " away from the default route, and only this node fails";
      add(Problem.SHADOWED, r.dst().toString(), r.dev(), why, r.at());
    } else {
      plain.filter(Route::isDefault).ifPresent(this::lost);
    }
  }

  /**
   * The default route that is used is not the only one, leads to pods, or to a gateway that does
   * not answer ARP.
   */
  private void lost(Route r) {
    long defaults =
        host.routes("main").stream()
            .filter(x -> x.isDefault() && !x.dst().v6() && HostPath.leads(x))
            .count();
    if (defaults > 1) {
      String why =
          "of " + defaults + " default routes this one is used, and only this node reaches nothing";
      add(Problem.SEVERAL_DEFAULTS, "", r.dev(), why, r.at());
      return;
    }
    Optional<Iface> dev = host.iface(r.dev());
    boolean inward =
        dev.filter(i -> i.kind().equals("vxlan") || i.kind().equals("bridge")).isPresent()
            && !dev.equals(RouteCheck.uplink(host));
    boolean dead =
        r.via()
            .flatMap(ip -> host.neighbour(ip, r.dev()))
            .filter(n -> n.mac().isEmpty() && DEAD.contains(n.state()))
            .isPresent();
    if (inward || dead) {
      String why =
          inward
              ? "the default route leads to pods, by " + r.dev()
              : "the gateway of the default route, " + r.via().get() + ", does not answer";
      add(Problem.DEFAULT_ASTRAY, "", r.dev(), why, r.at());
    }
  }

  private void add(Problem problem, String prefix, String dev, String why, SourceRef at) {
    issues.putIfAbsent(
        at.toString(), new Issue(problem, host.name(), "", prefix, dev, why, at, false, true));
  }

  private static boolean same(Route a, Route b) {
    return a.type().equals(b.type()) && a.dev().equals(b.dev()) && a.via().equals(b.via());
  }

  private static Stream<Probe> probes(Node n) {
    return Stream.of(Kinds.PROBES, Kinds.PROBES_POD)
        .flatMap(k -> n.get(k).stream())
        .flatMap(p -> p.list().stream());
  }

  private Optional<Pod> pod() {
    return cluster.podsOn(host.name()).stream()
        .filter(p -> !p.spec().hostNetwork() && !p.ips().isEmpty() && p.phase().equals("Running"))
        .findFirst();
  }

  private Optional<Ip> self() {
    return host.node().object().flatMap(o -> o.internalIps().stream().findFirst());
  }

  private boolean outside(Ip ip) {
    return cluster.podByIp(ip).isEmpty()
        && cluster.nodeByIp(ip).isEmpty()
        && cluster.serviceByIp(ip).isEmpty()
        && cluster.nodes().stream()
            .flatMap(n -> n.object().stream())
            .flatMap(o -> o.podCidrs().stream())
            .noneMatch(r -> r.contains(ip));
  }

  private boolean answeredElsewhere(Ip ip) {
    return cluster.nodes().stream()
        .filter(n -> !n.name().equals(host.name()))
        .flatMap(TriedRoutes::probes)
        .anyMatch(p -> p.ok() && p.address().equals(ip.toString()));
  }
}
