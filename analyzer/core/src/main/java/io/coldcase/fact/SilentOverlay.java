package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.probe.Probe;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two nodes whose probes reach each other, but never each other's pods, although nothing that is
 * known of both hosts stops packets to these pods: what carries them in between is lost.
 *
 * @param direct pods' packets travel between the nodes as they are, with pods' addresses, by way of
 *     the other node's address; else a tunnel carries them
 * @param ranges the pods' ranges of both nodes
 * @param silent probes to pods without any answer, none was answered; {@code reached} probes
 *     between the nodes themselves that were
 */
public record SilentOverlay(
    Subject subject,
    String first,
    String second,
    boolean direct,
    List<Subject> ranges,
    int silent,
    int reached,
    List<Evidence> evidence) {
  private static final int ENOUGH = 4;

  /** What may stop packets on a host and must have been looked at before the network is blamed. */
  private static final List<ArtifactKind<?>> READ =
      List.of(Kinds.IP_RULE, Kinds.SYSCTL, Kinds.IP_NEIGH, Kinds.BRIDGE_FDB, Kinds.NFT_RULESET);

  public SilentOverlay {
    ranges = List.copyOf(ranges);
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
        List<Trace> walks = read(cluster, p) ? walks(walker, p) : List.of();
        boolean wrapped = walks.stream().allMatch(SilentOverlay::wrapped);
        boolean bare = walks.stream().noneMatch(SilentOverlay::wrapped);
        if (!walks.isEmpty() && (bare || wrapped && tunnels(cluster, p))) {
          facts.accept(of(cluster, subjects.get(e.getKey()), p, walks, bare));
        }
      }
    }
  }

  private static boolean read(Cluster cluster, Pair p) {
    return p.silent.stream()
        .flatMap(r -> Stream.of(r.node(), r.target().node()))
        .distinct()
        .allMatch(
            n -> READ.stream().allMatch(k -> cluster.node(n).flatMap(x -> x.get(k)).isPresent()));
  }

  private static boolean tunnels(Cluster cluster, Pair p) {
    return p.silent.stream()
        .allMatch(
            r ->
                cluster
                    .node(r.node())
                    .map(n -> !HostLinks.of(n).tunnels().isEmpty())
                    .orElse(false));
  }

  /**
   * The walks of one TCP probe of each direction that was made; empty unless all of them are
   * delivered as far as the hosts are known.
   */
  private static List<Trace> walks(Walker walker, Pair p) {
    List<Trace> all = new ArrayList<>();
    for (String node : p.silent.stream().map(Row::node).distinct().toList()) {
      Optional<Row> row =
          p.silent.stream()
              .filter(r -> r.node().equals(node) && !r.probe().fromPod())
              .filter(r -> r.probe().kind().equals("tcp"))
              .findFirst();
      if (row.isEmpty()) {
        continue;
      }
      Optional<Trace> walk = row.get().answered(walker);
      if (walk.isEmpty()) {
        return List.of();
      }
      all.add(walk.get());
    }
    return all;
  }

  /** A tunnel carries the packet or its answer. */
  private static boolean wrapped(Trace walk) {
    return walk.outcomes().stream()
        .flatMap(o -> o.roundTrip().steps().stream())
        .anyMatch(s -> s.kind() == Step.Kind.ENCAP);
  }

  private static SilentOverlay of(
      Cluster cluster, Subject path, Pair p, List<Trace> walks, boolean direct) {
    List<Evidence> evidence = new ArrayList<>();
    p.silent.stream()
        .limit(3)
        .forEach(
            r -> evidence.add(new Evidence(r.probe().at(), "a pod of the other node is silent")));
    p.nodes.stream()
        .limit(1)
        .forEach(r -> evidence.add(new Evidence(r.probe().at(), "the other node itself answers")));
    if (direct) {
      for (Trace w : walks) {
        w.outcomes().get(0).steps().stream()
            .filter(s -> s.kind() == Step.Kind.ROUTE && s.place().equals(w.from()))
            .findFirst()
            .flatMap(Step::at)
            .ifPresent(at -> evidence.add(new Evidence(at, "without a tunnel to the other node")));
      }
    }
    String[] ends = path.name().split("\\|");
    List<Subject> ranges =
        Stream.of(ends)
            .flatMap(n -> cluster.node(n).flatMap(Node::object).stream())
            .flatMap(o -> o.podCidrs().stream())
            .map(c -> Subject.address(c.toString()))
            .toList();
    return new SilentOverlay(
        path, ends[0], ends[1], direct, ranges, p.silent.size(), p.nodes.size(), evidence);
  }
}
