package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.sim.RouteCheck;
import io.coldcase.sim.Walker;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A route or routing rule of a node that is not as the cluster needs it.
 *
 * @param problem pod_route_missing, pod_route_wrong, shadowed, no_default, several_defaults,
 *     policy_rule
 * @param peer node whose pods are concerned (the node itself for its own pods), or empty
 * @param prefix range or address concerned, or empty
 * @param gateway the route that is there leads to a gateway on a link of the cluster
 * @param tunnelOk false when the node's own tunnel device is missing or down: that comes first
 * @param connected the route is the kernel's own, to a network in which the node has an address,
 *     and that is not its bridge for pods
 */
public record RouteFact(
    String problem,
    String node,
    String peer,
    String prefix,
    String dev,
    String why,
    SourceRef at,
    boolean gateway,
    boolean tunnelOk,
    boolean connected) {

  /** The path between both nodes; the node, when its own pods are concerned. */
  public Subject where() {
    return node.equals(peer) ? Subject.node(node) : Subject.path(node, peer);
  }

  static void derive(Cluster cluster, Walker walker, Consumer<Object> facts) {
    for (RouteCheck.Issue i : RouteCheck.of(cluster, walker)) {
      facts.accept(
          new RouteFact(
              i.problem().name().toLowerCase(Locale.ROOT),
              i.node(),
              i.peer(),
              i.prefix(),
              i.dev(),
              i.why(),
              i.at(),
              i.gateway(),
              i.tunnelOk(),
              connected(cluster, i)));
    }
  }

  private static boolean connected(Cluster cluster, RouteCheck.Issue i) {
    return cluster.node(i.node()).map(HostLinks::of).stream()
        .flatMap(h -> h.named(i.dev()).filter(d -> !h.podBridges().contains(d)).stream())
        .flatMap(d -> d.addresses().stream())
        .anyMatch(a -> a.network().toString().equals(i.prefix()));
  }
}
