package io.coldcase.model.filter;

import java.util.Map;
import java.util.Optional;

/**
 * A table of one host.
 *
 * @param family ip, ip6, inet, bridge, netdev or arp
 * @param compatible false when iptables could not show an nft table of that name
 */
public record Table(
    Backend backend,
    String family,
    String name,
    Chains chains,
    Map<String, NamedSet> sets,
    boolean compatible) {
  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** {@code ip filter}, as nft names it. */
  public String key() {
    return family + " " + name;
  }
}
