package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A Service whose slices were last changed before one of its pods became Ready, some time ago.
 * Slices that others manage (mirrored, made by hand) are left out, and so are those that do not say
 * when they changed.
 *
 * @param off kube-controller-manager runs without the controller
 * @param evidence the slice, the pod, the option that turns the controller off
 */
public record LaggingSlice(Subject service, boolean off, List<Evidence> evidence) {
  private static final String CONTROLLER = "endpointslice-controller";
  private static final String CHANGED = "endpoints.kubernetes.io/last-change-trigger-time";

  /** The controller needs a second; a pod that is Ready for less says nothing. */
  private static final Duration LATE = Duration.ofSeconds(45);

  public LaggingSlice {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    Instant dumped = DumpTime.of(cluster);
    Optional<Evidence> off = off(cluster);
    for (Service s : cluster.objects(Service.class)) {
      List<EndpointSlice> slices =
          cluster.slices(s).stream().filter(e -> e.managedBy().startsWith(CONTROLLER)).toList();
      Optional<Instant> changed =
          slices.stream().flatMap(e -> changed(e).stream()).max(Instant::compareTo);
      if (changed.isEmpty()) {
        continue;
      }
      Set<Ip> known =
          slices.stream()
              .flatMap(e -> e.endpoints().stream())
              .flatMap(e -> e.addresses().stream())
              .collect(Collectors.toSet());
      for (Pod p : cluster.selected(s)) {
        Optional<Condition> ready = p.condition("Ready").filter(Condition::isTrue);
        if (ready.isPresent()
            && p.meta().deleted().isEmpty()
            && !p.ips().isEmpty()
            && p.ips().stream().noneMatch(known::contains)
            && changed.get().isBefore(ready.get().since())
            && Duration.between(ready.get().since(), dumped).compareTo(LATE) > 0) {
          List<Evidence> e = new ArrayList<>();
          e.add(
              new Evidence(
                  slices.get(0).at().withText(slices.get(0).key() + ": changed " + changed.get()),
                  "its endpoints leave out " + p.key()));
          e.add(new Evidence(p.at(ready.get()), "which is Ready since " + ready.get().since()));
          off.ifPresent(e::add);
          facts.accept(
              new LaggingSlice(Subject.service(s.namespace(), s.name()), off.isPresent(), e));
          break;
        }
      }
    }
  }

  private static Optional<Instant> changed(EndpointSlice slice) {
    try {
      return Optional.ofNullable(slice.meta().annotations().get(CHANGED)).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Evidence> off(Cluster cluster) {
    for (Pod p : cluster.objects(Pod.class)) {
      for (Container c : p.spec().containers()) {
        if (c.name().equals("kube-controller-manager")) {
          for (String arg : c.command()) {
            if (arg.startsWith("--controllers=") && arg.contains("-" + CONTROLLER)) {
              return Optional.of(
                  new Evidence(p.at().withText(arg), "the controller of the slices is turned off"));
            }
          }
        }
      }
    }
    return Optional.empty();
  }
}
