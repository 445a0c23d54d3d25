package io.coldcase.model.filter;

import io.coldcase.net.Ip;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of a chain, and an index by destination address: chains like KUBE-SERVICES hold
 * thousands of rules for one address each. One object for all hosts where the chain is the same.
 */
public final class ChainBody {
  private static final int INDEX_FROM = 24;
  private static final int[] NONE = {};

  private final List<Rule> rules;
  private final int[] general;
  private final Map<Ip, int[]> byDestination;
  private final int hash;
  private final boolean trafficClass;

  public ChainBody(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    this.hash = this.rules.hashCode();
    this.trafficClass =
        rules.stream().flatMap(r -> r.actions().stream()).anyMatch(ChainBody::setsTrafficClass);
    Map<Ip, int[]> index = rules.size() < INDEX_FROM ? Map.of() : new HashMap<>();
    int[] rest = new int[rules.size()];
    int n = 0;
    for (int i = 0; i < rules.size(); i++) {
      Ip only = rules.size() < INDEX_FROM ? null : destination(rules.get(i));
      if (only == null) {
        rest[n++] = i;
      } else {
        int[] old = index.getOrDefault(only, NONE);
        int[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = i;
        index.put(only, more);
      }
    }
    this.general = Arrays.copyOf(rest, n);
    this.byDestination = index;
  }

  private static @org.jspecify.annotations.Nullable Ip destination(Rule rule) {
    for (RuleMatch m : rule.matches()) {
      if (m instanceof RuleMatch.Address a
          && !a.source()
          && !a.negated()
          && a.ranges().size() == 1
          && a.ranges().get(0).single()) {
        return a.ranges().get(0).from();
      }
    }
    return null;
  }

  private static boolean setsTrafficClass(Action a) {
    return a instanceof Action.Pass p && (p.text().equals("DSCP") || p.text().equals("TOS"));
  }

  /** True when a rule sets the traffic class of packets. */
  boolean setsTrafficClass() {
    return trafficClass;
  }

  /** Equal for equal rules. */
  int hash() {
    return hash;
  }

  public List<Rule> rules() {
    return rules;
  }

  /** True when a packet to {@code dst} meets the same rules in both. */
  public boolean sameFor(Ip dst, ChainBody other) {
    if (other == this) {
      return true;
    }
    int[] mine = candidates(dst, 0);
    int[] others = other.candidates(dst, 0);
    if (mine.length != others.length) {
      return false;
    }
    for (int i = 0; i < mine.length; i++) {
      if (!rules.get(mine[i]).equals(other.rules.get(others[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The rules from index {@code from} on that a packet to {@code dst} may match, in order. */
  public int[] candidates(Ip dst, int from) {
    int[] special = byDestination.getOrDefault(dst, NONE);
    if (special.length == 0 && from == 0) {
      return general;
    }
    int[] merged = new int[general.length + special.length];
    int n = 0;
    int g = 0;
    int s = 0;
    while (g < general.length || s < special.length) {
      int next =
          s == special.length || (g < general.length && general[g] < special[s])
              ? general[g++]
              : special[s++];
      if (next >= from) {
        merged[n++] = next;
      }
    }
    return n == merged.length ? merged : Arrays.copyOf(merged, n);
  }
}
