package io.coldcase.model.filter;

import java.util.List;
import java.util.Optional;

/**
 * What one listing showed: the tables of the last sample, with counters of the first where there
 * were two.
 *
 * @param loaded false when the listing said that its back end is not in use
 */
public record RuleSet(Backend backend, List<Table> tables, boolean loaded) {
  public RuleSet {
    tables = List.copyOf(tables);
  }

  public Optional<Table> table(String family, String name) {
    return tables.stream()
        .filter(t -> t.family().equals(family) && t.name().equals(name))
        .findFirst();
  }

  /** True when any chain holds a rule, or a policy drops. */
  public boolean acts() {
    return tables.stream()
        .flatMap(t -> t.chains().values().stream())
        .anyMatch(c -> !c.rules().isEmpty() || c.base().filter(Base::drop).isPresent());
  }
}
