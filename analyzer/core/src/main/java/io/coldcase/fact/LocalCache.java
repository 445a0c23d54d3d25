package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * NodeLocal DNS asks a server for the cluster's names that cannot answer (Kubernetes, "Using
 * NodeLocal DNSCache in Kubernetes Clusters").
 *
 * @param upstream the Service without an endpoint, or the Corefile that names no server
 * @param address whom its Corefile names
 */
public record LocalCache(Subject upstream, String address, List<Evidence> evidence) {
  /** What the pod itself fills in, with the address of this Service. */
  private static final String FILLED_IN = "__PILLAR__CLUSTER__DNS__";

  private static final String UPSTREAM = "kube-dns-upstream";

  public LocalCache {
    evidence = List.copyOf(evidence);
  }

  /** A pod of NodeLocal DNS, by the name that every manifest gives it. */
  static boolean is(String pod) {
    return pod.startsWith("node-local-dns") || pod.startsWith("nodelocaldns");
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Corefile c : cluster.objects(Corefile.class)) {
      if (is(c.name())) {
        upstreams(cluster, c, facts);
      }
    }
  }

  private static void upstreams(Cluster cluster, Corefile c, Consumer<Object> facts) {
    List<String> told = new ArrayList<>();
    for (Corefile.Server s : c.servers()) {
      if (s.keys().stream().allMatch(k -> k.zone().equals("."))) {
        continue;
      }
      for (Corefile.Directive d : s.plugins("forward")) {
        for (String to : d.args().subList(Math.min(1, d.args().size()), d.args().size())) {
          if (!told.contains(to)) {
            told.add(to);
            judge(cluster, c, d, to).ifPresent(facts);
          }
        }
      }
    }
  }

  private static Optional<LocalCache> judge(
      Cluster cluster, Corefile c, Corefile.Directive forward, String to) {
    Evidence asks = new Evidence(forward.at(), "NodeLocal DNS forwards cluster names to " + to);
    Subject config = new Subject("config", c.namespace(), c.name(), "Corefile, forward to " + to);
    if (to.startsWith("__PILLAR__") && !to.equals(FILLED_IN)) {
      return Optional.of(new LocalCache(config, to, List.of(asks)));
    }
    Optional<Service> service =
        to.equals(FILLED_IN)
            ? cluster.service(c.namespace(), UPSTREAM)
            : Ip.tryParse(to).flatMap(cluster::serviceByIp);
    if (service.isEmpty()) {
      return to.equals(FILLED_IN) && cluster.complete(Kinds.SERVICES)
          ? Optional.of(new LocalCache(Subject.service(c.namespace(), UPSTREAM), to, List.of(asks)))
          : Optional.empty();
    }
    List<EndpointSlice> slices = cluster.slices(service.get());
    boolean empty =
        cluster.complete(Kinds.ENDPOINT_SLICES)
            && slices.stream().flatMap(x -> x.endpoints().stream()).noneMatch(x -> x.ready());
    Subject subject = Subject.service(service.get().namespace(), service.get().name());
    List<Evidence> evidence = new ArrayList<>(List.of(asks));
    slices.forEach(x -> evidence.add(new Evidence(x.at(), "nobody stands behind that Service")));
    return empty ? Optional.of(new LocalCache(subject, to, evidence)) : Optional.empty();
  }
}
