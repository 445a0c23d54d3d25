package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;

/** The interfaces of one network namespace, in the order of the kernel's index. */
public record Ifaces(List<Iface> list) {
  public Ifaces {
    list = List.copyOf(list);
  }

  public Optional<Iface> named(String name) {
    for (Iface i : list) {
      if (i.name().equals(name)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
