package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * An event of type Warning.
 *
 * @param subject what it is about: pod, node, service, or a workload
 * @param host node of the component that reported it, or empty
 * @param ended its object came right since: the pod is ready, or it was last seen long before the
 *     newest event
 */
public record WarningEvent(
    String reason,
    String message,
    String kind,
    Subject subject,
    String host,
    int count,
    boolean ended,
    Instant first,
    Instant last,
    SourceRef at) {
  private static final long OLD_SECONDS = 600;

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Instant newest =
        cluster.objects(Event.class).stream()
            .map(Event::last)
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    for (Event e : cluster.objects(Event.class)) {
      if (e.type().equals("Warning")) {
        boolean old = Duration.between(e.last(), newest).getSeconds() > OLD_SECONDS;
        facts.accept(
            new WarningEvent(
                e.reason(),
                e.message(),
                e.regardingKind(),
                subject(e),
                e.host(),
                e.count(),
                old || overcome(cluster, e),
                e.first(),
                e.last(),
                e.at().withText(e.reason() + ": " + e.message())));
      }
    }
  }

  /**
   * True for an event of a pod that is ready, has done its work or is gone by now, or of a Service
   * whose address is its own by now.
   */
  static boolean overcome(Cluster cluster, Event e) {
    return switch (e.regardingKind()) {
      case "Pod" ->
          cluster
              .pod(e.regardingNamespace(), e.regardingName())
              .map(p -> p.ready() || p.finished())
              .orElse(true);
      case "Service" -> e.reason().equals("ClusterIPAlreadyAllocated") && alone(cluster, e);
      default -> false;
    };
  }

  /** The Services are known, and no other one has an address of this one any more. */
  private static boolean alone(Cluster cluster, Event e) {
    List<Service> services = cluster.objects(Service.class);
    return !services.isEmpty()
        && cluster
            .service(e.regardingNamespace(), e.regardingName())
            .map(own -> services.stream().noneMatch(s -> s != own && shared(s, own)))
            .orElse(true);
  }

  private static boolean shared(Service s, Service other) {
    return !Collections.disjoint(s.clusterIps(), other.clusterIps());
  }

  private static Subject subject(Event e) {
    String ns = e.regardingNamespace();
    return switch (e.regardingKind()) {
      case "Pod" -> Subject.pod(ns, e.regardingName());
      case "Node" -> Subject.node(e.regardingName());
      case "Service", "Endpoints", "EndpointSlice" -> Subject.service(ns, e.regardingName());
      case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" ->
          Subject.workload(e.regardingKind(), ns, e.regardingName());
      default ->
          new Subject(
              e.regardingKind().toLowerCase(java.util.Locale.ROOT), ns, e.regardingName(), "");
    };
  }
}
