package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All logs of a case, and what can be said about whether something in them still goes on. */
final class Logs {
  /** A log that goes on for this long without a repeated line has seen the last of it. */
  private static final long QUIET_SECONDS = 30;

  /** The same for a log in which nothing at all is written any more. */
  private static final long SILENT_SECONDS = 120;

  /**
   * The same for what a client-go reflector was refused: it tries again after half a minute, with
   * jitter a minute, and logs nothing when it succeeds.
   */
  private static final long RELIST_SECONDS = 75;

  /** A target that later probes reach and that was not missed for this long has recovered. */
  static final long RECOVERED_SECONDS = 20;

  private static final List<ArtifactKind<LogScan>> NODE_LOGS =
      List.of(Kinds.KUBELET_LOG, Kinds.RUNTIME_LOG, Kinds.NET_LOG, Kinds.DMESG);

  private final Cluster cluster;
  private final List<LogScan> scans = new ArrayList<>();

  /** When the pod logs were fetched: the newest line of any. */
  private final Instant fetched;

  /** Those of the case, made once. */
  static Logs of(Cluster cluster) {
    return cluster.derived(Logs.class, Logs::new);
  }

  Logs(Cluster cluster) {
    this.cluster = cluster;
    Instant newest = Instant.EPOCH;
    for (Store.Entry<LogScan> e : cluster.store().entries(Kinds.POD_LOGS).values()) {
      scans.add(e.value());
      newest = e.value().end().isAfter(newest) ? e.value().end() : newest;
    }
    fetched = newest;
    for (Node n : cluster.nodes()) {
      for (ArtifactKind<LogScan> kind : NODE_LOGS) {
        n.get(kind).ifPresent(scans::add);
      }
    }
  }

  /** When the pod logs were fetched: the newest line of any. */
  Instant fetched() {
    return fetched;
  }

  List<LogScan> scans() {
    return scans;
  }

  /** The node of the log; empty for a pod that is not known. */
  String nodeOf(LogScan scan) {
    return scan.pod().isEmpty() ? scan.node() : pod(scan).map(Pod::nodeName).orElse("");
  }

  Optional<Pod> pod(LogScan scan) {
    return cluster.pod(scan.namespace(), scan.pod());
  }

  /**
   * {@link #ended(LogScan, Instant, long)} of what a signature hit; or it names where it could not
   * connect, was quiet since, and a later probe from the same place got through: clients of the API
   * log nothing when they succeed.
   */
  boolean ended(LogScan scan, LogMatch m) {
    return ended(scan, m.last(), m.longestGapSeconds()) || relisted(scan, m) || reached(scan, m);
  }

  /** A client-go reflector wrote the line: it lists and watches until it succeeds. */
  static boolean byReflector(SourceRef line) {
    return line.text().contains("reflector");
  }

  private boolean relisted(LogScan scan, LogMatch m) {
    return byReflector(m.lastAt())
        && m.lastAt().text().contains("is forbidden")
        && !m.last().equals(Instant.EPOCH)
        && Duration.between(m.last(), fetched).getSeconds() > RELIST_SECONDS
        && pod(scan).filter(Pod::ready).isPresent();
  }

  private boolean reached(LogScan scan, LogMatch m) {
    String ip = m.groups().getOrDefault("ip", "");
    String port = m.groups().getOrDefault("port", "");
    long quiet = Duration.between(m.last(), fetched).getSeconds();
    if (ip.isEmpty() || port.isEmpty() || quiet <= RECOVERED_SECONDS) {
      return false;
    }
    boolean inPod = pod(scan).filter(p -> !p.spec().hostNetwork()).isPresent();
    var kind = inPod ? Kinds.PROBES_POD : Kinds.PROBES;
    return cluster.node(nodeOf(scan)).stream()
        .flatMap(n -> n.store().entries(kind).values().stream())
        .filter(e -> e.artifact().start() > m.last().getEpochSecond())
        .flatMap(e -> e.value().list().stream())
        .anyMatch(
            p ->
                p.kind().equals("tcp")
                    && p.ok()
                    && p.address().equals(ip)
                    && port.equals(String.valueOf(p.number())));
  }

  /** {@link #ended(LogScan, Instant, long)} of failed requests. */
  boolean ended(LogScan scan, Requests r) {
    return ended(scan, r.last(), r.longestGapSeconds());
  }

  /**
   * True when something that was last seen at {@code last} was over when the log was fetched: the
   * log went on without it, or fell silent for long, or it stands in the log of a previous run of a
   * container that is ready now.
   *
   * @param gapSeconds longest time between two sightings
   */
  private boolean ended(LogScan scan, Instant last, long gapSeconds) {
    if (scan.previous()) {
      return pod(scan).filter(Pod::ready).isPresent();
    }
    if (last.equals(Instant.EPOCH)) {
      return false;
    }
    long quiet = Duration.between(last, scan.end()).getSeconds();
    if (quiet > Math.max(QUIET_SECONDS, 3 * gapSeconds)) {
      return true;
    }
    long silent = Duration.between(last, fetched).getSeconds();
    return !scan.pod().isEmpty()
        && silent > Math.max(SILENT_SECONDS, 4 * gapSeconds)
        && pod(scan).filter(Pod::ready).isPresent();
  }
}
