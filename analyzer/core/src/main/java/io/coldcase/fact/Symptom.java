package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import java.time.Instant;
import java.util.List;

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
}
