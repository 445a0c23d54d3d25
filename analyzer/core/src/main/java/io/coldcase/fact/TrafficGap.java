package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Service;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A node without ready endpoint of a Service whose traffic policy is {@code Local} while other
 * nodes have some: packets are dropped there. Legitimate until somebody sends there.
 *
 * @param policy external or internal
 * @param nodePort {@code port N} of a NodePort, empty for internal
 */
public record TrafficGap(
    String policy, Subject service, String node, String nodePort, String have, SourceRef at) {

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      boolean external = s.externalTrafficPolicy().equals("Local");
      boolean internal = s.internalTrafficPolicy().equals("Local");
      if (!external && !internal) {
        continue;
      }
      Set<String> have =
          cluster.slices(s).stream()
              .flatMap(e -> e.endpoints().stream())
              .filter(EndpointSlice.Endpoint::ready)
              .map(EndpointSlice.Endpoint::node)
              .collect(Collectors.toCollection(java.util.TreeSet::new));
      if (have.isEmpty()) {
        continue;
      }
      Subject service = Subject.service(s.namespace(), s.name());
      for (Node n : cluster.nodes()) {
        if (!have.contains(n.name())) {
          String on = String.join(", ", have);
          if (internal) {
            SourceRef at =
                s.at().child("spec/internalTrafficPolicy", "internalTrafficPolicy: Local");
            facts.accept(new TrafficGap("internal", service, n.name(), "", on, at));
          }
          for (Service.Port p : s.ports()) {
            if (external && p.nodePort() > 0) {
              SourceRef at =
                  s.at().child("spec/externalTrafficPolicy", "externalTrafficPolicy: Local");
              facts.accept(
                  new TrafficGap("external", service, n.name(), "port " + p.nodePort(), on, at));
            }
          }
        }
      }
    }
  }
}
