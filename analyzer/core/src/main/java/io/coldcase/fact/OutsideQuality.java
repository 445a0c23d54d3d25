package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.probe.Probe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * How well packets pass between the nodes and addresses outside of the cluster: all probes of
 * these, from hosts and pods, together. What never answers is left out: it is blocked, not lossy.
 *
 * @param subject the outside address that suffers most
 * @param others other addresses that suffer
 * @param sent packets that tell of themselves: pings, queries and the first packets of connections
 * @param lost those of them without an answer
 * @param lossy some packets are lost, here and there, to more than one address or of more than one
 *     kind, and to other nodes hardly any
 * @param slow packets of two kinds take long in the middle, {@code middle} ms, and those inside of
 *     the cluster do not
 */
public record OutsideQuality(
    Subject subject,
    List<Subject> others,
    int sent,
    int lost,
    boolean lossy,
    boolean slow,
    double middle,
    List<Evidence> evidence) {
  private static final int ENOUGH = 16;
  private static final double SLOW_MILLIS = 150;

  /** A connection that took that long lost its first packet: it is sent again after a second. */
  private static final double RESENT_FROM = 1000;

  private static final double RESENT_TO = 1500;

  public OutsideQuality {
    others = List.copyOf(others);
    evidence = List.copyOf(evidence);
  }

  private static final class Sum {
    int sent;
    int lost;
    final List<Double> times = new ArrayList<>();
    final List<Row> bad = new ArrayList<>();

    void add(Row r) {
      int missing = lost(r.probe());
      sent += Math.max(sent(r.probe()), missing);
      lost += missing;
      if (missing > 0) {
        bad.add(r);
      } else if (r.probe().millis() >= 0) {
        times.add(r.probe().millis());
      }
    }

    double middle() {
      times.sort(null);
      return times.isEmpty() ? 0 : times.get(times.size() / 2);
    }
  }

  /** Packets of the probe that were lost for certain. */
  static int lost(Probe p) {
    return switch (p.kind()) {
      case "ping" ->
          p.outcome() == Probe.Outcome.OK
                  || p.outcome() == Probe.Outcome.PARTIAL
                  || p.outcome() == Probe.Outcome.SILENT
              ? p.sent() - p.received()
              : 0;
      // dig says so of each try, also where a later one is answered
      case "dns" ->
          Math.max(count(p.at().text(), "timed out"), p.outcome() == Probe.Outcome.SILENT ? 1 : 0);
      case "tcp" ->
          p.outcome() == Probe.Outcome.SILENT
              ? 2
              : p.ok() && p.millis() >= RESENT_FROM && p.millis() < RESENT_TO ? 1 : 0;
      default -> 0;
    };
  }

  private static int sent(Probe p) {
    boolean answered = p.ok() || p.outcome() == Probe.Outcome.NXDOMAIN;
    return switch (p.kind()) {
      case "ping" -> p.sent();
      case "dns", "tcp" -> lost(p) + (answered || lost(p) == 0 ? 1 : 0);
      default -> 0;
    };
  }

  private static int count(String text, String what) {
    int n = 0;
    for (int i = text.indexOf(what); i >= 0; i = text.indexOf(what, i + 1)) {
      n++;
    }
    return n;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Row>> outside = new TreeMap<>();
    Sum inside = new Sum();
    for (Row r : ProbeMatrix.of(cluster).rows()) {
      Probe p = r.probe();
      Kind kind = r.target().kind();
      boolean own = kind == Kind.SERVICE && ProbeMatrix.internalName(p.name());
      if (kind == Kind.EXTERNAL && p.outcome() != Probe.Outcome.LOCAL_ERROR) {
        outside.computeIfAbsent(p.address(), k -> new ArrayList<>()).add(r);
      } else if (kind == Kind.NODE && p.kind().equals("ping") || own && !p.overTcp()) {
        inside.add(r);
      }
    }
    outside.values().removeIf(rows -> systematic(rows));
    if (!outside.isEmpty()) {
      judge(outside, inside, facts);
    }
  }

  /**
   * The address answers nobody, or all that fails has one place or one kind of probe in common
   * where nothing passes: that is a block.
   */
  private static boolean systematic(List<Row> rows) {
    Map<String, Sum> places = new LinkedHashMap<>();
    Map<String, Sum> kinds = new LinkedHashMap<>();
    for (Row r : rows) {
      Probe p = r.probe();
      String kind = p.kind() + " " + p.number() + p.overTcp();
      kinds.computeIfAbsent(kind, k -> new Sum()).add(r);
      places.computeIfAbsent(r.node() + p.fromPod() + kind, k -> new Sum()).add(r);
    }
    boolean lost = kinds.values().stream().anyMatch(s -> s.lost > 0);
    return rows.stream().allMatch(r -> r.probe().failed())
        || lost && kinds.values().stream().noneMatch(OutsideQuality::mixed)
        || lost
            && places.values().stream().filter(s -> s.lost > 0).noneMatch(OutsideQuality::mixed);
  }

  private static boolean mixed(Sum s) {
    return s.lost > 0 && s.lost < s.sent;
  }

  private static void judge(Map<String, List<Row>> outside, Sum inside, Consumer<Object> facts) {
    Map<String, Sum> byAddress = new LinkedHashMap<>();
    Map<String, Sum> byKind = new LinkedHashMap<>();
    Sum all = new Sum();
    outside.forEach(
        (address, rows) -> {
          for (Row r : rows) {
            all.add(r);
            byAddress.computeIfAbsent(address, k -> new Sum()).add(r);
            byKind.computeIfAbsent(r.probe().kind() + r.probe().overTcp(), k -> new Sum()).add(r);
          }
        });
    boolean several =
        byAddress.values().stream().filter(s -> s.lost > 0).count() > 1
            || byKind.values().stream().filter(s -> s.lost > 0).count() > 1;
    boolean lossy =
        several
            && all.sent >= ENOUGH
            && all.bad.size() >= 3
            && all.lost * 10 > all.sent
            && inside.lost * 20 <= inside.sent;
    boolean slow =
        byKind.size() > 1
            && byKind.values().stream().allMatch(s -> s.middle() > SLOW_MILLIS)
            && all.times.size() >= ENOUGH / 2
            && !inside.times.isEmpty()
            && inside.middle() * 20 < all.middle();
    if (!lossy && !slow) {
      return;
    }
    Set<Subject> addresses = new LinkedHashSet<>();
    byAddress.entrySet().stream()
        .filter(e -> slow || e.getValue().lost > 0)
        .sorted((a, b) -> Integer.compare(b.getValue().lost, a.getValue().lost))
        .forEach(e -> addresses.add(Subject.address(e.getKey())));
    List<Evidence> evidence = new ArrayList<>();
    String why =
        lossy
            ? all.lost + " of " + all.sent + " packets to outside addresses were lost"
            : "middle round trip of "
                + all.times.size()
                + " probes: "
                + all.middle()
                + " ms, inside of the cluster "
                + inside.middle();
    (lossy ? all.bad : outside.values().stream().flatMap(List::stream).toList())
        .stream().limit(4).forEach(r -> evidence.add(new Evidence(r.probe().at(), why)));
    Subject first = addresses.iterator().next();
    facts.accept(
        new OutsideQuality(
            first,
            addresses.stream().skip(1).toList(),
            all.sent,
            all.lost,
            lossy,
            slow && !lossy,
            all.middle(),
            evidence));
    facts.accept(
        new Symptom(
            lossy ? "sym-packet-loss" : "sym-high-latency",
            Subject.CLUSTER,
            first,
            why,
            Instant.EPOCH,
            Instant.EPOCH,
            false,
            Math.max(1, all.lost),
            evidence));
  }
}
