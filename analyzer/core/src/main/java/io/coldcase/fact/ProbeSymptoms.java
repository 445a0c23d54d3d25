package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.ApiNodes;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.probe.Probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the matrix of probes shows, as symptoms between nodes, pods and Services. A probe that a
 * healthy cluster refuses too (a NodePort with {@code externalTrafficPolicy: Local} on a node
 * without endpoint, a Service scaled to zero, a port that no Service uses) is none.
 */
final class ProbeSymptoms {
  private static final int SMALL = 100;
  private static final int EVIDENCE = 4;

  private final Cluster cluster;
  private final ProbeMatrix matrix;
  private final Map<String, Symptom> found = new LinkedHashMap<>();

  private ProbeSymptoms(Cluster cluster) {
    this.cluster = cluster;
    this.matrix = ProbeMatrix.of(cluster);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ProbeSymptoms s = new ProbeSymptoms(cluster);
    s.pods();
    for (Row r : s.matrix.rows()) {
      if (r.probe().kind().equals("tcp") && r.probe().failed()) {
        s.tcp(r);
      }
    }
    s.dns();
    s.found.values().forEach(facts);
  }

  /** All probes from one node (or its pods) to one pod. */
  private static final class Reach {
    final Row any;
    final List<Row> small = new ArrayList<>();
    final List<Row> large = new ArrayList<>();
    final List<Row> tcp = new ArrayList<>();

    Reach(Row any) {
      this.any = any;
    }

    void add(Row r) {
      if (r.probe().kind().equals("tcp")) {
        tcp.add(r);
      } else if (r.probe().kind().equals("ping")) {
        (r.probe().number() <= SMALL ? small : large).add(r);
      }
    }

    boolean answered() {
      return small.stream().anyMatch(r -> r.probe().received() > 0)
          || tcp.stream()
              .anyMatch(r -> r.probe().ok() || r.probe().error().startsWith("Connection refused"));
    }

    List<Row> failures() {
      List<Row> all = new ArrayList<>();
      small.stream().filter(r -> r.probe().failed()).forEach(all::add);
      tcp.stream().filter(r -> r.probe().failed()).forEach(all::add);
      return all;
    }
  }

