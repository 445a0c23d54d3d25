package io.coldcase.model.filter;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Optional;

/**
 * A chain of one table on one host: its rules (shared with all hosts that have the same), where
 * each stands, and how often it matched in the first and the last sample. A view: what it tells is
 * held by {@link Chains}.
 *
 * <p>Index {@code rules().size()} stands for the policy.
 */
public final class Chain {
  private final Chains table;
  private final int index;

  Chain(Chains table, int index) {
    this.table = table;
    this.index = index;
  }

  /** Its place in the listing. */
  int index() {
    return index;
  }

  public String name() {
    return table.layout().name(index);
  }

  public Optional<Base> base() {
    return Optional.ofNullable(table.layout().base(index));
  }

  public ChainBody body() {
    return table.layout().body(index);
  }

  public List<Rule> rules() {
    return body().rules();
  }

  /** Where rule {@code i} stands; for the policy, where the chain is declared. */
  public SourceRef at(int i) {
    return i >= rules().size() ? at() : table.rule(index, i);
  }

  /** Where the chain is declared. */
  public SourceRef at() {
    return table.declaration(index);
  }

  /** Packets that rule {@code i} matched up to the last sample; empty when not counted. */
  public Optional<Long> packets(int i) {
    long n = table.last(index, i);
    return n >= 0 ? Optional.of(n) : Optional.empty();
  }

  /** Packets that rule {@code i} matched between the samples; empty when that was not seen. */
  public Optional<Long> growth(int i) {
    long first = table.first(index, i);
    long last = table.last(index, i);
    return first >= 0 && last >= first ? Optional.of(last - first) : Optional.empty();
  }
}
