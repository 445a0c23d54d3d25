package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Certs;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A certificate in use whose validity ended before the collection. */
public record Expired(
    String node, String path, Subject subject, Instant notAfter, List<Evidence> evidence) {
  public Expired {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      for (Certs.Cert c : n.get(Kinds.CERTS).map(Certs::list).orElse(List.of())) {
        if (c.notAfter().isAfter(Instant.EPOCH)
            && c.notAfter().isBefore(cluster.now())
            && used(c.path())) {
          facts.accept(
              new Expired(
                  n.name(),
                  c.path(),
                  Subject.node(n.name()).with(c.path()),
                  c.notAfter(),
                  List.of(new Evidence(c.notAfterAt(), "ended before the bundle was collected"))));
        }
      }
    }
  }

  /** Old kubelet certificates keep lying beside the one that the link names. */
  private static boolean used(String path) {
    return !path.contains("/kubelet/pki/kubelet-")
        || path.contains("-current.pem")
        || path.contains("/kubelet.crt");
  }
}
