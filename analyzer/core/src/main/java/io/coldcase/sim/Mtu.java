package io.coldcase.sim;

import io.coldcase.model.host.Iface;
import java.util.Optional;

/** The largest packet that an interface takes, against one that may not be fragmented. */
final class Mtu {
  private Mtu() {}

  /**
   * The step at which the packet is too big.
   *
   * @param name what the interface is called there
   */
  static Optional<Step> exceeded(String place, String name, Optional<Iface> dev, Packet p) {
    return dev.filter(i -> i.mtu() > 0 && p.size() > i.mtu())
        .map(i -> Step.of(place, Step.Kind.KERNEL, "MTU of " + name + " is " + i.mtu(), i.at()));
  }
}
