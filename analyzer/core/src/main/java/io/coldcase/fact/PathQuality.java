package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.probe.Probe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How well small and middle-sized pings pass between two nodes, in both directions, from hosts and
 * pods to hosts and pods. Targets that never answer are left out: they are blocked, not lossy.
 *
 * @param subject the path between the nodes
 * @param sent packets; {@code received} those answered
 * @param lossy some packets are lost, here and there; {@code slow} the middle round trip takes
 *     longer than {@value #SLOW_MILLIS} ms and is far above that of another path, or of the nodes
 *     themselves
 * @param middle middle round trip time in ms
 */
public record PathQuality(
    Subject subject,
    int sent,
    int received,
    boolean lossy,
    boolean slow,
    double middle,
    List<Evidence> evidence) {
  /** Below this many packets nothing is said about loss. */
  private static final int ENOUGH = 16;

  private static final int LARGEST = 1400;
  private static final double SLOW_MILLIS = 100;

  public PathQuality {
    evidence = List.copyOf(evidence);
  }

  private static final class Path {
    int sent;
    int received;
    int lossyTargets;
    final List<Double> times = new ArrayList<>();
    final List<Row> lost = new ArrayList<>();
    final List<Row> all = new ArrayList<>();

    double middle() {
      times.sort(Comparator.naturalOrder());
      return times.isEmpty() ? 0 : times.get(times.size() / 2);
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Path> paths = new TreeMap<>();
    Map<String, Subject> subjects = new TreeMap<>();
    double best = Double.MAX_VALUE;
    for (List<Row> rows : byTarget(ProbeMatrix.of(cluster)).values()) {
      Row any = rows.get(0);
      String other = any.target().node();
      if (rows.stream().noneMatch(r -> r.probe().received() > 0)) {
        continue;
      }
      Subject subject = Subject.path(any.node(), other);
      String key = any.node().equals(other) ? "" : subject.name();
      Path p = paths.computeIfAbsent(key, k -> new Path());
      subjects.put(key, subject);
      boolean lossy = false;
      for (Row r : rows) {
        p.sent += r.probe().sent();
        p.received += r.probe().received();
        p.all.add(r);
        if (r.probe().millis() >= 0) {
          p.times.add(r.probe().millis());
        }
        if (r.probe().received() < r.probe().sent()) {
          p.lost.add(r);
          lossy = true;
        }
      }
      p.lossyTargets += lossy ? 1 : 0;
    }
    for (Path p : paths.values()) {
      best = p.times.isEmpty() ? best : Math.min(best, p.middle());
    }
    for (Map.Entry<String, Path> e : paths.entrySet()) {
      if (!e.getKey().isEmpty()) {
        judge(subjects.get(e.getKey()), e.getValue(), best, facts);
      }
    }
  }

  /** Pings of up to {@value #LARGEST} bytes by source and target. */
  private static Map<String, List<Row>> byTarget(ProbeMatrix matrix) {
    Map<String, List<Row>> by = new TreeMap<>();
    for (Row r : matrix.rows()) {
      Probe p = r.probe();
      boolean inside = r.target().kind() == Kind.POD || r.target().kind() == Kind.NODE;
      if (p.kind().equals("ping")
          && inside
          && p.number() <= LARGEST
          && p.outcome() != Probe.Outcome.LOCAL_ERROR) {
        by.computeIfAbsent(r.node() + " " + p.fromPod() + " " + p.address(), k -> new ArrayList<>())
            .add(r);
      }
    }
    return by;
  }

  private static void judge(Subject path, Path p, double best, Consumer<Object> facts) {
    int lost = p.sent - p.received;
    boolean slow = p.middle() > SLOW_MILLIS && p.middle() > 20 * best;
    boolean lossy =
        !slow && p.sent >= ENOUGH && lost >= 3 && p.lossyTargets >= 2 && lost * 20 > p.sent;
    if (!slow && !lossy) {
      return;
    }
    List<Evidence> evidence = new ArrayList<>();
    for (Row r : slow ? p.all : p.lost) {
      if (evidence.size() < 4) {
        evidence.add(
            new Evidence(
                r.probe().at(),
                slow
                    ? "middle round trip of " + p.times.size() + " probes: " + p.middle() + " ms"
                    : lost + " of " + p.sent + " packets between the nodes were lost"));
      }
    }
    facts.accept(new PathQuality(path, p.sent, p.received, lossy, slow, p.middle(), evidence));
    facts.accept(
        new Symptom(
            slow ? "sym-high-latency" : "sym-packet-loss",
            path,
            path,
            slow ? "round trips of " + p.middle() + " ms" : lost + " of " + p.sent + " lost",
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            Math.max(1, lost),
            evidence));
  }
}
