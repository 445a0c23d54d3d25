package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.HostMeta;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Two machines whose kubelets run under one node name: each finds that somebody else renews its
 * lease, or one has the credentials of another name and is refused.
 *
 * @param nodes other nodes that the machines belong to, as far as the evidence shows
 */
public record SharedName(String name, List<Subject> nodes, List<Evidence> evidence) {
  /**
   * An update that timed out and took effect all the same makes one conflict, not a row of them.
   */
  private static final int ROW = 3;

  public SharedName {
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, Set<Subject>> nodes = new TreeMap<>();
    Map<String, List<Evidence>> evidence = new TreeMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        String name = m.groups().getOrDefault("name", "");
        boolean row = m.signature().equals("kubelet-lease-conflict") && m.count() >= ROW;
        boolean refused =
            m.signature().equals("kubelet-other-node")
                && !name.equals(m.groups().getOrDefault("own", name));
        if ((row || refused)
            && cluster.objects(KubeNode.class).stream().anyMatch(o -> is(o, name))
            && !logs.ended(scan, m)) {
          Set<Subject> all = nodes.computeIfAbsent(name, k -> new LinkedHashSet<>());
          if (!scan.node().equals(name)) {
            all.add(Subject.node(scan.node()));
          }
          if (refused) {
            all.add(Subject.node(m.groups().get("own")));
          }
          evidence
              .computeIfAbsent(name, k -> new ArrayList<>())
              .add(
                  new Evidence(
                      m.lastAt(),
                      row
                          ? "somebody else renews the lease of this kubelet, "
                              + m.count()
                              + " such lines"
                          : "a kubelet asks in the name of another node"));
        }
      }
    }
    nodes.forEach(
        (name, all) -> {
          twins(cluster, name, all, evidence.get(name));
          hostnames(cluster, name, all, evidence.get(name));
          facts.accept(new SharedName(name, List.copyOf(all), evidence.get(name)));
        });
  }

  private static boolean is(KubeNode o, String name) {
    return o.name().equals(name);
  }

  /** Nodes that have the same address: one machine wrote both objects. */
  private static void twins(
      Cluster cluster, String name, Set<Subject> nodes, List<Evidence> evidence) {
    Optional<KubeNode> one =
        cluster.objects(KubeNode.class).stream().filter(o -> is(o, name)).findFirst();
    for (KubeNode o : cluster.objects(KubeNode.class)) {
      boolean shared =
          one.isPresent()
              && !is(o, name)
              && o.internalIps().stream().anyMatch(one.get().internalIps()::contains);
      if (shared) {
        nodes.add(Subject.node(o.name()));
        String text = o.name() + " and " + name + ": InternalIP " + o.internalIps();
        evidence.add(
            new Evidence(o.at().withText(text), "one machine registered under both names"));
      }
    }
  }

  /** Collected machines that call themselves so. */
  private static void hostnames(
      Cluster cluster, String name, Set<Subject> nodes, List<Evidence> evidence) {
    for (Node n : cluster.nodes()) {
      for (Store.Entry<HostMeta> e : n.store().entries(Kinds.META).values()) {
        if (!n.name().equals(name) && e.value().hostname().equals(name)) {
          nodes.add(Subject.node(n.name()));
          SourceRef at = SourceRef.of(e.artifact().path()).withText(name);
          evidence.add(new Evidence(at, "the host name of this machine"));
        }
      }
    }
  }
}
