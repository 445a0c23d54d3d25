package io.coldcase.model.kube;

import io.coldcase.diag.SourceRef;
import java.util.Map;

/**
 * A ConfigMap.
 *
 * @param places where each value stands
 * @param blocks true when the values are YAML block scalars: line n of a value then stands n lines
 *     below its key; in JSON the whole value is one line
 */
public record ConfigMap(
    Meta meta, Map<String, String> data, Map<String, Place> places, boolean blocks)
    implements KubeObject {
  public ConfigMap {
    data = Map.copyOf(data);
    places = Map.copyOf(places);
  }

  /** The value of a key, or empty. */
  public String value(String key) {
    return data.getOrDefault(key, "");
  }

  /** Line {@code line} (1-based) of the value of {@code key}, shown as {@code text}. */
  public SourceRef at(String key, int line, String text) {
    Place p = places.getOrDefault(key, Place.NONE);
    return at(blocks && p.line() > 0 ? new Place(p.line() + line, p.pointer()) : p, text);
  }
}
