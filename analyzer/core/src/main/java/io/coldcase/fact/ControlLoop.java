package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A leader-elected component of the control plane that no longer renews its lease.
 *
 * @param component kube-controller-manager or kube-scheduler
 * @param ageSeconds of the lease, against the newest lease in the dump
 */
public record ControlLoop(
    String component, Subject subject, long ageSeconds, List<Evidence> evidence) {
  private static final long STALE_SECONDS = 60;

  public ControlLoop {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    List<PlainObject> leases =
        cluster.objects(PlainObject.class).stream()
            .filter(o -> o.meta().kind().equals("Lease"))
            .toList();
    // nodes and the API server renew every 10 s: the newest tells when the dump was made
    Instant dumped =
        leases.stream().map(DumpTime::renewed).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    for (String component : List.of("kube-controller-manager", "kube-scheduler")) {
      leases.stream()
          .filter(l -> l.key().equals("kube-system/" + component))
          .findFirst()
          .filter(l -> age(l, dumped) > STALE_SECONDS)
          .ifPresent(l -> facts.accept(of(cluster, component, l, age(l, dumped))));
    }
  }

  private static long age(PlainObject lease, Instant dumped) {
    Instant t = DumpTime.renewed(lease);
    return t.equals(Instant.EPOCH) ? 0 : Duration.between(t, dumped).getSeconds();
  }

  private static ControlLoop of(Cluster cluster, String component, PlainObject lease, long age) {
    List<Evidence> e = new ArrayList<>();
    String text =
        "Lease "
            + component
            + " renewTime "
            + lease.fields().getOrDefault("/spec/renewTime", "")
            + ", "
            + age
            + " s before the newest lease";
    e.add(new Evidence(lease.at().withText(text), "it is renewed every few seconds by the leader"));
    Optional<Pod> pod =
        cluster.objects(Pod.class).stream()
            .filter(p -> p.namespace().equals("kube-system"))
            .filter(
                p ->
                    p.spec().containers().stream().map(Container::name).anyMatch(component::equals))
            .findFirst();
    pod.filter(p -> !p.ready())
        .flatMap(p -> p.condition("Ready").map(c -> new Evidence(p.at(c), "its pod is not ready")))
        .ifPresent(e::add);
    Subject who =
        pod.map(p -> Subject.pod(p.namespace(), p.name()))
            .orElse(new Subject("component", "kube-system", component, ""));
    return new ControlLoop(component, who, age, e);
  }
}
