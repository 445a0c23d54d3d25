package io.coldcase.model.kube;

import org.jspecify.annotations.Nullable;

/**
 * Where a part of an API object stands: line in the artifact (0 = unknown) and JSON pointer below
 * the object without its first slash ({@code spec/ports/0}). {@link KubeObject#at(Place, String)}
 * makes a source reference of it.
 */
public record Place(int line, String pointer) {
  public static final Place NONE = new Place(0, "");

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Place p && line == p.line && pointer.equals(p.pointer);
  }

  @Override
  public int hashCode() {
    return 31 * line + pointer.hashCode();
  }
}
