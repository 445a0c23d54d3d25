package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pods behind a Service were told to stop, several of one workload, and nothing lets them serve on
 * until every node has heard of it: no preStop hook (Kubernetes, "Pod Lifecycle", termination), for
 * CoreDNS no lameduck of its health plugin.
 *
 * @param dns the Service is that of cluster DNS
 * @param stopped how many pods; the events of {@code first} and {@code last} tell when
 */
public record Rollout(
    Subject workload,
    Subject service,
    boolean dns,
    int stopped,
    Instant first,
    Instant last,
    List<Evidence> evidence) {
  /** Nodes hear of an endpoint that stops within this time; what fails later fails otherwise. */
  private static final Duration HEARD = Duration.ofSeconds(30);

  /** A client meets the pods that stop at any time; this is for clocks that differ. */
  private static final Duration BEFORE = Duration.ofSeconds(10);

  private static final int LAMEDUCK_SECONDS = 5;

  public Rollout {
    evidence = List.copyOf(evidence);
  }

  /** True when requests failed only while pods were being stopped. */
  public boolean spans(Instant from, Instant to) {
    return !from.isBefore(first.minus(BEFORE)) && !to.isAfter(last.plus(HEARD));
  }

  /** True when the Service is asked, at whichever of its ports. */
  public boolean toward(Subject target) {
    return target.with("").equals(service);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Event>> stops = killed(cluster, "Stopping container");
    if (stops.isEmpty()) {
      return;
    }
    // containers that a probe kills refuse requests for their own reason
    stops.keySet().removeAll(killed(cluster, "Container ").keySet());
    ClusterDns dns = ClusterDns.of(cluster);
    for (Workload w : cluster.objects(Workload.class)) {
      List<Event> stopped = stops.getOrDefault(w.key(), List.of());
      if (stopped.size() < 2 || w.meta().kind().equals("ReplicaSet")) {
        continue;
      }
      boolean coredns = dns.workload().map(Workload::key).filter(w.key()::equals).isPresent();
      Optional<Evidence> abrupt = coredns ? noLameduck(dns) : noHook(w);
      for (Service s : cluster.objects(Service.class)) {
        if (abrupt.isPresent() && selects(s, w)) {
          facts.accept(of(w, s, coredns, stopped, abrupt.get()));
        }
      }
    }
  }

  private static Rollout of(
      Workload w, Service s, boolean dns, List<Event> stopped, Evidence abrupt) {
    Event newest = stopped.get(stopped.size() - 1);
    return new Rollout(
        Subject.workload(w.meta().kind(), w.namespace(), w.name()),
        Subject.service(s.namespace(), s.name()),
        dns,
        stopped.size(),
        stopped.get(0).first(),
        newest.last(),
        List.of(
            new Evidence(
                newest.at().withText(newest.regardingName() + ": " + newest.message()),
                "the last of " + stopped.size() + " pods that were told to stop"),
            abrupt));
  }

  private static boolean selects(Service s, Workload w) {
    return s.namespace().equals(w.namespace())
        && !s.selector().isEmpty()
        && w.templateLabels().entrySet().containsAll(s.selector().entrySet());
  }

  /**
   * Events of containers that were killed, oldest first, by the key of the workload that the names
   * of their pods tell: {@code Stopping container cart}, {@code Container cart failed liveness
   * probe, will be restarted}.
   */
  private static Map<String, List<Event>> killed(Cluster cluster, String message) {
    Map<String, List<Event>> stops = new LinkedHashMap<>();
    cluster.objects(Event.class).stream()
        .filter(e -> e.reason().equals("Killing") && e.regardingKind().equals("Pod"))
        .filter(e -> e.message().startsWith(message))
        .sorted(Comparator.comparing(Event::last))
        .forEach(
            e ->
                Owners.named(e.regardingName())
                    .forEach(
                        name ->
                            stops
                                .computeIfAbsent(
                                    e.regardingNamespace() + "/" + name, k -> new ArrayList<>())
                                .add(e)));
    return stops;
  }

  private static Optional<Evidence> noHook(Workload w) {
    List<Container> servers = w.template().containers().stream().filter(c -> !c.init()).toList();
    return servers.isEmpty() || servers.stream().anyMatch(Container::preStop)
        ? Optional.empty()
        : Optional.of(
            new Evidence(
                w.at(servers.get(0).place(), servers.get(0).name()),
                "no preStop hook delays the end of its container"));
  }

  private static Optional<Evidence> noLameduck(ClusterDns dns) {
    return dns.corefile()
        .filter(c -> c.plugins("health").noneMatch(Rollout::lame))
        .map(
            c ->
                new Evidence(
                    c.plugins("health").map(Corefile.Directive::at).findFirst().orElse(c.at()),
                    "CoreDNS ends at once: health has no lameduck of "
                        + LAMEDUCK_SECONDS
                        + " s or more"));
  }

  private static boolean lame(Corefile.Directive health) {
    String d = String.join("", health.property("lameduck"));
    return !d.isEmpty() && !(d.endsWith("ms") || d.matches("[0-4](\\.\\d+)?s?"));
  }
}
