package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A Service of type LoadBalancer without an address.
 *
 * @param controller some workload of the cluster looks like a load balancer implementation
 * @param reported an event about it exists, so somebody cares for it
 * @param nodes how many nodes the cluster has; {@code excluded} the labels of those that balancers
 *     must leave alone
 * @param without the last event that says that no node is available, may be empty
 */
public record LoadBalancer(
    Subject subject,
    boolean controller,
    boolean reported,
    int nodes,
    List<Evidence> excluded,
    List<Evidence> without,
    SourceRef at) {
  private static final long PATIENCE_SECONDS = 30;

  /** By its mere presence, whatever its value. */
  private static final String EXCLUDE = "node.kubernetes.io/exclude-from-external-load-balancers";

  private static final List<String> CONTROLLERS =
      List.of(
          "metallb",
          "cloud-controller",
          "cloud-provider",
          "kube-vip",
          "load-balancer",
          "loadbalancer",
          "openelb",
          "porter",
          "purelb",
          "svclb",
          "cilium",
          "kube-router",
          "antrea",
          "ccm");

  public LoadBalancer {
    excluded = List.copyOf(excluded);
    without = List.copyOf(without);
  }

  /** True when balancers must leave every node of the cluster alone. */
  public boolean noNode() {
    return nodes > 0 && excluded.size() == nodes;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      boolean old =
          Duration.between(s.meta().created(), cluster.now()).getSeconds() > PATIENCE_SECONDS;
      if (s.type().equals("LoadBalancer") && s.ingress().isEmpty() && old) {
        facts.accept(
            new LoadBalancer(
                Subject.service(s.namespace(), s.name()),
                cluster.objects(Workload.class).stream().anyMatch(LoadBalancer::implementation),
                cluster.objects(Event.class).stream().anyMatch(e -> about(e, s)),
                cluster.objects(KubeNode.class).size(),
                excluded(cluster),
                cluster.objects(Event.class).stream()
                    .filter(e -> about(e, s) && e.reason().equals("UnAvailableLoadBalancer"))
                    .max(Comparator.comparing(Event::last))
                    .map(e -> new Evidence(e.at().withText(e.message()), "its controller says so"))
                    .stream()
                    .toList(),
                s.at().child("status/loadBalancer", s.key() + ": no address")));
      }
    }
  }

  private static List<Evidence> excluded(Cluster cluster) {
    return cluster.objects(KubeNode.class).stream()
        .filter(n -> n.meta().labels().containsKey(EXCLUDE))
        .map(
            n ->
                new Evidence(
                    n.at().child("metadata/labels", n.name() + ": " + EXCLUDE),
                    "balancers must leave this node alone"))
        .toList();
  }

  private static boolean implementation(Workload w) {
    String name = (w.namespace() + "/" + w.name()).toLowerCase(Locale.ROOT);
    return w.desired() > 0 && CONTROLLERS.stream().anyMatch(name::contains);
  }

  private static boolean about(Event e, Service s) {
    return e.regardingKind().equals("Service")
        && e.regardingNamespace().equals(s.namespace())
        && e.regardingName().equals(s.name());
  }
}
