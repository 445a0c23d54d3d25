package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.ApiNodes;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something wrong with a node's agents, or with the way from the control plane to them.
 *
 * @param subject the node, with what about it
 */
public record NodeAgent(Problem problem, Subject subject, String node, List<Evidence> evidence) {
  /** kubelet renews the lease of its node every 10 s. */
  private static final Duration RENEWS = Duration.ofSeconds(15);

  /** A kubelet that starts again and again has no port most of the time. */
  private static final Duration RESTARTED = Duration.ofMinutes(3);

  /** A kubelet that started so long before has opened its port. */
  private static final Duration SERVES = Duration.ofSeconds(30);

  public NodeAgent {
    evidence = List.copyOf(evidence);
  }

  /** What is wrong. */
  public enum Problem {
    KUBELET_DOWN,
    RUNTIME_DOWN,
    /**
     * It reports no more: kubelet is there and its node reaches the API, or nobody could look, the
     * host lives, and nothing listens on kubelet's port.
     */
    KUBELET_SILENT,
    /** kubelet listens, a connection to its port does not succeed. */
    KUBELET_PORT_BLOCKED,
    /**
     * Nobody could look at the host; its kubelet still reports and its pods answer, a connection to
     * kubelet's port does not succeed.
     */
    KUBELET_PORT_UNANSWERED,
    /**
     * Nobody could look at the host; it answers pings and its kubelet still reports, but neither
     * kubelet's port nor any of its pods answers another host.
     */
    HOST_CLOSED,
    /** The node is gone, its endpoints are still in use. */
    GONE_ENDPOINTS_STAY
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    List<Node> servers = cluster.nodes().stream().filter(ApiNodes.of(cluster)::contains).toList();
    for (Node n : cluster.nodes()) {
      kubelet(n, facts);
      runtime(n, facts);
      port(cluster, servers, n, facts);
      gone(cluster, n, facts);
      refusing(cluster, n, facts);
    }
  }

  private static Optional<Evidence> notReady(Node n) {
    return n.object()
        .flatMap(o -> o.condition("Ready").filter(c -> !c.isTrue()).map(c -> ready(o, c)));
  }

  static Evidence ready(KubeNode o, Condition c) {
    return new Evidence(o.at(c), "the node is not ready");
  }

  private static void kubelet(Node n, Consumer<Object> facts) {
    Optional<Kubelet> k = n.get(Kinds.KUBELET);
    if (k.filter(Kubelet::running).isPresent()) {
      silent(n, k.get(), facts);
    }
    if (k.isEmpty() || k.get().running() || k.get().config().isEmpty()) {
      return;
    }
    List<Evidence> e = new ArrayList<>();
    e.add(new Evidence(k.get().at(), "no kubelet process on the node"));
    notReady(n).ifPresent(e::add);
    facts.accept(
        new NodeAgent(Problem.KUBELET_DOWN, Subject.node(n.name()).with("kubelet"), n.name(), e));
  }

  private static void silent(Node n, Kubelet k, Consumer<Object> facts) {
    Optional<Condition> ready = unposted(n);
    List<Probe> api =
        n.probes().stream().filter(p -> p.kind().equals("tcp") && p.number() == 6443).toList();
    if (ready.isPresent() && !api.isEmpty() && api.stream().allMatch(Probe::ok)) {
      facts.accept(
          new NodeAgent(
              Problem.KUBELET_SILENT,
              Subject.node(n.name()).with("kubelet"),
              n.name(),
              List.of(
                  ready(n.object().get(), ready.get()),
                  new Evidence(k.at(), "kubelet is there"),
                  new Evidence(api.get(0).at(), "the node reaches the API server"))));
    }
  }

