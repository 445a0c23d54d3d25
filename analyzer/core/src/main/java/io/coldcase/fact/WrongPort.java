package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client that asks a Service with a ClusterIP for a port that the Service does not have, so that
 * no rule translates the packets.
 *
 * @param client the workload of the client
 * @param has the ports that the Service has, in words
 * @param at the ports in the Service
 */
public record WrongPort(
    Subject client, Subject service, int port, String has, List<Evidence> evidence, SourceRef at) {
  private static final int EVIDENCE = 3;

  /** Somebody answered at that port. */
  private static final Set<Failure> ANSWERED =
      EnumSet.of(
          Failure.TLS_VERIFY,
          Failure.OTHER_PROTOCOL,
          Failure.HTTP_503,
          Failure.HTTP_502_504,
          Failure.BODY_STALLED);

  public WrongPort {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.SERVICES)) {
      return;
    }
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    Map<Subject, WrongPort> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        Subject target = targets.of(scan.namespace(), r.host(), r.ip(), r.port()).subject();
        Optional<Service> s = cluster.service(target.namespace(), target.name());
        if (!target.kind().equals("service")
            || s.filter(x -> without(x, r.port())).isEmpty()
            || scan.pod().isEmpty()
            || r.failure().lookup()
            || ANSWERED.contains(r.failure())
            || r.successes() > 0
            || logs.ended(scan, r)) {
          continue;
        }
        Subject client =
            logs.pod(scan)
                .map(PodDns::workload)
                .orElse(Subject.pod(scan.namespace(), scan.pod()))
                .with("asks " + target.name() + " for port " + r.port());
        Evidence e = new Evidence(r.lastAt(), "a request to port " + r.port() + " fails");
        found.merge(client, of(client, s.get(), r.port(), e), WrongPort::both);
      }
    }
    found.values().forEach(facts);
  }

  private static boolean without(Service s, int port) {
    return port > 0
        && !s.clusterIps().isEmpty()
        && s.ports().stream().noneMatch(p -> p.port() == port);
  }

  private static WrongPort of(Subject client, Service s, int port, Evidence e) {
    String has =
        String.join(
            ", ", s.ports().stream().map(p -> p.port() + "/" + p.protocol()).sorted().toList());
    return new WrongPort(
        client,
        Subject.service(s.namespace(), s.name()),
        port,
        has,
        List.of(e),
        s.at().child("spec/ports", s.key() + " ports: " + has));
  }

  private static WrongPort both(WrongPort a, WrongPort b) {
    List<Evidence> all = new ArrayList<>(a.evidence);
    if (all.size() < EVIDENCE) {
      all.addAll(b.evidence);
    }
    return new WrongPort(a.client, a.service, a.port, a.has, all, a.at);
  }
}
