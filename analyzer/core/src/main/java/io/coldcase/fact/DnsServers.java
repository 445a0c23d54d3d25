package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Where the cluster's DNS servers run, and which of them stand behind the DNS Service. */
public final class DnsServers {
  private DnsServers() {}

  /** Pods of two workloads, both ready, answer for the DNS Service: {@code other} is the second. */
  public record TwoGenerations(
      Subject service, Subject first, Subject other, List<Evidence> evidence) {
    public TwoGenerations {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * A DNS server on the host network ends because port 53 of its node is taken.
   *
   * @param holder name of the process that has the port, or empty
   */
  public record PortTaken(
      String node, Subject workload, String holder, SourceOf at, List<Evidence> evidence) {
    public PortTaken {
      evidence = List.copyOf(evidence);
    }
  }

  /** Whose log says so. */
  public record SourceOf(String namespace, String pod) {}

  /** All DNS pods are on one node, and that node is not ready; {@code pods} is how many. */
  public record OnOneLostNode(String node, Subject workload, int pods, List<Evidence> evidence) {
    public OnOneLostNode {
      evidence = List.copyOf(evidence);
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    generations(cluster, dns).ifPresent(facts);
    portTaken(cluster, dns, facts);
    lost(cluster, dns).ifPresent(facts);
  }

  private static Optional<TwoGenerations> generations(Cluster cluster, ClusterDns dns) {
    Map<Subject, Evidence> ready = new TreeMap<>();
    if (dns.service().isEmpty()) {
      return Optional.empty();
    }
    for (EndpointSlice s : cluster.slices(dns.service().get())) {
      for (EndpointSlice.Endpoint e : s.endpoints()) {
        cluster
            .pod(s.meta().namespace(), e.target())
            .filter(p -> e.ready() && !s.legacy() && !p.meta().owners().isEmpty())
            .ifPresent(
                p ->
                    ready.putIfAbsent(
                        PodDns.workload(p),
                        new Evidence(
                            s.at(e.place(), e.addresses() + " " + e.target() + " ready: true"),
                            "a ready endpoint of " + PodDns.workload(p).name())));
      }
    }
    if (ready.size() < 2) {
      return Optional.empty();
    }
    List<Subject> all = new ArrayList<>(ready.keySet());
    // the one that the cluster came with stays
    int own = Math.max(0, all.indexOf(dns.workloadSubject()));
    Subject first = all.remove(own);
    return Optional.of(
        new TwoGenerations(
            dns.serviceSubject(), first, all.get(0), new ArrayList<>(ready.values())));
  }

  private static void portTaken(Cluster cluster, ClusterDns dns, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, List<Evidence>> byNode = new LinkedHashMap<>();
    Map<String, SourceOf> source = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        String node = logs.nodeOf(scan);
        boolean host = logs.pod(scan).filter(p -> p.spec().hostNetwork()).isPresent();
        if (m.signature().equals("coredns-port-taken") && host && !logs.ended(scan, m)) {
          byNode
              .computeIfAbsent(node, k -> new ArrayList<>())
              .add(new Evidence(m.lastAt(), "the DNS server cannot open port 53 of the node"));
          source.putIfAbsent(node, new SourceOf(scan.namespace(), scan.pod()));
        }
      }
    }
    byNode.forEach(
        (node, e) -> {
          Optional<Socket> holder = cluster.node(node).flatMap(DnsServers::onPort53);
          holder.ifPresent(s -> e.add(new Evidence(s.at(), "who has it: " + process(s.process()))));
          facts.accept(
              new PortTaken(
                  node,
                  dns.workloadSubject(),
                  holder.map(Socket::process).orElse(""),
                  source.get(node),
                  e));
        });
  }

  private static String process(String name) {
    return name.isEmpty() ? "a process that was not named" : name;
  }

  private static Optional<Socket> onPort53(Node n) {
    return n.get(Kinds.SS)
        .flatMap((Samples<Sockets> s) -> s.last())
        .flatMap(s -> s.listening().stream().filter(x -> x.port() == 53).findFirst());
  }

  private static Optional<OnOneLostNode> lost(Cluster cluster, ClusterDns dns) {
    List<Pod> placed = dns.pods().stream().filter(p -> !p.nodeName().isEmpty()).toList();
    TreeSet<String> nodes = new TreeSet<>();
    placed.forEach(p -> nodes.add(p.nodeName()));
    boolean others = dns.pods().stream().anyMatch(p -> p.nodeName().isEmpty() || p.ready());
    if (nodes.size() != 1 || others || cluster.nodes().size() < 2) {
      return Optional.empty();
    }
    Optional<KubeNode> node = cluster.node(nodes.first()).flatMap(Node::object);
    Optional<Condition> ready = node.flatMap(n -> n.condition("Ready")).filter(c -> !c.isTrue());
    boolean elsewhere =
        cluster.objects(KubeNode.class).stream()
            .anyMatch(n -> n.condition("Ready").filter(Condition::isTrue).isPresent());
    if (ready.isEmpty() || !elsewhere) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(node.get().at(ready.get()), "the only node with a DNS server"));
    placed.forEach(
        p ->
            evidence.add(
                new Evidence(
                    p.at().withText(p.key() + " on " + p.nodeName()),
                    "a DNS server that it runs")));
    return Optional.of(
        new OnOneLostNode(nodes.first(), dns.workloadSubject(), placed.size(), evidence));
  }
}
