package io.coldcase.model.kube;

import io.coldcase.diag.SourceRef;

/** An API object of any kind. */
public interface KubeObject {
  Meta meta();

  default String namespace() {
    return meta().namespace();
  }

  default String name() {
    return meta().name();
  }

  /** {@code namespace/name}, or the name of a cluster-scoped object. */
  default String key() {
    return meta().key();
  }

  default SourceRef at() {
    return meta().at();
  }
}
