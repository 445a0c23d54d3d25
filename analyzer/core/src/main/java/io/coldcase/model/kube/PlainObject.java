package io.coldcase.model.kube;

import java.util.List;
import java.util.Map;

/**
 * An API object of a kind that has no record of its own: its metadata, conditions, and its other
 * scalar fields by JSON pointer ({@code /spec/clientConfig/service/name}), at most 500 of them.
 */
public record PlainObject(Meta meta, Map<String, String> fields, List<Condition> conditions)
    implements KubeObject {
  public PlainObject {
    fields = Map.copyOf(fields);
    conditions = List.copyOf(conditions);
  }
}
