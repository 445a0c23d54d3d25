package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Lines of one log that match one signature with the same groups.
 *
 * @param signature id in a {@code signatures.tsv}
 * @param component whose log, for example coredns or kubelet
 * @param node node of the log, or of the pod of the log; empty when unknown
 * @param pod empty for logs of a node; with namespace and container
 * @param previous stands in the log of the container's previous run
 * @param ended the log went on without it, so that it says nothing about the time of collection
 * @param groups named groups of the signature's regex
 * @param at first line; {@code lastAt} the last
 */
public record LogHit(
    String signature,
    String component,
    String node,
    String namespace,
    String pod,
    String container,
    boolean previous,
    boolean ended,
    int count,
    Instant first,
    Instant last,
    Map<String, String> groups,
    SourceRef at,
    SourceRef lastAt) {

  /** The value of a named group, empty when the signature has none of that name. */
  public String group(String name) {
    return groups.getOrDefault(name, "");
  }

  /** Seconds between the first and the last line; most where the log tells no times. */
  public long lasted() {
    return last.equals(Instant.EPOCH) ? Long.MAX_VALUE : Duration.between(first, last).getSeconds();
  }

  /** False for the single complaint of a client-go reflector: it tries again until it succeeds. */
  public boolean repeated() {
    return count > 1 || !Logs.byReflector(lastAt);
  }

  /** The pod whose log it is, or the node. */
  public Subject subject() {
    return pod.isEmpty() ? Subject.node(node) : Subject.pod(namespace, pod);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        facts.accept(
            new LogHit(
                m.signature(),
                scan.component(),
                logs.nodeOf(scan),
                scan.namespace(),
                scan.pod(),
                scan.container(),
                scan.previous(),
                logs.ended(scan, m),
                m.count(),
                m.first(),
                m.last(),
                m.groups(),
                m.at(),
                m.lastAt()));
      }
    }
  }
}
