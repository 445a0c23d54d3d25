package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The resolver file of a node names more name servers than a resolver uses, and none of those that
 * remain answers the DNS servers on that node.
 *
 * @param omitted addresses that are cut off
 */
public record CutResolver(String node, List<String> omitted, List<Evidence> evidence) {
  /** What the resolver library and kubelet keep (resolv.conf(5), MAXNS). */
  private static final int KEPT = 3;

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
    for (String name : nodes) {
      cluster.node(name).flatMap(n -> of(cluster, n, lost)).ifPresent(facts);
    }
  }

  private static Optional<CutResolver> of(Cluster cluster, Node n, Map<String, Evidence> lost) {
    List<ResolvConf.Server> all = NodeResolv.of(n).map(ResolvConf::servers).orElse(List.of());
    if (all.size() <= KEPT) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(all.get(KEPT).at(), "the first name server that nobody uses"));
    for (ResolvConf.Server s : all.subList(0, KEPT)) {
      Evidence e = lost.get(s.ip().toString());
      if (e == null) {
        return Optional.empty();
      }
      evidence.add(e);
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
