package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.probe.Probe;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Two nodes whose probes reach each other, but never each other's pods, although nothing that is
 * known of both hosts stops packets to these pods: what carries them in between is lost.
 *
 * @param silent probes to pods without any answer, none was answered; {@code reached} probes
 *     between the nodes themselves that were
 */
public record SilentOverlay(
    Subject subject,
    String first,
    String second,
    int silent,
    int reached,
    List<Evidence> evidence) {
  private static final int ENOUGH = 4;

  /** What may stop packets on a host and must have been looked at before the network is blamed. */
  private static final List<ArtifactKind<?>> READ =
      List.of(Kinds.IP_RULE, Kinds.SYSCTL, Kinds.IP_NEIGH, Kinds.BRIDGE_FDB, Kinds.NFT_RULESET);

  public SilentOverlay {
    evidence = List.copyOf(evidence);
  }

  private static final class Pair {
    final List<Row> silent = new ArrayList<>();
    final List<Row> nodes = new ArrayList<>();
    boolean answered;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Pair> pairs = new TreeMap<>();
    Map<String, Subject> subjects = new TreeMap<>();
    for (Row r : ProbeMatrix.of(cluster).rows()) {
      String other = r.target().node();
      Kind kind = r.target().kind();
      if (other.isEmpty() || other.equals(r.node()) || kind != Kind.POD && kind != Kind.NODE) {
        continue;
      }
      Subject path = Subject.path(r.node(), other);
      subjects.put(path.name(), path);
      Pair p = pairs.computeIfAbsent(path.name(), k -> new Pair());
      boolean silent = r.probe().outcome() == Probe.Outcome.SILENT;
      if (kind == Kind.NODE && r.probe().ok()) {
        p.nodes.add(r);
      } else if (kind == Kind.POD && silent) {
        p.silent.add(r);
      } else if (kind == Kind.POD) {
        p.answered = true;
      }
    }
    Walker walker = null;
    for (Map.Entry<String, Pair> e : pairs.entrySet()) {
      Pair p = e.getValue();
      if (!p.answered && p.silent.size() >= ENOUGH && p.nodes.size() >= ENOUGH) {
        walker = walker == null ? Walker.of(cluster) : walker;
        if (tunnels(cluster, p) && passes(walker, p)) {
          facts.accept(of(subjects.get(e.getKey()), p));
        }
      }
    }
  }

  private static boolean tunnels(Cluster cluster, Pair p) {
    return p.silent.stream()
        .allMatch(
            r ->
                cluster.node(r.node()).map(n -> !HostLinks.of(n).tunnels().isEmpty()).orElse(false)
                    && READ.stream()
                        .allMatch(
                            k ->
                                read(cluster, r.node(), k) && read(cluster, r.target().node(), k)));
  }

  private static boolean read(Cluster cluster, String node, ArtifactKind<?> kind) {
    return cluster.node(node).flatMap(n -> n.get(kind)).isPresent();
  }

  /** One TCP probe of each direction that was made is delivered as far as the hosts are known. */
  private static boolean passes(Walker walker, Pair p) {
    List<String> from = p.silent.stream().map(Row::node).distinct().toList();
    for (String node : from) {
      Optional<Row> row =
          p.silent.stream()
              .filter(r -> r.node().equals(node) && !r.probe().fromPod())
              .filter(r -> r.probe().kind().equals("tcp"))
              .findFirst();
      if (row.isEmpty()) {
        continue;
      }
      if (!row.get().delivered(walker)) {
        return false;
      }
    }
    return p.silent.stream().anyMatch(r -> !r.probe().fromPod() && r.probe().kind().equals("tcp"));
  }

  private static SilentOverlay of(Subject path, Pair p) {
    List<Evidence> evidence = new ArrayList<>();
    p.silent.stream()
        .limit(3)
        .forEach(
            r -> evidence.add(new Evidence(r.probe().at(), "a pod of the other node is silent")));
    p.nodes.stream()
        .limit(1)
        .forEach(r -> evidence.add(new Evidence(r.probe().at(), "the other node itself answers")));
    String[] ends = path.name().split("\\|");
    return new SilentOverlay(path, ends[0], ends[1], p.silent.size(), p.nodes.size(), evidence);
  }
}
