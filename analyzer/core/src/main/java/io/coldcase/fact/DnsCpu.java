package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Socket;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Quantity;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * DNS servers with a CPU limit that do not keep up, or that cannot.
 *
 * @param limit as written; {@code cores} its value
 * @param busy they do not answer themselves in time, or queries wait in their socket
 */
public record DnsCpu(
    Subject workload, String limit, double cores, boolean busy, List<Evidence> evidence) {
  /** Two milliseconds of every hundred: whatever comes beside one query waits. */
  private static final double HOPELESS = 0.02;

  /** Bytes of queries that no server leaves waiting: some hundred of them. */
  private static final long WAITING = 65536;

  private static final int ROW = 2;

  public DnsCpu {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    Optional<DnsCpu> hopeless = Optional.empty();
    for (Pod p : dns.pods()) {
      Optional<Container> c = ClusterDns.server(p.spec());
      String limit = c.map(x -> x.limits().getOrDefault("cpu", "")).orElse("");
      double cores = Quantity.parse(limit);
      List<Evidence> busy = cores > 0 ? busy(cluster, p) : List.of();
      if (!busy.isEmpty() || cores > 0 && cores <= HOPELESS) {
        List<Evidence> evidence = new ArrayList<>();
        SourceRef at = p.at(c.get().place(), c.get().name() + ": limits cpu " + limit);
        evidence.add(new Evidence(at, "more than this the server does not get"));
        evidence.addAll(busy);
        DnsCpu fact = new DnsCpu(dns.workloadSubject(), limit, cores, !busy.isEmpty(), evidence);
        if (fact.busy()) {
          facts.accept(fact); // one pod says it for all of the same template
          return;
        }
        hopeless = hopeless.or(() -> Optional.of(fact));
      }
    }
    hopeless.ifPresent(facts);
  }

  private static List<Evidence> busy(Cluster cluster, Pod p) {
    List<Evidence> found = new ArrayList<>();
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      boolean own = scan.pod().equals(p.name()) && scan.namespace().equals(p.namespace());
      for (LogMatch m : own ? scan.matches() : List.<LogMatch>of()) {
        if (m.signature().equals("coredns-health-slow")
            && m.count() >= ROW
            && !logs.ended(scan, m)) {
          found.add(
              new Evidence(
                  m.lastAt(), "it does not answer itself in time, " + m.count() + " such lines"));
        }
      }
    }
    cluster
        .node(p.nodeName())
        .map((Node n) -> n.store().entries(Kinds.NETNS))
        .orElse(Map.of())
        .forEach(
            (key, e) -> {
              boolean own =
                  PodNetns.namespace(key).equals(p.namespace())
                      && PodNetns.pod(key).equals(p.name());
              if (own) {
                e.value().sockets().listening().stream()
                    .filter(s -> s.protocol().equals(Protocol.UDP) && s.port() == 53)
                    .filter(s -> s.recvQueue() > WAITING)
                    .findFirst()
                    .ifPresent(s -> found.add(waiting(s)));
              }
            });
    return found;
  }

  private static Evidence waiting(Socket s) {
    return new Evidence(s.at(), s.recvQueue() + " bytes of queries wait for the server");
  }
}
