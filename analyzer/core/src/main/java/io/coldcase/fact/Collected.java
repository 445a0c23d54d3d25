package io.coldcase.fact;

/**
 * A kind of artifact was collected whole: what it does not list is absent. A rule that concludes
 * from absence matches this first.
 *
 * @param kind {@link io.coldcase.bundle.ArtifactKind#id()}
 * @param node node name, empty for cluster kinds
 */
public record Collected(String kind, String node) {}
