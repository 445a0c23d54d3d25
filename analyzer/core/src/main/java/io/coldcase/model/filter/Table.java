package io.coldcase.model.filter;

import java.util.Map;
import java.util.Optional;

/** A table of one host. */
public final class Table {
  private final Backend backend;
  private final String family;
  private final String name;
  private final String key;
  private final Chains chains;
  private final Map<String, NamedSet> sets;
  private final boolean compatible;

  /**
   * @param family ip, ip6, inet, bridge, netdev or arp
   * @param compatible false when iptables could not show an nft table of that name
   */
  public Table(
      Backend backend,
      String family,
      String name,
      Chains chains,
      Map<String, NamedSet> sets,
      boolean compatible) {
    this.backend = backend;
    this.family = family;
    this.name = name;
    this.key = family + " " + name;
    this.chains = chains;
    this.sets = sets;
    this.compatible = compatible;
  }

  public Backend backend() {
    return backend;
  }

  public String family() {
    return family;
  }

  public String name() {
    return name;
  }

  public Chains chains() {
    return chains;
  }

  public Map<String, NamedSet> sets() {
    return sets;
  }

  /** False when iptables could not show an nft table of that name. */
  public boolean compatible() {
    return compatible;
  }

  public Optional<Chain> chain(String chain) {
    return Optional.ofNullable(chains.get(chain));
  }

  /** {@code ip filter}, as nft names it. */
  public String key() {
    return key;
  }
}
