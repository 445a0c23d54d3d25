package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import java.time.Instant;
import java.util.List;

/**
 * Requests of one pod that fail now and then, while others to the same target succeed in between.
 *
 * @param target what is asked; the Service of cluster DNS for a look-up
 * @param failures how many failed, {@code successes} how many did not between the first failure and
 *     the last
 */
public record FlakyRequests(
    Subject client,
    Subject target,
    int failures,
    int successes,
    Instant first,
    Instant last,
    List<Evidence> evidence) {
  public FlakyRequests {
    evidence = List.copyOf(evidence);
  }

  /** True when the target works, on the whole. */
  public boolean rare() {
    return failures >= 2 && failures < successes;
  }
}
