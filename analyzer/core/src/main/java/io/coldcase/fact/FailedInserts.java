package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.Samples;
import java.util.Optional;

/**
 * Entries that the connection tracking of a node failed to insert between the samples: two packets
 * asked for the same at once, and one of them was dropped.
 *
 * @param count -1 when that was not collected
 */
public record FailedInserts(long count, SourceRef at) {
  private static final String COUNTER = "insert_failed";

  static FailedInserts of(Node n) {
    Optional<Samples<Counters>> stats = n.get(Kinds.CONNTRACK_STATS);
    return new FailedInserts(
        stats.flatMap(s -> s.growth(x -> x.get(COUNTER))).orElse(-1L),
        stats
            .flatMap(Samples::last)
            .flatMap(x -> x.at(COUNTER))
            .orElse(SourceRef.of(Kinds.CONNTRACK_STATS.path(n.name()))));
  }
}
