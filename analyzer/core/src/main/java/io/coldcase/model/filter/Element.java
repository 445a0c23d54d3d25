package io.coldcase.model.filter;

import java.util.List;
import java.util.Optional;

/**
 * An element of an nft set or map, or of an ipset: one value for every field, and what it maps to.
 */
public record Element(List<Value> key, Optional<Action> verdict) {
  public Element {
    key = List.copyOf(key);
  }
}
