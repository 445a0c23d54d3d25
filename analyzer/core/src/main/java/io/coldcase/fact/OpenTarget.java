package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import java.util.List;
import java.util.Set;

/**
 * A TCP port outside of the cluster that every node that probed it connects to. Whether anything is
 * said on such a connection a probe does not tell.
 *
 * @param target the address with {@code port N}
 * @param names names that are known to mean the address, as far as any are
 */
public record OpenTarget(Subject target, Set<String> names, List<Evidence> evidence) {
  public OpenTarget {
    names = Set.copyOf(names);
    evidence = List.copyOf(evidence);
  }

  /** A client's target is this one, by its address or by a name that may mean it. */
  public boolean is(Subject asked) {
    return ExternalTarget.is(asked, target, names);
  }
}
