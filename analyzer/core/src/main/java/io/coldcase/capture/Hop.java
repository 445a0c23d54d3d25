package io.coldcase.capture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What happened between two neighbouring capture points to all SYNs and DNS queries that took that
 * way.
 *
 * @param to where they were seen next; equal to {@code from} for those that were never seen again
 *     although nobody answered
 * @param connections how many
 * @param delayNanos median time of the packet in between, clocks corrected; {@code errorNanos} how
 *     far it may be off: 0 on one node
 * @param roundTripNanos median round trip in between, from the answers; no clocks but one at each
 *     point count; -1 without answers
 * @param packet number of the first of them at {@code from}
 */
public record Hop(
    Point from,
    Point to,
    int connections,
    long delayNanos,
    long errorNanos,
    long roundTripNanos,
    long packet) {

  /** True when they ended at {@code from}. */
  public boolean end() {
    return from.equals(to);
  }

  private static final class Sum {
    final List<Long> delays = new ArrayList<>();
    final List<Long> roundTrips = new ArrayList<>();
    long error;
    long packet = Long.MAX_VALUE;
  }

  /** All hops of {@code paths}, in the order of their first connection. */
  public static List<Hop> of(List<FlowPath> paths) {
    Map<List<Point>, Sum> sums = new LinkedHashMap<>();
    for (FlowPath p : paths) {
      List<FlowPath.Sighting> s = p.sightings();
      for (int i = 0; i + 1 < s.size(); i++) {
        FlowPath.Sighting a = s.get(i);
        FlowPath.Sighting b = s.get(i + 1);
        Sum sum = sums.computeIfAbsent(List.of(a.point(), b.point()), k -> new Sum());
        sum.delays.add(b.nanos() - a.nanos());
        sum.packet = Math.min(sum.packet, a.packet());
        if (!a.point().node().equals(b.point().node())) {
          sum.error = Math.max(sum.error, a.errorNanos() + b.errorNanos());
        }
        if (a.answerNanos() >= 0 && b.answerNanos() >= 0) {
          sum.roundTrips.add(a.answerAfterNanos() - b.answerAfterNanos());
        }
      }
      if (!p.answered() && !p.refused() && p.answerFrom().isEmpty()) {
        FlowPath.Sighting last = s.get(s.size() - 1);
        Sum sum = sums.computeIfAbsent(List.of(last.point(), last.point()), k -> new Sum());
        sum.delays.add(0L);
        sum.packet = Math.min(sum.packet, last.packet());
      }
    }
    List<Hop> hops = new ArrayList<>();
    sums.forEach(
        (k, sum) ->
            hops.add(
                new Hop(
                    k.get(0),
                    k.get(1),
                    sum.delays.size(),
                    median(sum.delays),
                    sum.error,
                    median(sum.roundTrips),
                    sum.packet)));
    return hops;
  }

  private static long median(List<Long> values) {
    return values.isEmpty() ? -1 : values.stream().sorted().toList().get(values.size() / 2);
  }
}
