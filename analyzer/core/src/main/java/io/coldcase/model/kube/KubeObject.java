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

  /** A part of this object, shown as {@code text}; the object itself when the place is unknown. */
  default SourceRef at(Place place, String text) {
    SourceRef at = meta().at();
    return place.line() == 0
        ? at.withText(text)
        : new SourceRef(at.artifact(), place.line(), at.pointer() + "/" + place.pointer(), text);
  }

  default SourceRef at(Condition condition) {
    return at(condition.place(), condition.text());
  }
}
