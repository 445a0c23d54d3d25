package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Table;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Walks what a cluster needs, and every failed probe, and groups what ends them. */
final class WalkFacts {
  private static final int MAX_OBSERVED = 5;

  /** What names of chains and tables have of a plugin that enforces policies, and its pods. */
  private static final String[][] PLUGINS = {
    {"cali", "cali"},
    {"cilium", "cilium"},
    {"weave", "weave"},
    {"antrea", "antrea"},
    {"kube-pod-fw", "router"},
    {"kube-nwplcy", "router"},
    {"kube-router", "router"}
  };

  private static final int MAX_PACKETS = 3;
  private static final int SMALL = 100;

  private final Cluster cluster;
  private final Walker walker;
  private final Map<String, Building> obstacles = new LinkedHashMap<>();
  private final Map<String, OutsideProbes> outside = new LinkedHashMap<>();
  private final List<Sweep.Walk> failed = new ArrayList<>(); // probes of outside addresses

  private WalkFacts(Cluster cluster, Walker walker) {
    this.cluster = cluster;
    this.walker = walker;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (cluster.nodes().stream().noneMatch(n -> n.collected())) {
      return;
    }
    Walker walker = Walker.of(cluster);
    WalkFacts w = new WalkFacts(cluster, walker);
    NatRewrite.Gathering rewrites = new NatRewrite.Gathering(cluster);
    List<Object> ofWalks = new ArrayList<>();
    Sweep.of(
        cluster,
        walker,
        walk -> {
          w.add(walk);
          rewrites.add(walk);
          FilterFact.derive(walk, ofWalks::add);
        });
    w.probes();
    w.packets();
    w.outside.values().forEach(facts);
    rewrites.facts(w.failed, facts);
    w.unmasqueraded(facts);
    w.obstacles.values().forEach(b -> b.build().ifPresent(facts));
    RouteFact.derive(cluster, walker, facts);
    FilterFact.derive(cluster, walker, facts);
    ofWalks.forEach(facts);
  }

  private void add(Sweep.Walk walk) {
    for (Outcome each : walk.trace().outcomes()) {
      Outcome o = each.roundTrip();
      if (o.verdict().fails() && !decided(o).idle()) {
        boolean back = walk.trace().outcomes().stream().anyMatch(x -> x.roundTrip() == o && x != o);
        String traffic = walk.traffic().name().toLowerCase(Locale.ROOT);
        building(o).add(traffic, walk.fromNode(), walk.from(), walk.to(), back, o);
      }
    }
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
    Captures captures = Captures.of(cluster);
    Vanished.derive(captures, captures.paths(), lost::add);
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
    if (o.verdict() == Verdict.TTL) {
      // the rule that shortened its life, wherever that ended
      for (int i = o.steps().size() - 1; i >= 0; i--) {
        Step s = o.steps().get(i);
        if (s.kind() == Step.Kind.RULE
            && (s.text().contains(" TTL ") || s.text().contains("ttl set "))) {
          return s;
        }
      }
    }
    Optional<Step> rule = ruled(o);
    if (rule.isPresent()) {
      return rule.get();
    }
    if (last.at().isPresent()) {
      return last;
    }
    for (int i = o.steps().size() - 1; i >= 0; i--) {
      Step s = o.steps().get(i);
      if (s.kind() == Step.Kind.ROUTE && s.at().isPresent()) {
        return Step.of(last.place(), last.kind(), last.text(), s.at());
      }
    }
    return last;
  }

  /** The routing rule behind the route that ended it. */
  private static Optional<Step> ruled(Outcome o) {
    Step last = o.decided();
    boolean route = last.kind() == Step.Kind.ROUTE || last.kind() == Step.Kind.UNDERLAY;
    for (int i = o.steps().size() - 2; route && i >= 0; i--) {
      Step s = o.steps().get(i);
      if (s.kind() == Step.Kind.ROUTING_RULE) {
        return s.place().equals(last.place()) ? Optional.of(s) : Optional.empty();
      }
      if (s.kind() == Step.Kind.RULE && !s.hook().equals("postrouting")) {
        return Optional.empty();
      }
    }
    return Optional.empty();
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
    return p.failed() || Ip.tryParse(p.address()).filter(this::outside).isPresent();
  }

