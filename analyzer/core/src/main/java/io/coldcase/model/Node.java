package io.coldcase.model;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.model.kube.KubeNode;
import java.util.Optional;

/**
 * One node: what was collected on it and its Node object; either may be missing, never both.
 *
 * @param store empty when nothing was collected on the node
 */
public record Node(String name, Store store, Optional<KubeNode> object, boolean collected) {
  /** The value of a kind that was collected on this node. */
  public <T> Optional<T> get(ArtifactKind<T> kind) {
    return store.get(kind);
  }

  /** True when the kind was collected whole on this node. */
  public boolean complete(ArtifactKind<?> kind) {
    return store.complete(kind);
  }
}
