package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Socket;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an application that does not come up complains of, with the other side of it: the socket
 * that holds the port of a pod on the host's network, or the Service whose variable it reads.
 *
 * @param what {@code host-port} or {@code service-variable}
 * @param pod its pod
 * @param owner the workload of the pod
 * @param other the node, or the Service
 * @param port the port that is taken, 0 for a variable
 */
public record AppComplaint(
    String what, Subject pod, Subject owner, Subject other, int port, List<Evidence> evidence) {
  public AppComplaint {
    evidence = List.copyOf(evidence);
  }

  /** The pod serves NodeLocal DNS. */
  public boolean localCache() {
    return LocalCache.is(pod.name());
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Set<String> told = new HashSet<>();
    for (LogScan scan : logs.scans()) {
      Optional<Pod> pod = logs.pod(scan).filter(p -> !p.ready() && p.meta().deleted().isEmpty());
      for (LogMatch m : pod.isEmpty() ? List.<LogMatch>of() : scan.matches()) {
        if (!logs.ended(scan, m)) {
          Optional<AppComplaint> c =
              switch (m.signature()) {
                case "app-port-taken" -> port(cluster, pod.get(), m);
                case "app-env-port-url" -> variable(cluster, pod.get(), m);
                default -> Optional.empty();
              };
          c.filter(x -> told.add(x.what + x.pod + x.port)).ifPresent(facts);
        }
      }
    }
  }

  private static Optional<AppComplaint> port(Cluster cluster, Pod p, LogMatch m) {
    String text = m.groups().getOrDefault("port", "");
    if (!p.spec().hostNetwork() || text.isEmpty()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(m.lastAt(), "a pod on the host's network finds its port taken"));
    cluster
        .node(p.nodeName())
        .flatMap((Node n) -> n.get(Kinds.SS))
        .flatMap(s -> s.last())
        .flatMap(s -> s.listening().stream().filter(x -> x.port() == port).findFirst())
        .ifPresent((Socket s) -> evidence.add(new Evidence(s.at(), "who has it: " + s.process())));
    return Optional.of(
        new AppComplaint(
            "host-port",
            Subject.pod(p.namespace(), p.name()),
            PodDns.workload(p),
            Subject.node(p.nodeName()),
            port,
            evidence));
  }

  /** {@code tcp://ADDRESS:PORT} is what a variable of a Service link holds. */
  private static Optional<AppComplaint> variable(Cluster cluster, Pod p, LogMatch m) {
    String value = m.groups().getOrDefault("value", "");
    int from = value.indexOf("://") + 3;
    int colon = value.lastIndexOf(':');
    return Ip.tryParse(colon > from ? value.substring(from, colon) : "")
        .flatMap(cluster::serviceByIp)
        .filter(s -> s.namespace().equals(p.namespace()))
        .map(
            (Service s) ->
                new AppComplaint(
                    "service-variable",
                    Subject.pod(p.namespace(), p.name()),
                    PodDns.workload(p),
                    Subject.service(s.namespace(), s.name()),
                    0,
                    List.of(
                        new Evidence(
                            m.lastAt(),
                            "the application reads a variable that Kubernetes injected: " + value),
                        new Evidence(
                            s.at(s.addressPlace(), "clusterIP: " + s.clusterIps()),
                            "the Service whose address that is"))));
  }
}
