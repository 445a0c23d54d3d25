package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.host.ConntrackSample.Flow;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.EndpointSlice.Endpoint;
import io.coldcase.model.kube.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Service whose zone hints give most of its connections to few of its endpoints.
 *
 * @param zone where the connections come from
 * @param endpoints how many endpoints are meant for that zone, of {@code of}
 * @param flows connections from that zone, of {@code ofFlows}
 */
public record ZoneSkew(
    Subject service,
    String zone,
    int endpoints,
    int of,
    int flows,
    int ofFlows,
    List<Evidence> evidence) {
  private static final String ZONE = "topology.kubernetes.io/zone";

  /** Fewer connections than this say nothing about shares. */
  private static final int FEW = 20;

  public ZoneSkew {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    for (Service s : cluster.objects(Service.class)) {
      List<EndpointSlice> slices = cluster.slices(s);
      List<Endpoint> ready =
          slices.stream().flatMap(e -> e.endpoints().stream()).filter(Endpoint::ready).toList();
      if (!ready.isEmpty() && ready.stream().noneMatch(e -> e.hints().isEmpty())) {
        skew(cluster, s, slices.get(0), ready, facts);
      }
    }
  }

  private static void skew(
      Cluster cluster,
      Service s,
      EndpointSlice slice,
      List<Endpoint> ready,
      Consumer<Object> facts) {
    Map<String, Integer> flows = new HashMap<>();
    Map<String, Flow> first = new HashMap<>();
    for (Node n : cluster.nodes()) {
      String zone = n.object().map(o -> o.meta().labels().getOrDefault(ZONE, "")).orElse("");
      for (Flow f : n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of())) {
        boolean own =
            cluster.podByIp(f.src()).filter(p -> p.nodeName().equals(n.name())).isPresent();
        if (!zone.isEmpty() && own && s.clusterIps().contains(f.dst())) {
          flows.merge(zone, f.count(), Integer::sum);
          first.putIfAbsent(zone, f);
        }
      }
    }
    int all = flows.values().stream().mapToInt(Integer::intValue).sum();
    for (Map.Entry<String, Integer> e : flows.entrySet()) {
      int meant = (int) ready.stream().filter(x -> x.hints().contains(e.getKey())).count();
      if (all >= FEW && meant > 0 && e.getValue() * 2 > all && meant * 10 < ready.size() * 3) {
        List<Evidence> evidence = new ArrayList<>();
        ready.stream()
            .filter(x -> x.hints().contains(e.getKey()))
            .findFirst()
            .ifPresent(
                x ->
                    evidence.add(
                        new Evidence(
                            slice.at(x.place(), "forZones: " + e.getKey()),
                            meant + " of " + ready.size() + " endpoints are meant for this zone")));
        evidence.add(
            new Evidence(
                first.get(e.getKey()).at(),
                e.getValue() + " of " + all + " connections come from this zone"));
        facts.accept(
            new ZoneSkew(
                Subject.service(s.namespace(), s.name()),
                e.getKey(),
                meant,
                ready.size(),
                e.getValue(),
                all,
                evidence));
      }
    }
  }
}
