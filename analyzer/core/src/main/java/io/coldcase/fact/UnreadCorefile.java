package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ConfigMap of the Corefile was written after a DNS server had become ready that does not look
 * for changes: one with the plugin {@code reload} says so when it starts. What was written may be
 * no more than an annotation.
 *
 * @param config the ConfigMap
 */
public record UnreadCorefile(Subject config, List<Evidence> evidence) {
  public UnreadCorefile {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    Optional<Corefile> corefile = dns.corefile();
    List<Evidence> e = new ArrayList<>();
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      Optional<Pod> pod = logs.pod(scan).filter(Pod::ready).filter(dns.pods()::contains);
      Optional<LogMatch> started = find(scan, "coredns-started");
      if (corefile.isPresent()
          && pod.isPresent()
          && !scan.previous()
          && started.isPresent()
          && find(scan, "coredns-reloads").isEmpty()
          && pod.get().meta().revision() > 0
          && pod.get().meta().revision() < corefile.get().meta().revision()) {
        e.add(
            new Evidence(
                pod.get().at().withText(version(pod.get().meta().revision())),
                "written when the pod became ready, or later"));
        e.add(new Evidence(started.get().at(), "it does not say that it looks for changes"));
      }
    }
    if (!e.isEmpty()) {
      Corefile c = corefile.orElseThrow();
      e.add(
          0,
          new Evidence(
              c.meta().at().withText(version(c.meta().revision())),
              "the ConfigMap was written after that"));
      facts.accept(new UnreadCorefile(dns.configSubject(), e));
    }
  }

  private static String version(long revision) {
    return "resourceVersion: " + revision;
  }

  private static Optional<LogMatch> find(LogScan scan, String signature) {
    return scan.matches().stream().filter(m -> m.signature().equals(signature)).findFirst();
  }
}
