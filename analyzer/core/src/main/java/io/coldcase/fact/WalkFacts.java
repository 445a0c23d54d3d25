package io.coldcase.fact;

import io.coldcase.capture.PathJoin;
import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Table;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Owners;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Step;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Walks what a cluster needs, and every failed probe, and groups what ends them. */
final class WalkFacts {
  private static final int MAX_OBSERVED = 5;
  private static final int MAX_PACKETS = 3;

  private final Cluster cluster;
  private final Walker walker;
  private final Map<String, Building> obstacles = new LinkedHashMap<>();
  private final Map<String, OutsideProbes> outside = new LinkedHashMap<>();

  private WalkFacts(Cluster cluster, Walker walker) {
    this.cluster = cluster;
    this.walker = walker;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (cluster.nodes().stream().noneMatch(n -> n.collected())) {
      return;
    }
    Walker walker = new Walker(cluster);
    WalkFacts w = new WalkFacts(cluster, walker);
    List<Sweep.Walk> walks = Sweep.of(cluster, walker);
    for (Sweep.Walk walk : walks) {
      String traffic = walk.traffic().name().toLowerCase(Locale.ROOT);
      walk.trace().outcomes().stream()
          .map(Outcome::roundTrip)
          .filter(o -> o.verdict().fails())
          .forEach(o -> w.building(o).add(traffic, walk, o));
    }
    w.probes();
    w.packets();
    w.outside.values().forEach(facts);
    NatRewrite.derive(walks, facts);
    w.obstacles.values().forEach(b -> b.build().ifPresent(facts));
    ServiceRules.derive(cluster, walker, facts);
    RouteFact.derive(cluster, walker, facts);
    FilterFact.derive(cluster, walker, walks, facts);
  }

  /** Packets that vanish on the node and at the stage where a walk ends were stopped there. */
  private void packets() {
    boolean filters =
        obstacles.values().stream()
            .anyMatch(b -> b.step.hook().equals("forward") || b.step.hook().equals("input"));
    if (!filters) {
      return;
    }
    List<Object> lost = new ArrayList<>();
    Captures captures = new Captures(cluster);
    Vanished.derive(captures, PathJoin.join(captures.inputs()), lost::add);
    for (Object o : lost) {
      obstacles.values().forEach(b -> b.observe((Vanished) o));
    }
  }

  private Building building(Outcome o) {
    Step s = decided(o);
    return obstacles.computeIfAbsent(key(o, s), k -> new Building(o, s));
  }

  /** The step that ended it; when it has no line of its own, with the line of the last route. */
  private static Step decided(Outcome o) {
    Step last = o.decided();
    if (last.at().isPresent()) {
      return last;
    }
    for (int i = o.steps().size() - 1; i >= 0; i--) {
      Step s = o.steps().get(i);
      if (s.kind() == Step.Kind.ROUTE && s.at().isPresent()) {
        return new Step(
            last.place(), last.kind(), "", "", "", last.text(), s.at(), Optional.empty(), "");
      }
    }
    return last;
  }

  private static String key(Outcome o, Step s) {
    return s.place() + " " + s.kind() + " " + s.at().map(SourceRef::toString).orElse(o.why());
  }

  /** Failed probes that a walk explains are what people feel of an obstacle. */
  private void probes() {
    for (Node n : cluster.nodes()) {
      for (var kind : List.of(Kinds.PROBES, Kinds.PROBES_POD)) {
        n.get(kind)
            .ifPresent(p -> p.list().stream().filter(this::telling).forEach(x -> probe(n, x)));
      }
    }
  }

  /** Failed probes, and those of addresses outside of the cluster: both sides count there. */
  private boolean telling(Probe p) {
    Optional<Ip> ip = Ip.tryParse(p.address());
    return p.failed()
        || ip.filter(
                x ->
                    cluster.podByIp(x).isEmpty()
                        && cluster.nodeByIp(x).isEmpty()
                        && cluster.serviceByIp(x).isEmpty())
            .isPresent();
  }

  private void outside(Node n, Probe p) {
    outside.merge(n.name(), OutsideProbes.of(n.name(), p), OutsideProbes::plus);
  }

  private void probe(Node n, Probe p) {
    Optional<Ip> to = Ip.tryParse(p.address());
    Optional<Trace> t = to.flatMap(ip -> walk(n, p, ip));
    t.filter(x -> x.verdict() == Verdict.LEFT).ifPresent(x -> outside(n, p));
    if (!p.failed() || t.isEmpty() || t.get().failing() < 0.01) {
      return;
    }
    for (Outcome o : t.get().outcomes()) {
      if (o.roundTrip().verdict().fails()) {
        Step s = decided(o.roundTrip());
        Building b = obstacles.get(key(o.roundTrip(), s));
        if (b != null) {
          b.observe(p);
        }
      }
    }
  }