  private static void runtime(Node n, Consumer<Object> facts) {
    Optional<Condition> ready = n.object().flatMap(o -> o.condition("Ready"));
    boolean said =
        ready
            .filter(
                c ->
                    !c.isTrue()
                        && (c.message().contains("container runtime is down")
                            || c.message().contains("PLEG is not healthy")
                            || c.message().contains("failed to get runtime")
                            || c.message().contains("runtime status check")))
            .isPresent();
    List<Evidence> e = new ArrayList<>();
    if (said) {
      e.add(ready(n.object().get(), ready.get()));
    }
    boolean idle = false;
    for (Store.Entry<LogScan> log : n.store().entries(Kinds.KUBELET_LOG).values()) {
      for (LogMatch m : log.value().matches()) {
        boolean now = Duration.between(m.last(), log.value().end()).getSeconds() < 60;
        if (now && m.signature().equals("kubelet-runtime-unreachable")) {
          e.add(new Evidence(m.lastAt(), "kubelet does not reach the container runtime"));
        } else if (now && m.signature().equals("kubelet-runtime-down") && m.count() > 2) {
          // the Node object may be older than this
          idle = true;
          e.add(new Evidence(m.lastAt(), "kubelet starts nothing: the runtime does not answer it"));
        }
      }
    }
    if (!e.isEmpty() && (said || idle || notReady(n).isPresent())) {
      facts.accept(
          new NodeAgent(
              Problem.RUNTIME_DOWN, Subject.node(n.name()).with("container runtime"), n.name(), e));
    }
  }

  private static void port(Cluster cluster, List<Node> servers, Node n, Consumer<Object> facts) {
    if (n.object().isEmpty()) {
      return;
    }
    int port = n.object().get().kubeletEndpoint();
    List<Evidence> failed = new ArrayList<>();
    boolean pinged = false;
    for (Node from : servers) {
      if (from.name().equals(n.name())) {
        continue;
      }
      boolean blocked = false;
      boolean alive = false;
      for (Probe p : from.probes()) {
        if (!asks(cluster, p, n)) {
          continue;
        }
        alive |= p.kind().equals("ping") && p.ok();
        if (p.kind().equals("tcp") && p.number() == port && p.failed()) {
          blocked = true;
          failed.add(
              new Evidence(p.at(), "from " + from.name() + ": the kubelet port does not answer"));
        }
      }
      pinged |= blocked && alive;
    }
    if (!pinged) {
      return;
    }
    Optional<Evidence> listens = listens(n, port);
    Optional<Evidence> lives =
        listens.or(() -> n.collected() ? Optional.empty() : reports(cluster, n));
    List<Probe> pods = listens.isPresent() ? List.of() : podProbes(cluster, n);
    Optional<Probe> silent = pods.stream().filter(p -> !answered(p)).findFirst();
    // a pod answers and another does not: more is blocked than one port, but not the host
    if (lives.isEmpty() || silent.isPresent() && pods.stream().anyMatch(NodeAgent::answered)) {
      return;
    }
    List<Evidence> e = new ArrayList<>(failed.subList(0, Math.min(3, failed.size())));
    silent.ifPresent(p -> e.add(new Evidence(p.at(), "nor does any pod of the node")));
    e.add(lives.get());
    facts.accept(
        new NodeAgent(
            listens.isPresent()
                ? Problem.KUBELET_PORT_BLOCKED
                : silent.isPresent() ? Problem.HOST_CLOSED : Problem.KUBELET_PORT_UNANSWERED,
            Subject.node(n.name()).with("TCP " + port),
            n.name(),
            e));
  }

  private static Optional<Evidence> listens(Node n, int port) {
    return n.get(Kinds.SS)
        .flatMap(s -> s.last())
        .filter(s -> s.listening().stream().anyMatch(x -> x.port() == port))
        .flatMap(s -> n.store().entries(Kinds.SS).values().stream().findFirst())
        .map(e -> SourceRef.of(e.artifact().path()))
        .map(at -> new Evidence(at, "kubelet listens on port " + port));
  }

  /** Its kubelet, which is not just about to start, renewed its lease when the API was dumped. */
  private static Optional<Evidence> reports(Cluster cluster, Node n) {
    Instant dumped = DumpTime.of(cluster);
    List<Instant> starts =
        cluster.objects(Event.class).stream()
            .filter(e -> e.reason().equals("Starting") && e.source().equals("kubelet"))
            .filter(e -> e.regardingName().equals(n.name()))
            .filter(e -> e.last().isAfter(dumped.minus(RESTARTED)))
            .map(Event::last)
            .toList();
    return cluster.objects(PlainObject.class).stream()
        .filter(l -> l.key().equals("kube-node-lease/" + n.name()))
        .filter(l -> DumpTime.renewed(l).isAfter(dumped.minus(RENEWS)))
        // one that starts again and again renews its lease each time
        .filter(l -> starts.size() < 2)
        .filter(l -> starts.stream().allMatch(t -> DumpTime.renewed(l).isAfter(t.plus(SERVES))))
        .findFirst()
        .map(
            l ->
                new Evidence(
                    l.at().withText("renewTime " + l.fields().getOrDefault("/spec/renewTime", "")),
                    "kubelet lives: it renewed the lease of its node just then"));
  }

