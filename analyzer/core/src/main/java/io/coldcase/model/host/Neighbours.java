package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;

/**
 * The neighbour tables of a network namespace, both families.
 *
 * @param tableFulls how often the kernel refused an ARP entry because the table was full; empty
 *     when not recorded
 */
public record Neighbours(List<Neighbour> list, Optional<Long> tableFulls) {
  public Neighbours {
    list = List.copyOf(list);
  }
}
