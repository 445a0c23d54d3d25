package io.coldcase.model;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.ArtifactStatus;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parsed values of one scope (the cluster, or one node): by kind and instance, with the
 * artifact that each came from. Immutable once built.
 */
public final class Store {
  private final Map<String, TreeMap<String, Entry<?>>> byKind;
  private final Map<String, TreeMap<String, Artifact>> lacking;

  Store(
      Map<String, TreeMap<String, Entry<?>>> byKind,
      Map<String, TreeMap<String, Artifact>> lacking) {
    this.byKind = byKind;
    this.lacking = lacking;
  }

  /** A value, the artifact it came from, and whether every line of it was understood. */
  public record Entry<T>(T value, Artifact artifact, boolean understood) {}

  /** The value of a kind with one instance, or the first instance of it. */
  public <T> Optional<T> get(ArtifactKind<T> kind) {
    Map<String, Entry<T>> m = entries(kind);
    return m.isEmpty() ? Optional.empty() : Optional.of(m.values().iterator().next().value());
  }

  /** All instances of a kind by instance key, sorted. */
  @SuppressWarnings("unchecked")
  public <T> Map<String, Entry<T>> entries(ArtifactKind<T> kind) {
    return (Map<String, Entry<T>>)
        (Map<String, ?>)
            Collections.unmodifiableMap(byKind.getOrDefault(kind.id(), new TreeMap<>()));
  }

  /**
   * The worst status among the instances of a kind, those without a value included; NOT_ATTEMPTED
   * when there is none.
   */
  public ArtifactStatus status(ArtifactKind<?> kind) {
    Optional<ArtifactStatus> worst = Optional.empty();
    for (Entry<?> e : byKind.getOrDefault(kind.id(), new TreeMap<>()).values()) {
      worst = worse(worst, e.artifact().status());
    }
    for (Artifact a : lacking(kind).values()) {
      worst = worse(worst, a.status());
    }
    return worst.orElse(ArtifactStatus.NOT_ATTEMPTED);
  }

  private static Optional<ArtifactStatus> worse(Optional<ArtifactStatus> a, ArtifactStatus b) {
    return a.isEmpty() || (a.get().complete() && !b.complete()) ? Optional.of(b) : a;
  }

  /**
   * Instances of a kind that were tried, or named as not tried, and have no value, with the reason.
   */
  public Map<String, Artifact> lacking(ArtifactKind<?> kind) {
    return Collections.unmodifiableMap(lacking.getOrDefault(kind.id(), new TreeMap<>()));
  }

  /** True when what this kind does not list is known to be absent. */
  public boolean complete(ArtifactKind<?> kind) {
    return status(kind).complete();
  }

  /** Collects values until {@link #build()}. */
  public static final class Builder {
    private final Map<String, TreeMap<String, Entry<?>>> byKind = new HashMap<>();
    private final Map<String, TreeMap<String, Artifact>> lacking = new HashMap<>();

    /**
     * Adds a value; a second one for the same instance replaces the first when its artifact is
     * newer or the first was unreadable.
     */
    public <T> Builder put(ArtifactKind<T> kind, String instance, Entry<T> entry) {
      byKind
          .computeIfAbsent(kind.id(), k -> new TreeMap<>())
          .merge(instance, entry, (a, b) -> newer(a.artifact(), b.artifact()) ? b : a);
      return this;
    }

    /** Notes an instance that has no value; one that has, from another part, is better. */
    public Builder lacks(ArtifactKind<?> kind, String instance, Artifact artifact) {
      lacking.computeIfAbsent(kind.id(), k -> new TreeMap<>()).put(instance, artifact);
      return this;
    }

    private static boolean newer(Artifact old, Artifact fresh) {
      if (old.status().complete() != fresh.status().complete()) {
        return fresh.status().complete();
      }
      return fresh.start() > old.start();
    }

    public Store build() {
      lacking.forEach(
          (k, m) -> m.keySet().removeAll(byKind.getOrDefault(k, new TreeMap<>()).keySet()));
      return new Store(byKind, lacking);
    }
  }
}
