package io.coldcase.model;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.ArtifactStatus;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The parsed values of one scope (the cluster, or one node): by kind and instance, with the
 * artifact that each came from. Immutable once built.
 */
public final class Store {
  private final Map<String, TreeMap<String, Entry<?>>> byKind;

  Store(Map<String, TreeMap<String, Entry<?>>> byKind) {
    this.byKind = byKind;
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

  /** The worst status among the instances of a kind; NOT_ATTEMPTED when there is none. */
  public ArtifactStatus status(ArtifactKind<?> kind) {
    ArtifactStatus worst = ArtifactStatus.NOT_ATTEMPTED;
    boolean any = false;
    for (Entry<?> e : byKind.getOrDefault(kind.id(), new TreeMap<>()).values()) {
      ArtifactStatus s = e.artifact().status();
      if (!any || (worst.complete() && !s.complete())) {
        worst = s;
      }
      any = true;
    }
    return worst;
  }

  /** True when what this kind does not list is known to be absent. */
  public boolean complete(ArtifactKind<?> kind) {
    return status(kind).complete();
  }

  /** Collects values until {@link #build()}. */
  public static final class Builder {
    private final Map<String, TreeMap<String, Entry<?>>> byKind = new java.util.HashMap<>();

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

    private static boolean newer(Artifact old, Artifact fresh) {
      if (old.status().complete() != fresh.status().complete()) {
        return fresh.status().complete();
      }
      return fresh.start() > old.start();
    }

    public Store build() {
      return new Store(byKind);
    }
  }
}
