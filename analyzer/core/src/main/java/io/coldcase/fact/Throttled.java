package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A network component whose requests the API server turns away with 429 until the end. */
public record Throttled(Subject workload, List<Evidence> evidence) {
  /** A kubelet's log also holds the 429 of image registries. */
  private static final Set<String> COMPONENTS =
      Set.of("coredns", "kube-proxy", "flannel", "controller-manager", "scheduler");

  public Throttled {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<Subject, List<Evidence>> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        if (m.signature().equals("api-throttled")
            && COMPONENTS.contains(scan.component())
            && m.count() > 1
            && !logs.ended(scan, m)) {
          Subject who =
              logs.pod(scan)
                  .map(PodDns::workload)
                  .orElse(Subject.pod(scan.namespace(), scan.pod()));
          List<Evidence> e = found.computeIfAbsent(who, k -> new ArrayList<>());
          e.add(new Evidence(m.at(), "the API server turns its request away"));
          e.add(new Evidence(m.lastAt(), "of " + m.count() + " such lines the last"));
        }
      }
    }
    found.forEach((who, e) -> facts.accept(new Throttled(who, e)));
  }
}
