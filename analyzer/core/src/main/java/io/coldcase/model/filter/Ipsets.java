package io.coldcase.model.filter;

import java.util.List;
import java.util.Optional;

/** The ipsets of a host. */
public record Ipsets(List<NamedSet> list) {
  public Ipsets {
    list = List.copyOf(list);
  }

  public Optional<NamedSet> named(String name) {
    return list.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