  private boolean outside(Ip ip) {
    return cluster.podByIp(ip).isEmpty()
        && cluster.nodeByIp(ip).isEmpty()
        && cluster.serviceByIp(ip).isEmpty();
  }

  private void outside(Node n, Probe p) {
    outside.merge(n.name(), OutsideProbes.of(n.name(), p), OutsideProbes::plus);
  }

  /** Outside addresses that answer a node and not its pods, whose packets leave as they are. */
  private void unmasqueraded(Consumer<Object> facts) {
    Set<String> told = new HashSet<>();
    for (Sweep.Walk w : failed) {
      Node n = cluster.node(w.fromNode()).orElseThrow();
      boolean host =
          n.get(Kinds.PROBES).stream()
              .flatMap(p -> p.list().stream())
              .anyMatch(p -> p.address().equals(w.to()) && !p.failed());
      for (Outcome o : w.trace().outcomes()) {
        boolean own =
            o.verdict() == Verdict.LEFT && o.last().src().equals(w.trace().packet().src());
        if (host
            && own
            && w.traffic() == Sweep.Traffic.POD_TO_OUTSIDE
            && told.add(w.fromNode() + " " + w.to())) {
          FilterFact.unmasqueraded(w, o, facts);
        }
      }
    }
  }

  private void probe(Node n, Probe p) {
    Optional<Ip> to = Ip.tryParse(p.address());
    Optional<Trace> t = to.flatMap(ip -> walk(n, p, ip));
    t.filter(x -> x.verdict() == Verdict.LEFT).ifPresent(x -> outside(n, p));
    if (p.failed() && t.isPresent() && outside(to.get())) {
      Sweep.Traffic kind =
          p.fromPod() ? Sweep.Traffic.POD_TO_OUTSIDE : Sweep.Traffic.HOST_TO_OUTSIDE;
      failed.add(new Sweep.Walk(kind, n.name(), from(n, p), "", p.address(), t.get()));
    }
    if (!p.failed() || t.isEmpty()) {
      return;
    }
    boolean often = t.get().failing() >= 0.01;
    for (Outcome o : t.get().outcomes()) {
      Outcome end = o.roundTrip();
      Step s = decided(end);
      Building known = obstacles.get(key(end, s));
      boolean fails = often && end.verdict().fails() && !s.idle();
      if (known != null && fails) {
        known.observe(p);
      } else if (filters(s) && (fails || uncertain(end, s)) || routes(s) && fails) {
        traffic(n, p, to.get())
            .ifPresent(x -> building(end).add(x, n.name(), from(n, p), p.address(), false, end, p));
      }
    }
  }

  private static boolean filters(Step s) {
    return !s.table().isEmpty() && s.at().isPresent();
  }

  private static boolean routes(Step s) {
    return s.at().isPresent()
        && (s.kind() == Step.Kind.ROUTING_RULE || s.kind() == Step.Kind.ROUTE)
        && !s.place().contains("/");
  }

  /** A rule that counts packets and may stop this one; which packets it takes is not modelled. */
  private static boolean uncertain(Outcome end, Step s) {
    String t = s.text().toUpperCase(Locale.ROOT);
    return end.verdict() == Verdict.UNKNOWN
        && s.kind() == Step.Kind.UNKNOWN
        && s.growth().orElse(0L) > 0
        && (t.contains("DROP") || t.contains("REJECT") || t.contains("QUEUE"));
  }

  private static String from(Node n, Probe p) {
    return !p.fromPod() ? n.name() : p.pod().isEmpty() ? "a pod on " + n.name() : p.pod();
  }