  private void pods() {
    Map<String, Reach> reaches = new LinkedHashMap<>();
    for (Row r : matrix.rows()) {
      if (r.target().kind() == Kind.POD) {
        reaches
            .computeIfAbsent(
                r.node() + " " + r.probe().fromPod() + " " + r.probe().address(), k -> new Reach(r))
            .add(r);
      }
    }
    Map<String, List<Reach>> paths =
        reaches.values().stream()
            .filter(r -> !r.small.isEmpty() || !r.tcp.isEmpty())
            .collect(
                Collectors.groupingBy(
                    r -> r.any.node() + " " + r.any.target().node() + " " + r.any.probe().fromPod(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    paths.values().forEach(this::path);
    reaches.values().forEach(this::reach);
  }

  /** All pods of one node seen from one node. */
  private void path(List<Reach> reaches) {
    List<Reach> silent =
        reaches.stream().filter(r -> !r.answered() && !r.failures().isEmpty()).toList();
    String from = reaches.get(0).any.node();
    String to = reaches.get(0).any.target().node();
    // the pod that probes always reaches itself
    boolean all =
        silent.size() == reaches.size() || silent.size() > 1 && 2 * silent.size() >= reaches.size();
    for (Reach r : silent) {
      if (all) {
        add(
            from.equals(to)
                ? "sym-same-node-pod-traffic-fails"
                : "sym-cross-node-pod-traffic-fails",
            Subject.node(from),
            Subject.node(to),
            "no answer from pods of the node",
            r.failures());
      } else {
        add(
            "sym-single-pod-unreachable",
            Subject.node(from),
            r.any.target().subject(),
            "no answer, other pods of the node answer",
            r.failures());
      }
    }
  }

  private void reach(Reach r) {
    if (!r.answered()) {
      return;
    }
    List<Row> lost = r.large.stream().filter(p -> p.probe().outcome() == Outcome.SILENT).toList();
    if (!lost.isEmpty() && r.small.stream().anyMatch(p -> p.probe().ok())) {
      add(
          "sym-large-payload-hangs",
          Subject.node(r.any.node()),
          Subject.node(r.any.target().node()),
          "large packets are lost without an error",
          lost);
    }
    boolean policy = policySelects(r.any.target().subject());
    for (Row t : r.tcp) {
      if (t.probe().outcome() == Outcome.SILENT && !policy) {
        add(
            "sym-tcp-syn-no-answer",
            Subject.node(t.node()),
            t.target().subject().with("port " + t.probe().number()),
            t.probe().error(),
            List.of(t));
      } else if (t.probe().outcome() == Outcome.REFUSED && servesPort(t)) {
        add(
            "sym-tcp-connection-refused",
            Subject.node(t.node()),
            t.target().subject().with("port " + t.probe().number()),
            t.probe().error(),
            List.of(t));
      }
    }
  }

  private boolean policySelects(Subject pod) {
    Optional<Pod> p = cluster.pod(pod.namespace(), pod.name());
    return p.isPresent()
        && cluster.objects(NetworkPolicy.class).stream()
            .anyMatch(
                n ->
                    n.namespace().equals(pod.namespace())
                        && n.pods().matches(p.get().meta().labels()));
  }

  /** True when a Service sends traffic to the probed port of the pod. */
  private boolean servesPort(Row r) {
    return cluster.objects(EndpointSlice.class).stream()
        .anyMatch(
            s ->
                s.namespace().equals(r.target().subject().namespace())
                    && s.ports().stream().anyMatch(p -> p.port() == r.probe().number())
                    && s.endpoints().stream()
                        .anyMatch(e -> e.target().equals(r.target().subject().name())));
  }

  private void tcp(Row r) {
    switch (r.target().kind()) {
      case SERVICE -> service(r);
      case API -> api(r);
      case NODE -> node(r);
      case EXTERNAL -> external(r);
      default -> {}
    }
  }

  private void service(Row r) {
    Optional<Service> service =
        cluster.service(r.target().subject().namespace(), r.target().subject().name());
    if (service.isEmpty() || !wanted(service.get()) || asked(service.get(), r)) {
      return;
    }
    if (elsewhereOnly(service.get(), r.node())) {
      return;
    }
    Subject target = r.target().subject().with("port " + r.probe().number());
    if (r.probe().outcome() == Outcome.REFUSED && r.probe().error().contains("refused")) {
      add("sym-tcp-connection-refused", Subject.node(r.node()), target, "refused", List.of(r));
    } else {
      add(
          !r.probe().fromPod() && fromNodeOnly(r.node())
              ? "sym-clusterip-from-node-only-fails"
              : "sym-clusterip-unreachable",
          Subject.node(r.node()),
          target,
          r.probe().error(),
          List.of(r));
    }
  }

  /** {@code internalTrafficPolicy: Local} and endpoints on other nodes: meant so until asked. */
  private boolean elsewhereOnly(Service s, String node) {
    return s.internalTrafficPolicy().equals("Local")
        && !readyOn(s, node)
        && cluster.slices(s).stream()
            .flatMap(e -> e.endpoints().stream())
            .anyMatch(EndpointSlice.Endpoint::ready);
  }

  /** Queries to cluster DNS from the same place say more than a connection to its port. */
  private boolean asked(Service s, Row r) {
    return ServiceState.dns(s)
        && matrix.rows().stream()
            .anyMatch(
                o ->
                    o.probe().kind().equals("dns")
                        && o.node().equals(r.node())
                        && o.probe().address().equals(r.probe().address()));
  }

  /** All Services fail from the node and none from its pods: chance picks no backends then. */
  private boolean fromNodeOnly(String node) {
    int[] failed = new int[2];
    int[] all = new int[2];
    for (Row r : matrix.rows()) {
      if (r.node().equals(node)
          && r.target().kind() == Kind.SERVICE
          && r.probe().kind().equals("tcp")) {
        int i = r.probe().fromPod() ? 1 : 0;
        all[i]++;
        failed[i] += r.probe().failed() ? 1 : 0;
      }
    }
    return failed[0] > 1 && failed[0] == all[0] && all[1] > 0 && failed[1] == 0;
  }

  /** Not one that nobody serves: then a probe of the collector fails, but no user. */
  private boolean wanted(Service s) {
    return cluster.slices(s).stream().anyMatch(e -> !e.endpoints().isEmpty())
        || !cluster.selected(s).isEmpty();
  }

  private void api(Row r) {
    boolean service = r.target().subject().kind().equals("service");
    String id =
        r.probe().fromPod()
            ? "sym-pod-to-apiserver-fails"
            : service
                ? "sym-clusterip-unreachable"
                : r.probe().error().contains("refused")
                    ? "sym-tcp-connection-refused"
                    : "sym-tcp-syn-no-answer";
    add(
        id,
        Subject.node(r.node()),
        r.target().subject().with("port " + r.probe().number()),
        r.probe().error(),
        List.of(r));
  }

  private void node(Row r) {
    int port = r.probe().number();
    Subject target = r.target().subject().with("port " + port);
    for (Service s : cluster.objects(Service.class)) {
      if (s.ports().stream().anyMatch(p -> p.nodePort() == port)) {
        boolean local = s.externalTrafficPolicy().equals("Local");
        boolean self = r.node().equals(r.target().node());
        if (wanted(s) && !self && (!local || readyOn(s, r.target().node()))) {
          add(
              "sym-nodeport-unreachable",
              Subject.node(r.node()),
              target,
              "NodePort of " + s.key() + ": " + r.probe().error(),
              List.of(r));
        }
        return;
      }
    }
    // others may be kept away from the kubelet's port on purpose
    boolean kubelet =
        BlockedPort.kubelet(cluster, r)
            && ApiNodes.of(cluster).contains(r.node())
            && !r.probe().fromPod();
    if (kubelet) {
      add(
          r.probe().error().contains("refused")
              ? "sym-tcp-connection-refused"
              : "sym-tcp-syn-no-answer",
          Subject.node(r.node()),
          target,
          r.probe().error(),
          List.of(r));
    }
  }

  private boolean readyOn(Service s, String node) {
    return cluster.slices(s).stream()
        .flatMap(e -> e.endpoints().stream())
        .anyMatch(e -> e.ready() && e.node().equals(node));
  }

  /** Only where the node itself gets through: a site without internet is no fault. */
  private void external(Row r) {
    boolean hostPasses =
        r.probe().fromPod()
            && matrix.rows().stream()
                .anyMatch(
                    o ->
                        o.node().equals(r.node())
                            && !o.probe().fromPod()
                            && o.probe().ok()
                            && o.probe().kind().equals("tcp")
                            && o.probe().address().equals(r.probe().address()));
    if (hostPasses) {
      add(
          "sym-pod-to-external-fails",
          Subject.node(r.node()),
          r.target().subject().with("port " + r.probe().number()),
          r.probe().error(),
          List.of(r));
    }
  }

  private void dns() {
    Set<String> ids = new TreeSet<>(matrix.dns().values());
    boolean everywhere = ids.size() == 1 && matrix.dns().size() > 1;
    matrix
        .dns()
        .forEach(
            (node, id) -> {
              if (!id.isEmpty()) {
                List<Row> rows = matrix.dnsFailures(node);
                add(
                    id,
                    everywhere ? Subject.CLUSTER : Subject.node(node),
                    rows.isEmpty() ? Subject.CLUSTER : rows.get(0).target().subject(),
                    "queries to cluster DNS fail",
                    rows);
              }
            });
  }

  private void add(String id, Subject from, Subject to, String detail, List<Row> rows) {
    List<Evidence> evidence = new ArrayList<>();
    for (Row r : rows) {
      evidence.add(
          new Evidence(
              r.probe().at(), r.probe().fromPod() ? "probe from a pod" : "probe from the node"));
    }
    String key = id + " " + from + " " + to;
    Symptom before = found.get(key);
    int count = rows.size();
    if (before != null) {
      count += before.count();
      evidence.addAll(0, before.evidence());
    }
    found.put(
        key,
        new Symptom(
            id,
            from,
            to,
            before == null ? detail : before.detail(),
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            count,
            evidence.subList(0, Math.min(EVIDENCE, evidence.size()))));
  }
}
