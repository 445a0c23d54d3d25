package io.coldcase.model.filter;

import java.util.List;
import java.util.Optional;

/**
 * An element of an nft set or map, or of an ipset: one value for every field, and what it maps to.
 *
 * @param except true when what it holds is not in the set, unless a narrower element says so
 *     (nomatch of ipset(8))
 */
public record Element(List<Value> key, Optional<Action> verdict, boolean except) {
  public Element {
    key = List.copyOf(key);
  }

  public Element(List<Value> key, Optional<Action> verdict) {
    this(key, verdict, false);
  }
}
