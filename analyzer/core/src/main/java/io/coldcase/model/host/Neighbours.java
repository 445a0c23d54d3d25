package io.coldcase.model.host;

import java.util.List;

/** The neighbour tables of a network namespace, both families. */
public record Neighbours(List<Neighbour> list) {
  public Neighbours {
    list = List.copyOf(list);
  }
}
