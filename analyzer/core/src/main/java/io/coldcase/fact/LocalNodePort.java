package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.KubeProxy;
import io.coldcase.model.host.Sysctls;
import io.coldcase.model.kube.Service;
import io.coldcase.model.probe.Probe;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node where node ports cannot answer on 127.0.0.1: the kernel keeps loopback addresses from
 * being routed, or kube-proxy does not translate them, by its mode or its configuration. By design
 * until somebody asks there.
 *
 * @param port {@code port 30080}, as symptoms name it
 * @param failed probes of 127.0.0.1 and the port that failed on the node
 */
public record LocalNodePort(
    String node, String port, Subject service, String why, SourceRef at, List<Evidence> failed) {
  private static final String ROUTE_LOCALNET = "net.ipv4.conf.all.route_localnet";

  public LocalNodePort {
    failed = List.copyOf(failed);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      Optional<Reason> reason = reason(n).or(() -> configured(cluster));
      for (Service s : reason.isPresent() ? cluster.objects(Service.class) : List.<Service>of()) {
        for (Service.Port p : s.ports()) {
          if (p.nodePort() > 0) {
            facts.accept(
                new LocalNodePort(
                    n.name(),
                    "port " + p.nodePort(),
                    Subject.service(s.namespace(), s.name()),
                    reason.get().why(),
                    reason.get().at(),
                    failed(n, p.nodePort())));
          }
        }
      }
    }
  }

  private record Reason(String why, SourceRef at) {}

  private static Optional<Reason> reason(Node n) {
    Optional<KubeProxy> proxy = n.get(Kinds.KUBE_PROXY);
    Optional<Reason> mode =
        proxy
            .filter(p -> p.mode().text().equals("nftables") || p.mode().text().equals("ipvs"))
            .map(
                p ->
                    new Reason(
                        "kube-proxy's mode " + p.mode().text() + " has no node ports on loopback",
                        p.mode().at()));
    if (mode.isPresent()) {
      return mode;
    }
    return n.get(Kinds.SYSCTL)
        .flatMap((Sysctls s) -> s.get(ROUTE_LOCALNET))
        .filter(v -> v.text().strip().equals("0"))
        .map(v -> new Reason("the kernel does not route loopback addresses", v.at()));
  }

  private static Optional<Reason> configured(Cluster cluster) {
    return KubeProxyConfig.noLocalhost(cluster)
        .map(at -> new Reason("kube-proxy is told to leave loopback addresses alone", at));
  }

  private static List<Evidence> failed(Node n, int port) {
    return n.get(Kinds.PROBES).stream()
        .flatMap(p -> p.list().stream())
        .filter(p -> p.kind().equals("tcp") && p.number() == port)
        .filter(p -> p.address().startsWith("127.") && p.failed())
        .map((Probe p) -> new Evidence(p.at(), "the node port does not answer on loopback"))
        .toList();
  }
}