  /** What other hosts tried with pods of the node. */
  private static List<Probe> podProbes(Cluster cluster, Node n) {
    return cluster.nodes().stream()
        .flatMap(from -> from.probes().stream())
        .filter(p -> p.kind().equals("ping") || p.kind().equals("tcp"))
        .filter(
            p ->
                Ip.tryParse(p.address())
                    .flatMap(cluster::podByIp)
                    .filter(x -> x.nodeName().equals(n.name()) && !x.spec().hostNetwork())
                    .isPresent())
        .toList();
  }

  private static boolean answered(Probe p) {
    return p.ok() || p.outcome() == Probe.Outcome.REFUSED;
  }

  private static void gone(Cluster cluster, Node n, Consumer<Object> facts) {
    Optional<Condition> ready =
        n.object().flatMap(o -> o.condition("Ready")).filter(c -> c.status().equals("Unknown"));
    if (ready.isEmpty() || n.collected() || answersPing(cluster, n)) {
      return;
    }
    List<Evidence> e = new ArrayList<>();
    e.add(ready(n.object().get(), ready.get()));
    for (EndpointSlice s : cluster.objects(EndpointSlice.class)) {
      s.endpoints().stream()
          .filter(x -> !s.legacy() && x.ready() && x.node().equals(n.name()))
          .findFirst()
          .ifPresent(
              x ->
                  e.add(
                      new Evidence(
                          s.at(x.place(), x.addresses() + " ready: true on " + n.name()),
                          "still gets traffic")));
    }
    if (e.size() > 1) {
      facts.accept(
          new NodeAgent(
              Problem.GONE_ENDPOINTS_STAY,
              Subject.node(n.name()),
              n.name(),
              e.subList(0, Math.min(4, e.size()))));
    }
  }

  /** A host that nobody could look at lives, refuses kubelet's port, and does not report. */
  private static void refusing(Cluster cluster, Node n, Consumer<Object> facts) {
    Optional<Condition> ready = unposted(n);
    if (ready.isEmpty() || n.collected() || !answersPing(cluster, n)) {
      return;
    }
    int port = n.object().get().kubeletEndpoint();
    List<Evidence> e = new ArrayList<>();
    e.add(ready(n.object().get(), ready.get()));
    for (Node from : cluster.nodes()) {
      from.probes().stream()
          .filter(p -> p.kind().equals("tcp") && p.number() == port)
          .filter(p -> p.outcome() == Probe.Outcome.REFUSED && p.error().contains("refused"))
          .filter(p -> asks(cluster, p, n))
          .findFirst()
          .ifPresent(
              p ->
                  e.add(
                      new Evidence(
                          p.at(),
                          "from " + from.name() + ": the host lives, but nothing has its port")));
    }
    if (e.size() > 1) {
      facts.accept(
          new NodeAgent(
              Problem.KUBELET_SILENT,
              Subject.node(n.name()).with("kubelet"),
              n.name(),
              e.subList(0, Math.min(4, e.size()))));
    }
  }

  private static boolean answersPing(Cluster cluster, Node n) {
    return cluster.nodes().stream()
        .flatMap(from -> from.probes().stream())
        .anyMatch(p -> p.kind().equals("ping") && p.ok() && asks(cluster, p, n));
  }

  private static boolean asks(Cluster cluster, Probe p, Node n) {
    return Ip.tryParse(p.address())
        .flatMap(cluster::nodeByIp)
        .filter(x -> x.name().equals(n.name()))
        .isPresent();
  }

  /** The condition of a node whose kubelet has stopped posting its status. */
  static Optional<Condition> unposted(Node n) {
    return n.object()
        .flatMap(o -> o.condition("Ready"))
        .filter(c -> c.status().equals("Unknown") && c.reason().equals("NodeStatusUnknown"));
  }
}
