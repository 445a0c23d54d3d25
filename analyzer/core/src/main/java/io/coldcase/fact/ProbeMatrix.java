package io.coldcase.fact;

import io.coldcase.fact.Targets.Kind;
import io.coldcase.fact.Targets.Resolved;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.model.probe.Probes;
import io.coldcase.net.Ip;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The probes of all nodes with their targets resolved. Probes of pods that were gone or moved by
 * the end of the collection are left out: nobody knows whether they were there when probed.
 */
final class ProbeMatrix {
  private final Cluster cluster;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<Row>> byNode = new HashMap<>();

  /** By node: symptom id of what probes of cluster DNS show, empty when they pass. */
  private final Map<String, String> dns = new TreeMap<>();

  /** A probe, the node that it ran on, and what it was for. */
  record Row(String node, Probe probe, Resolved target) {
    /** A TCP connection from the host is answered, as far as both hosts are known and tell. */
    boolean delivered(Walker walker) {
      return answered(walker).isPresent();
    }

    /** The walk of a TCP connection from the host, where both hosts are known and let it pass. */
    Optional<Trace> answered(Walker walker) {
      Optional<Ip> dst = Ip.tryParse(probe.address());
      Optional<Ip> src = dst.flatMap(d -> walker.sourceFor(node, d));
      return src.filter(s -> walker.known(node) && walker.known(target.node()))
          .map(s -> walker.fromHost(node, Packet.tcp(s, dst.get(), probe.number()), true))
          .filter(t -> t.verdict() == Verdict.DELIVERED);
    }
  }

  /** Those of the case, made once. */
  static ProbeMatrix of(Cluster cluster) {
    return cluster.derived(ProbeMatrix.class, ProbeMatrix::new);
  }

  ProbeMatrix(Cluster cluster) {
    this.cluster = cluster;
    Targets targets = new Targets(cluster);
    Set<Ip> after = new HashSet<>();
    cluster.objectsAfter(Pod.class).forEach(p -> after.addAll(p.ips()));
    for (Node n : cluster.nodes()) {
      for (var kind : List.of(Kinds.PROBES, Kinds.PROBES_POD)) {
        for (Probe p : n.get(kind).map(Probes::list).orElse(List.of())) {
          Optional<Ip> ip = Ip.tryParse(p.address());
          if (ip.isPresent() && p.outcome() != Outcome.UNKNOWN) {
            Resolved t = targets.of(ip.get(), p.number());
            boolean churned = t.kind() == Kind.POD && !after.isEmpty() && !after.contains(ip.get());
            if (t.kind() != Kind.GONE && !churned && !starting(t)) {
              Row row = new Row(n.name(), p, t);
              rows.add(row);
              byNode.computeIfAbsent(n.name(), k -> new ArrayList<>()).add(row);
            }
          }
        }
      }
    }
    cluster.nodes().forEach(n -> dnsOf(n.name()).ifPresent(id -> dns.put(n.name(), id)));
    Set<String> classes = new HashSet<>(dns.values());
    if (classes.size() > 1 && classes.contains("")) {
      dns.replaceAll((n, id) -> id.isEmpty() ? "" : "sym-dns-fail-some-nodes");
    }
  }

  private List<Row> rows(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  List<Row> rows() {
    return rows;
  }

  /** What probes from pods of a node say about cluster DNS: empty without, "" when they pass. */
  Optional<String> dnsOfPods(String node) {
    return probed(node, true) ? Optional.ofNullable(dns.get(node)) : Optional.empty();
  }

  private boolean probed(String node, boolean fromPod) {
    return rows(node).stream().anyMatch(r -> clusterDns(r) && r.probe().fromPod() == fromPod);
  }

  /** By node, for those where cluster DNS was probed. */
  Map<String, String> dns() {
    return dns;
  }

  /** Failed probes of the cluster DNS Service from {@code node}. */
  List<Row> dnsFailures(String node) {
    return rows(node).stream().filter(r -> clusterDns(r) && bad(r)).toList();
  }

  private boolean starting(Resolved t) {
    return t.kind() == Kind.POD
        && cluster
            .pod(t.subject().namespace(), t.subject().name())
            .filter(p -> p.phase().equals("Running") && p.meta().deleted().isEmpty())
            .isEmpty();
  }

  private static boolean clusterDns(Row r) {
    return r.probe().kind().equals("dns") && r.target().kind() == Kind.SERVICE;
  }

  static boolean internalName(String name) {
    return name.startsWith("kubernetes.default.");
  }

  /** NXDOMAIN is an answer, but not for the one name that every cluster has. */
  private static boolean bad(Row r) {
    return r.probe().failed()
        || r.probe().outcome() == Outcome.NXDOMAIN && internalName(r.probe().name());
  }

  private Optional<String> dnsOf(String node) {
    boolean fromPod = probed(node, true);
    int[] bad = new int[2];
    int[] all = new int[2];
    for (Row r : rows(node)) {
      if (clusterDns(r) && r.probe().fromPod() == fromPod) {
        int i = internalName(r.probe().name()) ? 0 : 1;
        all[i]++;
        bad[i] += bad(r) ? 1 : 0;
      }
    }
    if (all[0] + all[1] == 0) {
      return Optional.empty();
    }
    boolean internal = all[0] > 0 && bad[0] == all[0];
    boolean external = all[1] > 0 && bad[1] == all[1];
    if (internal && (external || all[1] == 0)) {
      return Optional.of("sym-dns-all-fail");
    }
    if (internal || external) {
      return Optional.of(internal ? "sym-dns-internal-fail" : "sym-dns-external-fail");
    }
    return Optional.of(bad[0] + bad[1] > 0 ? "sym-dns-intermittent" : "");
  }
}
