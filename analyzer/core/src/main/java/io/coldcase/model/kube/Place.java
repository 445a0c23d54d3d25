package io.coldcase.model.kube;

/**
 * Where a part of an API object stands: line in the artifact (0 = unknown) and JSON pointer below
 * the object without its first slash ({@code spec/ports/0}). {@link KubeObject#at(Place, String)}
 * makes a source reference of it.
 */
public record Place(int line, String pointer) {
  public static final Place NONE = new Place(0, "");
}
