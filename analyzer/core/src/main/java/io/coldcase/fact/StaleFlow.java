package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.host.ConntrackSample.Flow;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An unanswered UDP flow to a Service with ready endpoints whose connection tracking entry leads to
 * none of them; it lives on because its client goes on sending from the same port.
 *
 * @param client the pod that sends, or the sending address
 * @param target where the entry leads
 */
public record StaleFlow(
    String node, Subject service, Subject client, String target, List<Evidence> evidence) {
  /** An unanswered entry that nobody refreshes lasts 30 s, and kube-proxy needs a moment. */
  private static final Duration SETTLED = Duration.ofSeconds(45);

  public StaleFlow {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.SERVICES) || !cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    Map<String, List<EndpointSlice>> after = ServiceBackends.after(cluster);
    Targets targets = new Targets(cluster);
    Instant settled = DumpTime.of(cluster).minus(SETTLED);
    Map<String, List<ServiceBackends>> backends = new HashMap<>();
    for (Node n : cluster.nodes()) {
      Set<String> told = new HashSet<>();
      List<Flow> flows =
          n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of());
      for (Flow f : flows) {
        // what a pod left behind harms nobody
        boolean gone = targets.of(f.src(), 0).kind() == Targets.Kind.GONE;
        if (!f.protocol().equals(Protocol.UDP) || !f.unreplied() || gone) {
          continue;
        }
        Optional<Service> s = asked(cluster, f);
        if (s.isPresent() && quiet(cluster, s.get(), settled)) {
          backends
              .computeIfAbsent(s.get().key(), k -> ServiceBackends.of(cluster, s.get(), after))
              .stream()
              .filter(b -> asked(b.port(), s.get(), f) && strays(b, f))
              .filter(b -> told.add(s.get().key() + " " + f.src() + " " + f.replySource()))
              .findFirst()
              .ifPresent(b -> facts.accept(fact(cluster, n, s.get(), f)));
        }
      }
    }
  }

  /** The Service whose address it was sent to, or whose node port. */
  private static Optional<Service> asked(Cluster cluster, Flow f) {
    Optional<Service> byIp = cluster.serviceByIp(f.dst());
    if (byIp.isPresent() || cluster.nodeByIp(f.dst()).isEmpty()) {
      return byIp;
    }
    return cluster.objects(Service.class).stream()
        .filter(s -> s.ports().stream().anyMatch(p -> udp(p) && p.nodePort() == f.port()))
        .findFirst();
  }

  private static boolean asked(Service.Port p, Service s, Flow f) {
    return udp(p) && f.port() == (s.clusterIps().contains(f.dst()) ? p.port() : p.nodePort());
  }

  private static boolean udp(Service.Port p) {
    return p.protocol().equals("UDP");
  }

  private static boolean strays(ServiceBackends b, Flow f) {
    // one that was never translated may be of a moment before the rules were repaired
    return !b.settled().isEmpty()
        && !b.moved()
        && !f.replySource().equals(f.dst())
        && !b.known().contains(f.replySource());
  }

  /** Its endpoints did not change of late. */
  private static boolean quiet(Cluster cluster, Service s, Instant settled) {
    return s.meta().created().isBefore(settled)
        && !s.meta().labels().containsKey("service.kubernetes.io/service-proxy-name")
        && cluster.slices(s).stream().allMatch(e -> changed(e).isBefore(settled));
  }

  private static Instant changed(EndpointSlice e) {
    try {
      return Instant.parse(
          e.meta()
              .annotations()
              .getOrDefault(ServiceBackends.CHANGE, e.meta().created().toString()));
    } catch (DateTimeParseException x) {
      return Instant.MAX;
    }
  }

  private static StaleFlow fact(Cluster cluster, Node n, Service s, Flow f) {
    Ip to = f.replySource();
    Subject client =
        cluster
            .podByIp(f.src())
            .filter(p -> !p.spec().hostNetwork())
            .map(p -> Subject.pod(p.namespace(), p.name()))
            .orElse(Subject.address(f.src().toString()));
    String why = "unanswered, and translated to " + to + ", which is no endpoint of " + s.key();
    return new StaleFlow(
        n.name(),
        Subject.service(s.namespace(), s.name()),
        client,
        to.toString(),
        List.of(
            new Evidence(f.at(), why),
            new Evidence(
                s.at(s.addressPlace(), "clusterIP: " + s.clusterIps()),
                "the Service that it was sent to")));
  }
}
