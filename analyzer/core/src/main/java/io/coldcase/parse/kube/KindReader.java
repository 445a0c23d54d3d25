package io.coldcase.parse.kube;

import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Meta;
import java.io.IOException;

/** Reads what an object of one kind has beside apiVersion, kind and metadata. */
interface KindReader {
  /**
   * Reads the value of the top-level member {@code name}, at which the cursor stands; false when
   * the kind has no use for it (the cursor is then where it was).
   */
  boolean member(String name) throws IOException;

  KubeObject build(Meta meta);
}
