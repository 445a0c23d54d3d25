package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client, often a reverse proxy, speaks TLS to a port that answers in plain HTTP, or the reverse.
 *
 * @param server the Service that is asked, with its port where that is known; else the pod
 * @param client the workload that asks
 * @param tls the client speaks TLS
 */
public record ProtocolMismatch(
    Subject server, Subject client, boolean tls, List<Evidence> evidence) {
  /** Somebody who tries the wrong scheme once by hand is no fault. */
  private static final int REPEATED = 3;

  public ProtocolMismatch {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, ProtocolMismatch> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        boolean plain = m.signature().equals("plain-answer");
        if ((plain || m.signature().equals("plain-question"))
            && m.count() >= REPEATED
            && !logs.ended(scan, m)) {
          logs.pod(scan)
              .flatMap(p -> of(cluster, p, m, plain))
              .ifPresent(
                  f -> found.merge(f.server() + " " + f.client(), f, ProtocolMismatch::both));
        }
      }
    }
    found.values().forEach(facts);
  }

  private static ProtocolMismatch both(ProtocolMismatch a, ProtocolMismatch b) {
    List<Evidence> e = new ArrayList<>(a.evidence);
    e.addAll(b.evidence);
    return new ProtocolMismatch(a.server, a.client, a.tls, e.subList(0, Math.min(3, e.size())));
  }

  private static Optional<ProtocolMismatch> of(Cluster cluster, Pod pod, LogMatch m, boolean tls) {
    Optional<Ip> asker = Ip.tryParse(m.groups().getOrDefault("client", ""));
    if (asker.isPresent()) {
      // the server tells; a node that asks is a probe of kubelet, which others look after
      return cluster
          .podByIp(asker.get())
          .filter(p -> !p.spec().hostNetwork())
          .map(
              p ->
                  new ProtocolMismatch(
                      behind(cluster, pod, ""),
                      PodDns.workload(p),
                      tls,
                      List.of(
                          new Evidence(
                              m.lastAt(), "the server speaks TLS, its client plain HTTP"))));
    }
    String host = m.groups().getOrDefault("host", "");
    String port = m.groups().getOrDefault("port", "");
    String why =
        tls ? "a client speaks TLS and gets plain HTTP" : "a client speaks plain HTTP to TLS";
    return server(cluster, pod, host, port)
        .map(
            s ->
                new ProtocolMismatch(
                    s, PodDns.workload(pod), tls, List.of(new Evidence(m.lastAt(), why))));
  }

  /** The Service that {@code host}, a name or an address, means to the pod. */
  private static Optional<Subject> server(Cluster cluster, Pod client, String host, String port) {
    Optional<Ip> ip = Ip.tryParse(host);
    Optional<Pod> backend = ip.flatMap(cluster::podByIp);
    if (backend.isPresent()) {
      return Optional.of(behind(cluster, backend.get(), port));
    }
    Targets targets = new Targets(cluster);
    int number = port.isEmpty() ? 0 : Integer.parseInt(port);
    Targets.Resolved r =
        ip.map(address -> targets.of(address, number))
            .orElseGet(() -> targets.of(client.namespace(), host, "", number));
    return r.kind() == Targets.Kind.SERVICE
        ? Optional.of(port.isEmpty() ? r.subject() : r.subject().with("port " + port))
        : Optional.empty();
  }

  /** A Service that the pod stands behind, with the port that leads to {@code port} of it. */
  private static Subject behind(Cluster cluster, Pod pod, String port) {
    return cluster.selecting(pod).stream()
        .findFirst()
        .map(s -> port(s, port))
        .orElse(Subject.pod(pod.namespace(), pod.name()));
  }

  private static Subject port(Service s, String target) {
    Subject service = Subject.service(s.namespace(), s.name());
    return s.ports().stream()
        .filter(p -> p.targetPort().equals(target))
        .findFirst()
        .map(p -> service.with("port " + p.port()))
        .orElse(service);
  }
}
