package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.host.Resolver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The name server in a node's /etc/resolv.conf, or the first of several of which none answers, or
 * the lack of any, with what answers instead.
 *
 * @param server its address, empty when the file names none
 * @param probed probes from the node asked it, and it never answered
 * @param other another name server outside of the cluster that answers this node, or answers a peer
 *     whose file names other servers only; or empty
 * @param at the nameserver line, or the file
 */
public record HostResolver(
    String node,
    String server,
    boolean probed,
    String other,
    SourceRef at,
    List<Evidence> evidence) {
  public HostResolver {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ProbeMatrix matrix = ProbeMatrix.of(cluster);
    Set<String> lost = Upstream.lost(cluster).keySet();
    for (Node n : cluster.nodes()) {
      n.get(Kinds.RESOLV)
          .flatMap((Resolver r) -> r.file("/etc/resolv.conf"))
          .ifPresent(f -> of(cluster, n, f, matrix, lost).ifPresent(facts));
    }
  }

  private static Optional<HostResolver> of(
      Cluster cluster, Node n, ResolvConf file, ProbeMatrix matrix, Set<String> lost) {
    if (file.servers().isEmpty()) {
      SourceRef at = SourceRef.of(Kinds.RESOLV.path(n.name()));
      return Optional.of(
          new HostResolver(n.name(), "", false, "", at.withText("no nameserver line"), List.of()));
    }
    List<String> all = file.servers().stream().map(s -> s.ip().toString()).distinct().toList();
    // of several each must be known to fail: what a resolver uses are the first three
    boolean many = all.size() > 1 && (all.size() > 3 || !lost.containsAll(all));
    if (many || file.servers().get(0).ip().isLoopback()) {
      return Optional.empty();
    }
    ResolvConf.Server only = file.servers().get(0);
    List<Evidence> evidence = new ArrayList<>();
    boolean answered = false;
    String other = "";
    for (Row r : matrix.rows()) {
      if (!r.node().equals(n.name()) || !r.probe().kind().equals("dns")) {
        continue;
      }
      if (all.contains(r.probe().address())) {
        answered |= !r.probe().failed();
        evidence.add(new Evidence(r.probe().at(), "this name server does not answer the node"));
      } else if (cluster.complete(Kinds.SERVICES) // cluster DNS looks external without them
          && r.target().kind() == Targets.Kind.EXTERNAL
          && !r.probe().failed()
          && other.isEmpty()) {
        other = r.probe().address();
        evidence.add(0, new Evidence(r.probe().at(), "another name server answers the node"));
      }
    }
    if (other.isEmpty()) {
      Optional<Row> elsewhere = elsewhere(cluster, n, all, matrix);
      other = elsewhere.map(r -> r.probe().address()).orElse("");
      elsewhere.ifPresent(
          r ->
              evidence.add(
                  0, new Evidence(r.probe().at(), "what node " + r.node() + " asks answers")));
    }
    return answered
        ? Optional.empty()
        : Optional.of(
            new HostResolver(
                n.name(),
                only.ip().toString(),
                evidence.size() > (other.isEmpty() ? 0 : 1),
                other,
                only.at(),
                evidence.subList(0, Math.min(3, evidence.size()))));
  }

  /** A peer is answered by a server of its own file, which shares none with {@code servers}. */
  private static Optional<Row> elsewhere(
      Cluster cluster, Node n, List<String> servers, ProbeMatrix matrix) {
    for (Node peer : cluster.nodes()) {
      List<String> theirs =
          peer.get(Kinds.RESOLV).flatMap(r -> r.file("/etc/resolv.conf")).stream()
              .flatMap(f -> f.servers().stream())
              .map(s -> s.ip().toString())
              .toList();
      if (peer != n && theirs.stream().noneMatch(servers::contains)) {
        Optional<Row> answer =
            matrix.rows().stream()
                .filter(r -> r.node().equals(peer.name()) && r.probe().kind().equals("dns"))
                .filter(r -> theirs.contains(r.probe().address()) && !r.probe().failed())
                .findFirst();
        if (answer.isPresent()) {
          return answer;
        }
      }
    }
    return Optional.empty();
  }
}
