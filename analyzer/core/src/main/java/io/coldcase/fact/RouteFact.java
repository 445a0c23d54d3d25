package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.sim.RouteCheck;
import io.coldcase.sim.Walker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

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
 * @param leftBy the network plugin that makes such devices and has no pod in the cluster, or empty
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
    boolean connected,
    String leftBy) {

  /** The path between both nodes; the node, when its own pods are concerned. */
  public Subject where() {
    return node.equals(peer) ? Subject.node(node) : Subject.path(node, peer);
  }

  /** Names of devices that a network plugin makes; its own, and what its pods may be called. */
  private static final Map<Pattern, List<String>> PLUGINS =
      Map.of(
          Pattern.compile("weave|vethwe"), List.of("weave"),
          Pattern.compile("cilium_|lxc"), List.of("cilium"),
          Pattern.compile("cali|vxlan\\.calico|tunl0"), List.of("calico", "canal"),
          Pattern.compile("kube-bridge|kube-dummy-if"), List.of("kube-router"),
          Pattern.compile("ovn|br-ex|br-int"), List.of("ovn"),
          Pattern.compile("antrea"), List.of("antrea"));

  private static String leftBy(Cluster cluster, String dev) {
    return PLUGINS.entrySet().stream()
        .filter(e -> e.getKey().matcher(dev).lookingAt())
        .map(Map.Entry::getValue)
        .filter(pods -> CniAgent.gone(cluster, pods))
        .map(pods -> pods.get(0))
        .findFirst()
        .orElse("");
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
              connected(cluster, i),
              leftBy(cluster, i.dev())));
    }
  }

  private static boolean connected(Cluster cluster, RouteCheck.Issue i) {
    return cluster.node(i.node()).map(HostLinks::of).stream()
        .flatMap(h -> h.named(i.dev()).filter(d -> !h.podBridges().contains(d)).stream())
        .flatMap(d -> d.addresses().stream())
        .anyMatch(a -> a.network().toString().equals(i.prefix()));
  }
}
