package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A Service of type LoadBalancer without an address.
 *
 * @param controller some workload of the cluster looks like a load balancer implementation
 * @param reported an event about it exists, so somebody cares for it
 */
public record LoadBalancer(Subject subject, boolean controller, boolean reported, SourceRef at) {
  private static final long PATIENCE_SECONDS = 30;
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
                s.at().child("status/loadBalancer", s.key() + ": no address")));
      }
    }
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
