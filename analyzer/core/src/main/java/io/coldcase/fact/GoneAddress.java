package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client that goes on asking an address of the pod network that no pod has and that no Service
 * leads to any more.
 *
 * @param client its workload
 * @param name the name it asks by, empty when it asks by the address
 */
public record GoneAddress(Subject client, String ip, String name, List<Evidence> evidence) {
  /** So long a client may be on its way to a pod that has just gone. */
  private static final long LASTING_SECONDS = 20;

  private static final Set<Failure> KINDS =
      EnumSet.of(Failure.NO_ROUTE, Failure.TIMEOUT, Failure.REFUSED, Failure.NET_UNREACHABLE);

  public GoneAddress {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.PODS) || !cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    Map<String, GoneAddress> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        Optional<Ip> ip = Ip.tryParse(r.ip());
        boolean lasting = Duration.between(r.first(), r.last()).getSeconds() >= LASTING_SECONDS;
        if (ip.isEmpty()
            || scan.pod().isEmpty()
            || !scan.component().equals("app")
            || !KINDS.contains(r.failure())
            || !lasting
            || r.successes() > 0
            || logs.ended(scan, r)
            || targets.of(ip.get(), r.port()).kind() != Targets.Kind.GONE
            || served(cluster, ip.get())) {
          continue;
        }
        Subject client =
            logs.pod(scan).map(PodDns::workload).orElse(Subject.pod(scan.namespace(), scan.pod()));
        found.putIfAbsent(
            client + " " + ip.get(),
            new GoneAddress(
                client,
                ip.get().toString(),
                r.host(),
                List.of(
                    new Evidence(r.at(), "the first request to an address that no pod has"),
                    new Evidence(r.lastAt(), "of " + r.failures() + " such requests the last"))));
      }
    }
    found.values().forEach(facts);
  }

  private static boolean served(Cluster cluster, Ip ip) {
    return cluster.objects(EndpointSlice.class).stream()
        .flatMap(s -> s.endpoints().stream())
        .anyMatch(e -> e.addresses().contains(ip));
  }
}
