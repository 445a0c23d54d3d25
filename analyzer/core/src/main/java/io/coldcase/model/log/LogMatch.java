package io.coldcase.model.log;

import io.coldcase.diag.SourceRef;
import java.time.Instant;
import java.util.Map;

/**
 * Lines of one log that match one signature with the same values of its groups, folded.
 *
 * @param groups named groups of the signature's regex
 * @param first time of the first line, {@link Instant#EPOCH} when lines carry no time
 * @param longestGapSeconds longest time between two of them, 0 with one
 * @param at the first line; {@code lastAt} the last
 */
public record LogMatch(
    String signature,
    Map<String, String> groups,
    int count,
    Instant first,
    Instant last,
    long longestGapSeconds,
    SourceRef at,
    SourceRef lastAt) {
  public LogMatch {
    groups = Map.copyOf(groups);
  }
}
