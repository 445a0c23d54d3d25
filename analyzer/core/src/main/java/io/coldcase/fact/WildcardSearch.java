package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A domain of a node's search list in which every name has an address, while requests by names that
 * are looked up there first fail. Where nobody asked there for a name that does not exist, requests
 * tell: by the name of a Service they went to an address outside of the cluster.
 *
 * @param answer the address that any name there has; NOERROR without one (the name exists, but has
 *     no address, RFC 2308 section 2.2) is no such domain
 * @param seen a failed request went to that address, which the domain was seen to answer
 * @param evidence the search line, the probe, the requests
 */
public record WildcardSearch(
    String node, String domain, String answer, boolean seen, List<Evidence> evidence) {
  /** What the collector puts before a search domain: nobody has a host of this name. */
  private static final String NOBODY = "coldcase-nosuch-name.";

  /** Names with as many dots are looked up as they are. */
  private static final int NDOTS = 5;

  /** Plugins with which the cluster's own DNS server may answer anything. */
  private static final List<String> OVERRIDES = List.of("hosts", "rewrite", "template");

  /** A Service that is made anew has an address that nobody knows for a request or two. */
  private static final int FEW = 2;

  private static final int EVIDENCE = 3;

  public WildcardSearch {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Set<String> told = new LinkedHashSet<>();
    for (Node n : cluster.nodes()) {
      Optional<ResolvConf> file = NodeResolv.of(n);
      for (String domain : file.map(ResolvConf::search).orElse(List.of())) {
        n.probes().stream()
            .filter(p -> p.ok() && p.name().equals(NOBODY + domain + "."))
            .filter(p -> !p.answer().isEmpty())
            .findFirst()
            .filter(p -> told.add(domain))
            .flatMap(p -> harm(cluster, n.name(), domain, file.orElseThrow(), p))
            .ifPresent(facts);
      }
    }
    boolean asked =
        cluster.nodes().stream()
            .flatMap(n -> n.probes().stream())
            .anyMatch(p -> p.name().startsWith(NOBODY));
    if (!asked) {
      astray(cluster).ifPresent(facts);
    }
  }

  /**
   * Names of Services that pods took for somebody outside, though nothing in the cluster says so.
   */
  private static Optional<WildcardSearch> astray(Cluster cluster) {
    boolean overridden =
        ClusterDns.of(cluster)
            .corefile()
            .filter(c -> OVERRIDES.stream().noneMatch(p -> c.plugins(p).findAny().isPresent()))
            .isEmpty();
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    for (LogScan scan : logs.scans()) {
      Optional<ResolvConf> file = cluster.node(logs.nodeOf(scan)).flatMap(NodeResolv::of);
      Optional<Pod> pod = logs.pod(scan).filter(p -> KubeletDns.clusterFirst(p.spec()));
      if (overridden || pod.isEmpty() || file.filter(f -> !f.search().isEmpty()).isEmpty()) {
        continue;
      }
      for (Requests r : scan.requests()) {
        Optional<Ip> ip = Ip.tryParse(r.ip());
        if (ip.isPresent()
            && searched(r)
            && r.host().contains(".")
            && r.failures() > FEW
            && r.successes() + r.successesAfter() == 0
            && !logs.ended(scan, r)
            && targets.named(scan.namespace(), r.host()).filter(t -> within(cluster, t)).isPresent()
            && targets.of(ip.get(), r.port()).kind() == Targets.Kind.EXTERNAL
            && pod.get().spec().hostAliases().stream().noneMatch(a -> a.ip().equals(ip.get()))) {
          List<Evidence> evidence = new ArrayList<>();
          evidence.add(
              new Evidence(r.lastAt(), "the name of a Service, asked at an address outside"));
          evidence.add(new Evidence(file.get().searchAt(), "pods inherit this search list"));
          String domain = file.get().search().get(0);
          return Optional.of(
              new WildcardSearch(logs.nodeOf(scan), domain, r.ip(), false, evidence));
        }
      }
    }
    return Optional.empty();
  }

  /** A pod, or a Service with an address of its own: DNS gives none outside for their names. */
  private static boolean within(Cluster cluster, Targets.Resolved t) {
    return t.kind() == Targets.Kind.POD
        || cluster
            .service(t.subject().namespace(), t.subject().name())
            .filter(s -> !s.headless() && !s.clusterIps().isEmpty())
            .isPresent();
  }

  /** A name that is looked up in the search list before it is taken as it is. */
  private static boolean searched(Requests r) {
    return !r.host().isEmpty()
        && Ip.tryParse(r.host()).isEmpty()
        && r.host().chars().filter(c -> c == '.').count() < NDOTS;
  }

  private static Optional<WildcardSearch> harm(
      Cluster cluster, String node, String domain, ResolvConf file, Probe probe) {
    String answer = probe.answer();
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    List<Evidence> direct = new ArrayList<>();
    List<Evidence> likely = new ArrayList<>();
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        if (!searched(r) || r.failure().lookup() || logs.ended(scan, r)) {
          continue;
        }
        if (r.ip().equals(answer)) {
          direct.add(new Evidence(r.lastAt(), "a request by a name goes to that address"));
        } else if (r.ip().isEmpty() && !targets.internal(scan.namespace(), r.host())) {
          likely.add(new Evidence(r.lastAt(), "a request by a name that is looked up there first"));
        }
      }
    }
    if (direct.isEmpty() && likely.isEmpty()) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(probe.at(), "a name that nobody has is answered in this domain"));
    evidence.add(new Evidence(file.searchAt(), "pods inherit this search list"));
    (direct.isEmpty() ? likely : direct).stream().limit(EVIDENCE).forEach(evidence::add);
    return Optional.of(new WildcardSearch(node, domain, answer, !direct.isEmpty(), evidence));
  }
}
