package io.coldcase.sim;

import java.util.List;

/** All fates of one packet; their probabilities sum to 1. */
public record Trace(String from, Packet packet, List<Outcome> outcomes) {
  public Trace {
    outcomes = List.copyOf(outcomes);
  }

  /** The share of packets whose round trip ends in failure for certain. */
  public double failing() {
    return outcomes.stream()
        .filter(o -> o.roundTrip().verdict().fails())
        .mapToDouble(Outcome::probability)
        .sum();
  }

  /** The one verdict of all outcomes' round trips, UNKNOWN when they differ. */
  public Verdict verdict() {
    List<Verdict> all = outcomes.stream().map(o -> o.roundTrip().verdict()).distinct().toList();
    return all.size() == 1 ? all.get(0) : Verdict.UNKNOWN;
  }
}
