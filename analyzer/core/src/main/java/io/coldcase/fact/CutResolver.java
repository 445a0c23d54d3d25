package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The resolver file of a node names more name servers than a resolver uses, and none of those that
 * remain answers the DNS servers on that node; or pods use the file, none that remains answers the
 * node, and one of the others does.
 *
 * @param omitted addresses that are cut off
 */
public record CutResolver(String node, List<String> omitted, List<Evidence> evidence) {
  /** What the resolver library and kubelet keep (resolv.conf(5), MAXNS). */
  private static final int KEPT = 3;

  /** Search domains that kubelet gives a pod (Kubernetes API validation, MaxDNSSearchPaths). */
  private static final int SEARCHES = 32;

  /** Characters of the search line of a pod (MaxDNSSearchListChars). */
  private static final int SEARCH_LENGTH = 2048;

  /** The namespace's own, svc and the cluster domain stand first. */
  private static final List<String> CLUSTER_SEARCHES =
      List.of("namespace.svc.cluster.local", "svc.cluster.local", "cluster.local");

  /**
   * The search domains that pods of a node get from its resolver file are more than kubelet keeps:
   * names below the last ones are looked up as if they stood nowhere.
   *
   * @param omitted domains that are cut off
   */
  public record Searches(String node, List<String> omitted, List<Evidence> evidence) {
    public Searches {
      omitted = List.copyOf(omitted);
      evidence = List.copyOf(evidence);
    }

    /** The file with what is cut off. */
    public Subject subject() {
      return Subject.node(node)
          .with(
              "resolver file: too many search domains, " + String.join(" ", omitted) + " cut off");
    }
  }

  public CutResolver {
    omitted = List.copyOf(omitted);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Evidence> lost = Upstream.lost(cluster);
    Set<String> nodes = new LinkedHashSet<>();
    for (Pod p : ClusterDns.of(cluster).pods()) {
      nodes.add(p.nodeName());
    }
    for (Pod p : cluster.objects(Pod.class)) {
      if (p.spec().dnsPolicy().equals("Default") && !p.finished()) {
        nodes.add(p.nodeName());
      }
    }
    for (String name : nodes) {
      cluster.node(name).flatMap(n -> of(cluster, n, lost)).ifPresent(facts);
    }
    for (Node n : cluster.nodes()) {
      NodeResolv.of(n).flatMap(f -> searches(n, f)).ifPresent(facts);
    }
  }

  private static Optional<Searches> searches(Node n, ResolvConf file) {
    int length = 0;
    int kept = 0;
    for (String domain : CLUSTER_SEARCHES) {
      length += domain.length() + 1;
    }
    while (kept < file.search().size()
        && kept + CLUSTER_SEARCHES.size() < SEARCHES
        && length + file.search().get(kept).length() <= SEARCH_LENGTH) {
      length += file.search().get(kept++).length() + 1;
    }
    List<String> omitted = file.search().subList(kept, file.search().size());
    return omitted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Searches(
                n.name(),
                omitted,
                List.of(
                    new Evidence(
                        file.searchAt(),
                        "with the cluster's own, "
                            + (file.search().size() + CLUSTER_SEARCHES.size())
                            + " search domains, of which kubelet keeps "
                            + (kept + CLUSTER_SEARCHES.size())))));
  }

  private static Optional<CutResolver> of(Cluster cluster, Node n, Map<String, Evidence> lost) {
    List<ResolvConf.Server> all = NodeResolv.of(n).map(ResolvConf::servers).orElse(List.of());
    if (all.size() <= KEPT) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(all.get(KEPT).at(), "the first name server that nobody uses"));
    boolean needed =
        all.subList(KEPT, all.size()).stream()
            .anyMatch(s -> Upstream.answers(Upstream.asked(n, s.ip().toString())));
    for (ResolvConf.Server s : all.subList(0, KEPT)) {
      Evidence e = lost.get(s.ip().toString());
      List<Probe> asked = Upstream.asked(n, s.ip().toString());
      if (Upstream.answers(asked) || e == null && !needed) {
        return Optional.empty();
      }
      if (e != null) {
        evidence.add(e);
      } else if (!asked.isEmpty()) {
        evidence.add(
            new Evidence(asked.get(0).at(), "a name server that remains, and does not answer"));
      }
    }
    if (evidence.size() < KEPT) {
      return Optional.empty();
    }
    cluster.objects(Event.class).stream()
        .filter(e -> e.reason().equals("DNSConfigForming"))
        .filter(e -> e.message().contains("Nameserver limits were exceeded"))
        .findFirst()
        .ifPresent(
            e ->
                evidence.add(
                    new Evidence(
                        e.at().withText(e.reason() + ": " + e.message()), "kubelet says so")));
    List<String> omitted =
        all.subList(KEPT, all.size()).stream().map(s -> s.ip().toString()).toList();
    return Optional.of(new CutResolver(n.name(), omitted, evidence));
  }

  /** The file with what is cut off. */
  public Subject subject() {
    return Subject.node(node)
        .with("resolver file: more than 3 name servers, " + String.join(" ", omitted) + " cut off");
  }
}
