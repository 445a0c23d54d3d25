package io.coldcase.rules;

import io.coldcase.finding.Finding;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.drools.model.Condition;
import org.drools.model.Pattern;
import org.drools.model.Rule;

/**
 * The types of facts that one rule reads.
 *
 * @param needed types of which the rule cannot fire without a fact; those below {@code not}, {@code
 *     or} and the like are not among them
 * @param read all types that its conditions mention
 */
record FactTypes(Set<Class<?>> needed, Set<Class<?>> read) {
  FactTypes {
    needed = Set.copyOf(needed);
    read = Set.copyOf(read);
  }

  static FactTypes of(Rule rule) {
    Set<Class<?>> needed = new HashSet<>();
    Set<Class<?>> read = new HashSet<>();
    collect(rule.getView(), true, needed, read);
    // findings come from other rules, not from the case
    needed.removeIf(type -> type.isAssignableFrom(Finding.class));
    return new FactTypes(needed, read);
  }

  private static void collect(
      Condition condition, boolean positive, Set<Class<?>> needed, Set<Class<?>> read) {
    if (condition instanceof Pattern<?> pattern) {
      Class<?> type = pattern.getPatternVariable().getType();
      read.add(type);
      if (positive && condition.getType() == Condition.Type.PATTERN) {
        needed.add(type);
      }
    }
    boolean below = false;
    switch (condition.getType()) {
      case AND, EXISTS -> below = positive;
      case PATTERN, NOT, OR, EVAL, CONSEQUENCE -> {}
      // accumulate and the like keep their patterns elsewhere
      default -> read.add(Object.class);
    }
    for (Condition sub : condition.getSubConditions()) {
      collect(sub, below, needed, read);
    }
  }

  /** False when the rule cannot fire, whatever the facts of these classes say. */
  boolean metBy(Set<Class<?>> present) {
    return needed.stream().allMatch(type -> present.stream().anyMatch(type::isAssignableFrom));
  }

  /** True when one of the rules reads facts of the class. */
  static boolean anyReads(List<FactTypes> rules, Class<?> fact) {
    return rules.stream().anyMatch(r -> r.read.stream().anyMatch(t -> t.isAssignableFrom(fact)));
  }
}
