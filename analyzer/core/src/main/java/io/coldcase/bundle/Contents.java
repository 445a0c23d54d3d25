package io.coldcase.bundle;

import io.coldcase.diag.Warning;
import java.util.List;

/**
 * What a case turned out to hold once it was read.
 *
 * @param members the artifacts in the order of the case, superseded copies left out
 * @param lacking artifacts that a manifest names and no part holds, with the reason
 * @param manifests one per part that has one
 * @param warnings about the containers, sorted by place
 * @param damaged true when a part was cut short or damaged, so that members may be lost
 */
public record Contents(
    List<Member> members,
    List<Artifact> lacking,
    List<Manifest> manifests,
    List<Warning> warnings,
    boolean damaged) {
  public Contents {
    members = List.copyOf(members);
    lacking = List.copyOf(lacking);
    manifests = List.copyOf(manifests);
    warnings = List.copyOf(warnings);
  }
}
