package io.coldcase.sim;

import java.util.List;
import java.util.Optional;

/**
 * One of the possible fates of a packet.
 *
 * @param probability share of packets that meet this fate, 0..1
 * @param why one phrase on what ended the walk
 * @param place where it ended: node, or {@code node/namespace/pod}
 * @param last the packet as it was at the end
 * @param steps the way, in order
 * @param reply how the first answer fared; empty unless delivered and asked for
 */
public record Outcome(
    Verdict verdict,
    double probability,
    String why,
    String place,
    Packet last,
    List<Step> steps,
    Optional<Outcome> reply) {
  public Outcome {
    steps = List.copyOf(steps);
  }

  /** The step that decided the end. */
  public Step decided() {
    return steps.get(steps.size() - 1);
  }

  /** The verdict of the round trip: of the reply where there is one. */
  public Outcome roundTrip() {
    return reply.orElse(this);
  }

  Outcome with(Outcome answer) {
    return new Outcome(verdict, probability, why, place, last, steps, Optional.of(answer));
  }
}
