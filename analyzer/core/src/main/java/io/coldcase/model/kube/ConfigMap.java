package io.coldcase.model.kube;

import java.util.Map;

/** A ConfigMap. */
public record ConfigMap(Meta meta, Map<String, String> data) implements KubeObject {
  public ConfigMap {
    data = Map.copyOf(data);
  }
}
