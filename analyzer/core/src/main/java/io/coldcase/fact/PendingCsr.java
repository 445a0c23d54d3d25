package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.PlainObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A node whose kubelet asked for a serving certificate that nobody approved, and got none.
 *
 * @param csr name of the newest request
 */
public record PendingCsr(Subject node, String csr, List<Evidence> evidence) {
  public PendingCsr {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      List<PlainObject> own =
          cluster.objects(PlainObject.class).stream()
              .filter(o -> o.meta().kind().equals("CertificateSigningRequest"))
              .filter(o -> field(o, "signerName").equals("kubernetes.io/kubelet-serving"))
              .filter(o -> field(o, "username").equals("system:node:" + n.name()))
              .toList();
      boolean served = own.stream().anyMatch(o -> o.fields().containsKey("/status/certificate"));
      own.stream()
          .filter(o -> o.conditions().isEmpty() && !served)
          .max((a, b) -> a.meta().created().compareTo(b.meta().created()))
          .ifPresent(o -> facts.accept(of(n, o)));
    }
  }

  private static PendingCsr of(Node n, PlainObject o) {
    List<Evidence> e = new ArrayList<>();
    e.add(
        new Evidence(
            o.at().withText(o.name() + ": " + field(o, "signerName") + ", no condition"),
            "the request is neither approved nor denied"));
    n.get(Kinds.KUBELET)
        .flatMap(k -> k.setting("rotate-server-certificates", "serverTLSBootstrap"))
        .ifPresent(s -> e.add(new Evidence(s.at(), "so kubelet signs none for itself")));
    return new PendingCsr(Subject.node(n.name()), o.name(), e);
  }

  private static String field(PlainObject o, String name) {
    return o.fields().getOrDefault("/spec/" + name, "");
  }
}
