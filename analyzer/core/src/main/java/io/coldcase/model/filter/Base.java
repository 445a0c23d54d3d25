package io.coldcase.model.filter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a base chain hangs in the kernel.
 *
 * @param type filter, nat or route
 * @param priority lower runs first; see netfilter_ipv4.h for the names
 * @param drop true when the policy at the end of the chain is drop
 * @param devices of ingress and egress: the devices that it hangs on, else empty
 */
public record Base(String type, Hook hook, int priority, boolean drop, Set<String> devices) {
  public Base {
    devices = Set.copyOf(devices);
  }

  public Base(String type, Hook hook, int priority, boolean drop) {
    this(type, hook, priority, drop, Set.of());
  }

  /**
   * The base that the built-in chain of an iptables table has (iptables(8)).
   *
   * @param nft iptables-nft made it, which puts table security behind the nat of sources
   */
  public static Base builtIn(String table, Hook hook, boolean drop, boolean nft) {
    boolean late = hook == Hook.POSTROUTING || hook == Hook.INPUT;
    return switch (table) {
      case "raw" -> new Base("filter", hook, -300, drop);
      case "mangle" -> new Base(hook == Hook.OUTPUT ? "route" : "filter", hook, -150, drop);
      case "nat" -> new Base("nat", hook, late ? 100 : -100, drop);
      case "security" -> new Base("filter", hook, nft ? 150 : 50, drop);
      default -> new Base("filter", hook, 0, drop);
    };
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Base b
        && hook == b.hook
        && priority == b.priority
        && drop == b.drop
        && type.equals(b.type)
        && devices.equals(b.devices);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + priority;
  }
}
