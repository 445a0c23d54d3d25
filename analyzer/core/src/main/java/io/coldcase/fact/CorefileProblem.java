package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Corefile;
import java.util.function.Consumer;

/** Something in the text of the Corefile that CoreDNS does not accept. */
public record CorefileProblem(Subject config, String text, SourceRef at) {
  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    dns.corefile()
        .ifPresent(
            c -> {
              for (Corefile.Problem p : c.problems()) {
                facts.accept(new CorefileProblem(dns.configSubject(), p.text(), p.at()));
              }
            });
  }
}
