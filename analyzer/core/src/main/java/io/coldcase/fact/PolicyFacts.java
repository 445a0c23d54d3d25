package io.coldcase.fact;

import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Table;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Workload;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Owners;
import io.coldcase.sim.Policies;
import io.coldcase.sim.Walker;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Holds probes between pods against what the NetworkPolicies say about them. */
final class PolicyFacts {
  private static final List<String> ENGINES =
      List.of(
          "calico",
          "canal",
          "cilium",
          "weave",
          "antrea",
          "kube-router",
          "network-policies",
          "romana",
          "ovn",
          "netpol");

  /**
   * Connections that cannot be a collector's alone: it makes two in a run, and the kernel remembers
   * closed ones for two minutes, in which some runs have room.
   */
  private static final int OWN = 10;

  private PolicyFacts() {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (cluster.objects(NetworkPolicy.class).isEmpty()) {
      return;
    }
    boolean enforced = engine(cluster);
    Policies policies = new Policies(cluster);
    Set<String> told = new HashSet<>();
    for (Node n : cluster.nodes()) {
      Optional<Pod> sender = sender(cluster, n);
      for (Probe p : n.get(Kinds.PROBES_POD).map(x -> x.list()).orElse(List.of())) {
        Optional<Pod> from = p.pod().isEmpty() ? sender : find(cluster, n, p.pod());
        Optional<Pod> to = Ip.tryParse(p.address()).flatMap(cluster::podByIp);
        if (from.isEmpty() || to.isEmpty() || !p.kind().equals("tcp")) {
          continue;
        }
        // the collector's own connection from a pod that sends nothing there harms nobody
        if (!enforced && p.ok() && !sends(n, from.get(), to.get(), p.number())) {
          continue;
        }
        Optional<Policies.Denial> d = policies.denies(from.get(), to.get(), "TCP", p.number());
        if (d.isPresent() && told.add(d.get().by().key() + p.ok())) {
          facts.accept(
              new PolicyFact(
                  d.get().by().namespace(),
                  d.get().by().name(),
                  d.get().direction(),
                  from.get().key(),
                  to.get().namespace(),
                  to.get().name(),
                  p.number(),
                  enforced,
                  p.ok(),
                  d.get().by().at(),
                  p.at()));
        }
      }
    }
  }

  /** More connections than a collector makes. */
  private static boolean sends(Node n, Pod from, Pod to, int port) {
    List<ConntrackSample.Flow> flows =
        n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of());
    return flows.stream()
            .filter(f -> f.protocol().equals(Protocol.TCP) && f.replyPort() == port)
            .filter(f -> from.ips().contains(f.src()) && to.ips().contains(f.replySource()))
            .mapToInt(ConntrackSample.Flow::count)
            .sum()
        >= OWN;
  }

  /** Who sends the probes of recordings that do not name the pod: only if there is no doubt. */
  private static Optional<Pod> sender(Cluster cluster, Node n) {
    List<Pod> able =
        cluster.podsOn(n.name()).stream()
            .filter(p -> !p.spec().hostNetwork() && p.name().startsWith("client-"))
            .toList();
    return able.size() == 1 ? Optional.of(able.get(0)) : Optional.empty();
  }

  private static Optional<Pod> find(Cluster cluster, Node n, String key) {
    return cluster.podsOn(n.name()).stream().filter(p -> p.key().equals(key)).findFirst();
  }

  /** A plugin that enforces policies is installed, or its chains are in the kernel. */
  private static boolean engine(Cluster cluster) {
    boolean installed =
        cluster.objects(Workload.class).stream()
            .anyMatch(w -> ENGINES.stream().anyMatch(e -> w.name().contains(e)));
    if (installed) {
      return true;
    }
    // names are one object for all nodes with the same chains
    Map<List<String>, Set<String>> asked = new IdentityHashMap<>();
    for (Node n : cluster.nodes()) {
      for (Table t : Walker.of(cluster).filters(n.name()).map(Filters::tables).orElse(List.of())) {
        List<String> names = t.chains().names();
        if (asked.computeIfAbsent(names, k -> new HashSet<>()).add(t.key())
            && names.stream().anyMatch(c -> Owners.of(t.key(), c, "").equals("policy"))) {
          return true;
        }
      }
    }
    return false;
  }
}
