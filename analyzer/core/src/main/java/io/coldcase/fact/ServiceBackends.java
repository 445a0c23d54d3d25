package io.coldcase.fact;

import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints of one port of a Service, from both API dumps.
 *
 * @param ready IPv4 addresses that were ready in every dump
 * @param settled those that every proxy must know by now
 * @param known all addresses of any dump, ready or not
 * @param targets ports of its endpoints in any dump
 * @param hinted topology hints may leave some out
 * @param moved the controller wrote a slice again between the dumps: a pod went or came
 */
record ServiceBackends(
    Service.Port port,
    Set<Ip> ready,
    Set<Ip> settled,
    Set<Ip> known,
    Set<Integer> targets,
    boolean hinted,
    boolean moved) {
  /** The annotation that tells when an endpoint last came, went or turned. */
  static final String CHANGE = "endpoints.kubernetes.io/last-change-trigger-time";

  /** No endpoint has the port; false where an endpoint may have any. */
  boolean elsewhere(int target) {
    return !targets.isEmpty() && !targets.contains(0) && !targets.contains(target);
  }

  /** The slices of the second dump by the key of their Service. */
  static Map<String, List<EndpointSlice>> after(Cluster cluster) {
    Map<String, List<EndpointSlice>> after = new HashMap<>();
    for (EndpointSlice e : cluster.objectsAfter(EndpointSlice.class)) {
      after.computeIfAbsent(e.serviceKey(), k -> new ArrayList<>()).add(e);
    }
    return after;
  }

  /**
   * One for every port of the Service.
   *
   * @param after what {@link #after} made
   */
  static List<ServiceBackends> of(
      Cluster cluster, Service service, Map<String, List<EndpointSlice>> after) {
    return service.ports().stream().map(p -> of(cluster, service, p, after)).toList();
  }

  private static ServiceBackends of(
      Cluster cluster, Service service, Service.Port port, Map<String, List<EndpointSlice>> after) {
    Set<Ip> ready = new HashSet<>();
    Set<Ip> settled = new HashSet<>();
    Set<Ip> known = new HashSet<>();
    Set<Integer> targets = new HashSet<>();
    boolean hinted = false;
    for (EndpointSlice e : cluster.slices(service)) {
      targets(e, port, targets);
      boolean has = e.ports().stream().anyMatch(p -> p.name().equals(port.name()));
      for (EndpointSlice.Endpoint x : e.endpoints()) {
        known.addAll(x.addresses());
        hinted |= !x.hints().isEmpty();
        if (x.ready() && has && e.addressType().equals("IPv4")) {
          ready.addAll(x.addresses());
          x.addresses().stream().filter(ip -> old(cluster, ip)).forEach(settled::add);
        }
      }
    }
    boolean moved = false;
    Set<Ip> later = new HashSet<>();
    for (EndpointSlice e : after.getOrDefault(service.key(), List.of())) {
      targets(e, port, targets);
      moved |=
          cluster.slices(service).stream().anyMatch(before -> changed(before.meta(), e.meta()));
      for (EndpointSlice.Endpoint x : e.endpoints()) {
        known.addAll(x.addresses());
        if (x.ready()) {
          later.addAll(x.addresses());
        }
      }
    }
    if (!after.isEmpty()) {
      ready.retainAll(later);
      settled.retainAll(later);
    }
    return new ServiceBackends(port, ready, settled, known, targets, hinted, moved);
  }

  private static void targets(EndpointSlice e, Service.Port port, Set<Integer> into) {
    e.ports().stream()
        .filter(p -> p.name().equals(port.name()))
        .map(EndpointSlice.Port::port)
        .forEach(into::add);
  }

  /** The controller wrote the slice again between the dumps. */
  private static boolean changed(Meta before, Meta after) {
    return before.key().equals(after.key())
        && !before
            .annotations()
            .getOrDefault(CHANGE, "")
            .equals(after.annotations().getOrDefault(CHANGE, ""));
  }

  /** Ready for long enough that every proxy must know it. */
  private static boolean old(Cluster cluster, Ip ip) {
    return cluster
        .podByIp(ip)
        .flatMap(p -> p.condition("Ready"))
        .map(Condition::since)
        .map(
            t ->
                Duration.between(t, cluster.now()).compareTo(ServiceRules.SETTLED.multipliedBy(2))
                    > 0)
        .orElse(true);
  }
}
