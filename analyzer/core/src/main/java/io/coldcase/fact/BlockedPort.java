package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.ApiNodes;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Socket;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A TCP port of a node on which a socket listens, that other hosts do not reach although they reach
 * the node otherwise and nothing on both hosts is known to stop it: it is lost in between.
 *
 * @param target the node with {@code port N}
 * @param sources nodes that do not reach it
 */
public record BlockedPort(
    Subject target, List<Subject> sources, int port, List<Evidence> evidence) {
  public BlockedPort {
    sources = List.copyOf(sources);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ProbeMatrix matrix = ProbeMatrix.of(cluster);
    List<Row> silent = new ArrayList<>();
    for (Row r : matrix.rows()) {
      boolean other = !r.target().node().equals(r.node());
      boolean host = r.target().kind() == Kind.NODE || r.target().kind() == Kind.API;
      if (r.probe().kind().equals("tcp")
          && !r.probe().fromPod()
          && other
          && host
          && r.target().subject().kind().equals("node")
          && r.probe().outcome() == io.coldcase.model.probe.Probe.Outcome.SILENT) {
        silent.add(r);
      }
    }
    if (silent.isEmpty()) {
      return;
    }
    Walker walker = Walker.of(cluster);
    silent.stream()
        .map(r -> r.target().node() + " " + r.probe().number())
        .distinct()
        .forEach(
            key -> {
              List<Row> rows =
                  silent.stream()
                      .filter(r -> key.equals(r.target().node() + " " + r.probe().number()))
                      .filter(r -> reachesOtherwise(matrix, r) && r.delivered(walker))
                      .toList();
              Optional<Socket> socket =
                  rows.stream().anyMatch(r -> needed(cluster, r))
                      ? socket(cluster, rows)
                      : Optional.empty();
              socket.ifPresent(s -> facts.accept(of(rows, s)));
            });
  }

  /** Only an API server needs kubelet's port: others may be kept away from it on purpose. */
  private static boolean needed(Cluster cluster, Row r) {
    return !kubelet(cluster, r) || ApiNodes.of(cluster).contains(r.node());
  }

  /** True when it asks for the port of the node's kubelet. */
  static boolean kubelet(Cluster cluster, Row r) {
    return cluster
        .node(r.target().node())
        .flatMap(Node::object)
        .filter(o -> r.probe().number() == o.kubeletEndpoint())
        .isPresent();
  }

  private static BlockedPort of(List<Row> rows, Socket socket) {
    List<Evidence> evidence = new ArrayList<>();
    for (Row r : rows) {
      evidence.add(new Evidence(r.probe().at(), "no answer, though the node answers otherwise"));
    }
    SourceRef at = socket.at();
    evidence.add(new Evidence(at, "the port is open on the node itself"));
    int port = rows.get(0).probe().number();
    return new BlockedPort(
        Subject.node(rows.get(0).target().node()).with("port " + port),
        rows.stream().map(r -> Subject.node(r.node())).toList(),
        port,
        evidence);
  }

  private static boolean reachesOtherwise(ProbeMatrix matrix, Row r) {
    return matrix.rows().stream()
        .anyMatch(
            o ->
                o.node().equals(r.node())
                    && !o.probe().fromPod()
                    && o.probe().address().equals(r.probe().address())
                    && o.probe().ok());
  }

  private static Optional<Socket> socket(Cluster cluster, List<Row> rows) {
    Optional<Node> node = cluster.node(rows.get(0).target().node());
    Optional<Ip> ip = Ip.tryParse(rows.get(0).probe().address());
    int port = rows.get(0).probe().number();
    return node.flatMap(n -> n.get(Kinds.SS)).flatMap(s -> s.last()).stream()
        .flatMap(s -> s.listening().stream())
        .filter(
            s ->
                s.protocol().equals(Protocol.TCP)
                    && s.port() == port
                    && ip.isPresent()
                    && s.accepts(ip.get()))
        .findFirst();
  }
}
