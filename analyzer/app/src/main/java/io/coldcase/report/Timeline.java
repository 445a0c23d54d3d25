package io.coldcase.report;

import io.coldcase.diag.SourceRef;
import io.coldcase.fact.LogHit;
import io.coldcase.fact.Symptom;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cluster and facts to what happened when: warning events, restarts, log hits and symptoms. */
public final class Timeline {
  /** Normal events that tell of the life of nodes and pods; the others are routine. */
  private static final Set<String> TELLING =
      Set.of(
          "NodeNotReady", "NodeReady", "Rebooted", "Starting", "Killing", "Preempted", "Evicted");

  private Timeline() {}

  /**
   * Something that happened once or, in {@code count} sightings, between two times.
   *
   * @param kind event, restart, log or symptom
   * @param about the object, in words
   */
  public record Entry(
      Instant first,
      Instant last,
      String kind,
      String about,
      String what,
      int count,
      List<SourceRef> at) {
    public Entry {
      at = List.copyOf(at);
    }
  }

  /**
   * All entries by time; what has no time is left out.
   *
   * @param titles of symptoms by id
   */
  public static List<Entry> of(Cluster cluster, List<?> facts, Map<String, String> titles) {
    List<Entry> all = new ArrayList<>();
    for (Event e : cluster.objects(Event.class)) {
      if (!e.type().equals("Normal") || TELLING.contains(e.reason())) {
        all.add(
            new Entry(
                e.first().equals(Instant.EPOCH) ? e.last() : e.first(),
                e.last(),
                "event",
                e.regardingKind()
                    + " "
                    + (e.regardingNamespace().isEmpty() ? "" : e.regardingNamespace() + "/")
                    + e.regardingName(),
                e.message().isBlank() ? e.reason() : e.reason() + ": " + e.message(),
                e.count(),
                List.of(e.at())));
      }
    }
    for (Pod p : cluster.objects(Pod.class)) {
      for (ContainerStatus c : p.statuses()) {
        if (c.restarts() > 0) {
          ContainerStatus.State ended = c.last();
          all.add(
              new Entry(
                  ended.finished(),
                  ended.finished(),
                  "restart",
                  "Pod " + p.key(),
                  c.name() + " ended: " + ended.reason() + ", exit code " + ended.exitCode(),
                  c.restarts(),
                  List.of(p.at())));
        }
      }
    }
    for (Object fact : facts) {
      if (fact instanceof LogHit h && !routine(h.at().text())) {
        all.add(
            new Entry(
                h.first(),
                h.last(),
                "log",
                h.subject().toString(),
                h.component() + ": " + h.at().text(),
                h.count(),
                List.of(h.at())));
      } else if (fact instanceof Symptom s && !ofEvents(s)) {
        all.add(
            new Entry(
                s.first(),
                s.last(),
                "symptom",
                s.source().toString(),
                titles.getOrDefault(s.id(), s.id()) + ": " + Report.describe(s),
                s.count(),
                s.evidence().stream().limit(1).map(e -> e.at()).toList()));
      }
    }
    return all.stream()
        .filter(e -> e.first().isAfter(Instant.EPOCH))
        .map(e -> e.last().isBefore(e.first()) ? at(e) : e)
        .sorted(
            Comparator.comparing(Entry::first)
                .thenComparing(Entry::last)
                .thenComparing(Entry::kind)
                .thenComparing(Entry::about)
                .thenComparing(Entry::what))
        .toList();
  }

  /** True for a symptom that the events above tell already. */
  private static boolean ofEvents(Symptom s) {
    return !s.evidence().isEmpty()
        && s.evidence().get(0).at().artifact().equals(Kinds.EVENTS.path(""));
  }

  /** True for a line of level info: good to know for rules, but nothing happened. */
  private static boolean routine(String line) {
    int klog = line.indexOf(" I");
    return line.contains("[INFO]")
        || line.contains("level=info")
        || klog >= 0 && line.length() > klog + 6 && digits(line, klog + 2, klog + 6);
  }

  private static boolean digits(String text, int from, int to) {
    return text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Entry at(Entry e) {
    return new Entry(e.first(), e.first(), e.kind(), e.about(), e.what(), e.count(), e.at());
  }
}
