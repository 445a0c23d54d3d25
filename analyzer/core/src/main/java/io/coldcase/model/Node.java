package io.coldcase.model;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probes;
import java.util.List;
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

  /** The network namespace of a pod, when somebody looked into it. */
  public Optional<Store.Entry<PodNetns>> netns(Pod pod) {
    return Optional.ofNullable(store.entries(Kinds.NETNS).get(pod.namespace() + "_" + pod.name()));
  }

  /** What was tried from the host, as far as it was. */
  public List<Probe> probes() {
    return get(Kinds.PROBES).map(Probes::list).orElse(List.of());
  }

  /** True when the kind was collected whole on this node. */
  public boolean complete(ArtifactKind<?> kind) {
    return store.complete(kind);
  }
}
