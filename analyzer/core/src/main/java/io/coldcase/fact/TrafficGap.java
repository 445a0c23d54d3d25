package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A node without ready endpoint of a Service whose traffic policy is {@code Local} while other
 * nodes have some: packets are dropped there. Legitimate until somebody sends there.
 *
 * @param policy external or internal
 * @param nodePort {@code port N} of a NodePort, empty for internal
 * @param left that a worker lost its last pod of the Service when their Deployment was changed, and
 *     that its NodePort does not answer a probe since; empty where it is not so, or where other
 *     pods of the Service are not ready
 */
public record TrafficGap(
    String policy,
    Subject service,
    String node,
    String nodePort,
    String have,
    SourceRef at,
    List<Evidence> left) {
  private static final Duration SOON = Duration.ofMinutes(1);

  public TrafficGap {
    left = List.copyOf(left);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      boolean external = s.externalTrafficPolicy().equals("Local");
      boolean internal = s.internalTrafficPolicy().equals("Local");
      if (!external && !internal) {
        continue;
      }
      Set<String> have =
          cluster.slices(s).stream()
              .flatMap(e -> e.endpoints().stream())
              .filter(EndpointSlice.Endpoint::ready)
              .map(EndpointSlice.Endpoint::node)
              .collect(Collectors.toCollection(TreeSet::new));
      if (have.isEmpty()) {
        continue;
      }
      Subject service = Subject.service(s.namespace(), s.name());
      Map<Service.Port, Map<String, Probe>> silent = new HashMap<>();
      for (Node n : cluster.nodes()) {
        if (!have.contains(n.name())) {
          String on = String.join(", ", have);
          if (internal) {
            SourceRef at =
                s.at().child("spec/internalTrafficPolicy", "internalTrafficPolicy: Local");
            facts.accept(new TrafficGap("internal", service, n.name(), "", on, at, List.of()));
          }
          for (Service.Port p : s.ports()) {
            if (external && p.nodePort() > 0) {
              SourceRef at =
                  s.at().child("spec/externalTrafficPolicy", "externalTrafficPolicy: Local");
              facts.accept(
                  new TrafficGap(
                      "external",
                      service,
                      n.name(),
                      "port " + p.nodePort(),
                      on,
                      at,
                      left(
                          cluster,
                          s,
                          n,
                          silent.computeIfAbsent(p, x -> silent(cluster, x.nodePort())))));
            }
          }
        }
      }
    }
  }

  /** By node: the first probe of another one that its node port does not answer. */
  private static Map<String, Probe> silent(Cluster cluster, int port) {
    Map<String, Probe> byNode = new HashMap<>();
    for (Node from : cluster.nodes()) {
      for (Probe p : from.probes()) {
        if (p.kind().equals("tcp") && p.number() == port && p.failed()) {
          Ip.tryParse(p.address())
              .flatMap(cluster::nodeByIp)
              .filter(x -> !x.name().equals(from.name()))
              .ifPresent(x -> byNode.putIfAbsent(x.name(), p));
        }
      }
    }
    return byNode;
  }

  private static List<Evidence> left(
      Cluster cluster, Service s, Node n, Map<String, Probe> silent) {
    if (!s.type().equals("NodePort") || !silent.containsKey(n.name())) {
      return List.of();
    }
    List<Pod> pods = cluster.selected(s);
    boolean worker =
        n.object()
            .filter(o -> o.taints().isEmpty() && !o.unschedulable())
            .flatMap(o -> o.condition("Ready"))
            .filter(c -> c.isTrue())
            .isPresent();
    if (!worker || !cluster.complete(Kinds.PODS) || !pods.stream().allMatch(Pod::ready)) {
      return List.of();
    }
    Optional<Event> killed =
        cluster.objects(Event.class).stream()
            .filter(e -> e.reason().equals("Killing") && e.host().equals(n.name()))
            .filter(e -> e.regardingNamespace().equals(s.namespace()))
            .filter(e -> pods.stream().anyMatch(p -> takenAway(cluster, p, e)))
            .findFirst();
    if (killed.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Evidence(silent.get(n.name()).at(), "from another node: its node port does not answer"),
        new Evidence(
            killed.get().at().withText("Killing " + killed.get().regardingName()),
            "the node had a pod of the Service until then"));
  }

  /**
   * The event is of a pod of the same Deployment, which was scaled down or given another template
   * just then: no eviction and no crash. A Deployment's pods are called after it, the hash of their
   * template, and five letters.
   */
  private static boolean takenAway(Cluster cluster, Pod p, Event killed) {
    Subject owner = Owners.of(cluster, Subject.pod(p.namespace(), p.name()));
    String name = killed.regardingName();
    return owner.detail().equals("Deployment")
        && name.startsWith(owner.name() + "-")
        && name.substring(owner.name().length()).matches("-[a-z0-9]+-[a-z0-9]{5}")
        && cluster.objects(Event.class).stream()
            .filter(e -> e.reason().equals("ScalingReplicaSet"))
            .filter(e -> e.regardingNamespace().equals(p.namespace()))
            .filter(e -> e.regardingName().equals(owner.name()))
            .filter(e -> e.message().startsWith("Scaled down"))
            .anyMatch(e -> Duration.between(e.last(), killed.last()).abs().compareTo(SOON) < 0);
  }
}