  /**
   * What the probe stands for; empty for ports of nodes, which a firewall may close on purpose:
   * those that a cluster needs are walked anyway.
   */
  private Optional<String> traffic(Node n, Probe p, Ip to) {
    String from = p.fromPod() ? "pod" : "host";
    if (cluster.podByIp(to).filter(x -> !x.spec().hostNetwork()).isPresent()) {
      return Optional.of(from + "_to_pod");
    }
    Optional<Service> service = cluster.serviceByIp(to);
    if (service.isPresent()) {
      boolean dns = p.fromPod() && service.get().key().equals("kube-system/kube-dns");
      return Optional.of(dns ? "pod_to_dns" : from + "_to_service");
    }
    return cluster.nodeByIp(to).isPresent() ? Optional.empty() : Optional.of(from + "_to_outside");
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
    private boolean tried;
    private boolean other; // more than small pings: keeping those out harms nobody

    Building(Outcome first, Step step) {
      this.first = first;
      this.step = step;
    }

    void add(String kind, String node, String source, String target, boolean back, Outcome o) {
      traffic.add(kind);
      from.add(node);
      other |= !o.last().protocol().equals(Protocol.ICMP);
      if (example.isEmpty()) {
        example = (back ? "the answer to " : "") + source + " -> " + target + " ends here";
      }
    }

    void add(
        String kind, String node, String source, String target, boolean back, Outcome o, Probe p) {
      add(kind, node, source, target, back, o);
      observe(p);
    }

    void observe(Probe p) {
      if (observed.size() < MAX_OBSERVED) {
        observed.add(new Evidence(p.at(), "this probe ends at the same place"));
      }
      other |= !p.kind().equals("ping") || p.number() > SMALL;
      tried |= !ownPort(p);
    }

    /** A port of a node that no Service uses: its firewall may close it on purpose. */
    private boolean ownPort(Probe p) {
      boolean toNode = Ip.tryParse(p.address()).flatMap(cluster::nodeByIp).isPresent();
      return toNode
          && cluster.objects(Service.class).stream()
              .flatMap(s -> s.ports().stream())
              .noneMatch(x -> p.kind().equals("tcp") && x.nodePort() == p.number());
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
        tried = true;
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
      if (!other) {
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
              port(p),
              first.verdict() == Verdict.UNKNOWN,
              example,
              tried,
              MarkBits.kubes(step.text()),
              observed));
    }

    /** The port that the rule names, if it names one; of an answer that is the source port. */
    private int port(Packet p) {
      if (!p.ports() || step.kind() == Step.Kind.POLICY) {
        return 0;
      }
      for (int port : new int[] {p.dport(), p.sport()}) {
        if (port > 0 && names(step.text(), port)) {
          return port;
        }
      }
      return step.kind() == Step.Kind.RULE ? 0 : p.dport();
    }

    private static boolean names(String text, int port) {
      String digits = Integer.toString(port);
      for (int i = text.indexOf(digits); i >= 0; i = text.indexOf(digits, i + 1)) {
        int end = i + digits.length();
        boolean alone =
            (i == 0 || " ,:{".indexOf(text.charAt(i - 1)) >= 0)
                && (end == text.length() || " ,:}".indexOf(text.charAt(end)) >= 0);
        if (alone) {
          return true;
        }
      }
      return false;
    }

    private String kind() {
      return switch (step.kind()) {
        case RULE, NAT -> "rule";
        case UNKNOWN -> step.table().isEmpty() ? "kernel" : "rule";
        case POLICY -> "policy";
        case ROUTE -> "route";
        case ROUTING_RULE -> "routing-rule";
        case UNDERLAY -> "route";
        case BRIDGE, ENCAP, DECAP -> "link";
        case DELIVER -> "listener";
        default -> first.verdict() == Verdict.NO_ROUTE ? "route" : "kernel";
      };
    }

    /** True unless all pods are known and none of them is of the plugin that wrote the chain. */
    private boolean enforced() {
      String where = (step.table() + " " + step.chain()).toLowerCase(Locale.ROOT);
      for (String[] plugin : PLUGINS) {
        if (where.contains(plugin[0])) {
          return !CniAgent.gone(cluster, List.of(plugin[1]));
        }
      }
      return true;
    }

    private String owner(Optional<Filters> filters) {
      String by = Owners.of(step.table(), step.chain(), step.text());
      if (by.equals("policy")) {
        return enforced() ? by : "residue";
      }
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
