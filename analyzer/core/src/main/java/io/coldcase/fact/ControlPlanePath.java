package io.coldcase.fact;

import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.model.ApiNodes;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.probe.Probe.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A host of the control plane whose connections to pods of other nodes all stay without answer,
 * while other hosts reach the same ports of the same pods.
 *
 * @param probes some of its own, and one of another host that is answered
 * @param noAgent the DaemonSet of the network plugin where it has no pod on the host, else nothing
 */
public record ControlPlanePath(String node, List<Evidence> probes, List<Evidence> noAgent) {
  private static final int EVIDENCE = 3;

  public ControlPlanePath {
    probes = List.copyOf(probes);
    noAgent = List.copyOf(noAgent);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ProbeMatrix matrix = ProbeMatrix.of(cluster);
    ApiNodes servers = ApiNodes.of(cluster);
    for (String server : servers.names()) {
      List<Evidence> lost = new ArrayList<>();
      Set<String> asked = new HashSet<>();
      boolean reached = false;
      for (ProbeMatrix.Row r : matrix.rows()) {
        if (r.node().equals(server) && across(r)) {
          reached |= r.probe().outcome() != Outcome.SILENT;
          asked.add(port(r));
          if (lost.size() < EVIDENCE) {
            lost.add(new Evidence(r.probe().at(), "no pod of another node answers this host"));
          }
        }
      }
      if (reached || lost.size() < 2) {
        continue;
      }
      matrix.rows().stream()
          .filter(r -> !servers.contains(r.node()) && across(r) && asked.contains(port(r)))
          .filter(r -> r.probe().ok())
          .findFirst()
          .ifPresent(
              r -> {
                lost.add(new Evidence(r.probe().at(), r.node() + " reaches such a pod"));
                facts.accept(new ControlPlanePath(server, lost, noAgent(cluster, server)));
              });
    }
  }

  private static List<Evidence> noAgent(Cluster cluster, String node) {
    return CniAgent.of(cluster)
        .filter(a -> cluster.complete(Kinds.PODS) && a.podOn(cluster, node).isEmpty())
        .map(a -> new Evidence(a.daemonSet().at(), "it has no pod on " + node))
        .stream()
        .toList();
  }

  /** A connection of a host to a port of a pod on another node. */
  private static boolean across(ProbeMatrix.Row r) {
    return !r.probe().fromPod()
        && r.probe().kind().equals("tcp")
        && r.target().kind() == Kind.POD
        && !r.target().node().isEmpty()
        && !r.target().node().equals(r.node());
  }

  private static String port(ProbeMatrix.Row r) {
    return r.probe().address() + " " + r.probe().number();
  }
}
