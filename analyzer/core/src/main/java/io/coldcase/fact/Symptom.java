package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a user of the cluster would notice: an id of the symptom list, who suffers, what
 * is not reached, and when.
 *
 * @param id {@code sym-...}
 * @param source who notices: a pod, a node, the cluster
 * @param target what fails: a service, a pod, a node, an address, a name; CLUSTER when it has no
 *     target
 * @param detail one short phrase, for example the error text
 * @param first first sighting, {@link Instant#EPOCH} when unknown
 * @param last last sighting, {@link Instant#EPOCH} when unknown
 * @param ended true when it demonstrably stopped before the collection (a later success was seen)
 * @param count sightings, at least 1
 */
public record Symptom(
    String id,
    Subject source,
    Subject target,
    String detail,
    Instant first,
    Instant last,
    boolean ended,
    int count,
    List<Evidence> evidence) {
  public Symptom {
    evidence = List.copyOf(evidence);
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Symptom s
        && count == s.count
        && ended == s.ended
        && id.equals(s.id)
        && source.equals(s.source)
        && target.equals(s.target)
        && detail.equals(s.detail)
        && first.equals(s.first)
        && last.equals(s.last)
        && evidence.equals(s.evidence);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * id.hashCode() + source.hashCode()) + target.hashCode();
  }
}