  private Optional<Trace> walk(Node n, Probe p, Ip to) {
    if (p.fromPod()) {
      Optional<Pod> pod =
          cluster.podsOn(n.name()).stream()
              .filter(
                  x ->
                      p.pod().isEmpty()
                          ? !x.spec().hostNetwork() && x.phase().equals("Running")
                          : x.key().equals(p.pod()))
              .filter(x -> !x.ips().isEmpty())
              .findFirst();
      return pod.map(x -> walker.fromPod(x, packet(p, x.ips().get(0), to), true));
    }
    return walker
        .sourceFor(n.name(), to)
        .map(src -> walker.fromHost(n.name(), packet(p, src, to), true));
  }

  private static Packet packet(Probe p, Ip src, Ip to) {
    return switch (p.kind()) {
      case "ping" -> Packet.ping(src, to, p.number());
      case "tcp" -> Packet.tcp(src, to, p.number());
      default -> p.overTcp() ? Packet.tcp(src, to, 53) : Packet.udp(src, to, 53);
    };
  }

  /** One obstacle while walks are gathered. */
  private final class Building {
    private final Outcome first;
    private final Step step;
    private final TreeSet<String> traffic = new TreeSet<>();
    private final TreeSet<String> from = new TreeSet<>();
    private final List<Evidence> observed = new ArrayList<>();
    private String example = "";

    Building(Outcome first, Step step) {
      this.first = first;
      this.step = step;
    }

    void add(String kind, Sweep.Walk walk, Outcome o) {
      traffic.add(kind);
      from.add(walk.fromNode());
      if (example.isEmpty()) {
        boolean back = walk.trace().outcomes().stream().anyMatch(x -> x.roundTrip() == o && x != o);
        example = (back ? "the answer to " : "") + walk.from() + " -> " + walk.to() + " ends here";
      }
    }

    void observe(Probe p) {
      if (observed.size() < MAX_OBSERVED) {
        observed.add(new Evidence(p.at(), "this probe ends at the same place"));
      }
    }

    void observe(Vanished v) {
      boolean forward = step.hook().equals("forward") && v.stage().equals("forward");
      boolean tunnel =
          step.hook().equals("input")
              && v.stage().equals("tunnel-in")
              && traffic.contains("overlay");
      boolean host =
          step.hook().equals("input")
              && v.stage().equals("host")
              && first.last().ports()
              && v.port() == first.last().dport();
      if (node().equals(v.node()) && (forward || tunnel || host)) {
        v.evidence().stream()
            .limit(Math.max(0, MAX_OBSERVED + MAX_PACKETS - observed.size()))
            .forEach(observed::add);
      }
    }

    private String node() {
      return step.place().contains("/")
          ? step.place().substring(0, step.place().indexOf('/'))
          : step.place();
    }

    Optional<Obstacle> build() {
      if (traffic.isEmpty()) {
        return Optional.empty();
      }
      String node = node();
      Optional<Filters> filters = walker.filters(node);
      boolean table = !step.table().isEmpty();
      Packet p = first.last();
      return Optional.of(
          new Obstacle(
              node,
              kind(),
              step.hook(),
              step.table(),
              step.chain(),
              table ? step.backend() : "",
              table ? owner(filters) : "",
              filters.map(f -> has(f, "DOCKER")).orElse(false),
              filters.map(f -> has(f, "ufw-")).orElse(false),
              first.verdict().name(),
              first.why(),
              step.at().orElse(SourceRef.of(Kinds.IP_ROUTE.path(node))),
              step.growth().orElse(-1L),
              traffic,
              List.copyOf(from),
              p.toString(),
              p.protocol().toString(),
              p.ports() ? p.dport() : 0,
              example,
              observed));
    }

    private String kind() {
      return switch (step.kind()) {
        case RULE, NAT -> "rule";
        case POLICY -> "policy";
        case ROUTE -> "route";
        case UNDERLAY -> "route";
        case BRIDGE, ENCAP, DECAP -> "link";
        case DELIVER -> "listener";
        default -> first.verdict() == Verdict.NO_ROUTE ? "route" : "kernel";
      };
    }

    private String owner(Optional<Filters> filters) {
      String by = Owners.of(step.table(), step.chain(), step.text());
      if (!step.kind().equals(Step.Kind.POLICY) || !by.equals("foreign")) {
        return by;
      }
      return filters.map(f -> has(f, "ufw-")).orElse(false)
          ? "ufw"
          : step.hook().equals("forward") && filters.map(f -> has(f, "DOCKER")).orElse(false)
              ? "docker"
              : by;
    }

    private static boolean has(Filters f, String prefix) {
      return f.tables().stream()
          .map(Table::chains)
          .anyMatch(c -> c.keySet().stream().anyMatch(k -> k.startsWith(prefix)));
    }
  }
}
