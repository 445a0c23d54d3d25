package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.PolicyRule;
import io.coldcase.model.host.PolicyRules;
import io.coldcase.net.Prefix;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ip -4 rule; ip -6 rule} (ip-rule(8)) to policy rules. Priorities rise within a list: where
 * they fall, the IPv6 list begins.
 */
public final class RuleLines implements LineReader<PolicyRules> {
  private static final Set<String> ACTIONS =
      Set.of("unreachable", "blackhole", "prohibit", "nop", "unicast", "local");
  private static final Set<String> ALONE = Set.of("[detached]", "[unresolved]", "l3mdev");

  private final List<PolicyRule> rules = new ArrayList<>();
  private boolean v6;
  private int last = -1;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    int colon = text.indexOf(':');
    long number = colon <= 0 ? -1 : Words.number(text.substring(0, colon), -1);
    if (number < 0 || number > 0xffffffffL) {
      return false;
    }
    int priority = (int) Math.min(number, Integer.MAX_VALUE);
    v6 |= priority < last;
    last = priority;
    Words w = new Words(text.substring(colon + 1));
    boolean not = w.take("not");
    Optional<Prefix> from = Optional.empty();
    Optional<Prefix> to = Optional.empty();
    String action = "";
    String table = "";
    Map<String, String> selectors = new HashMap<>();
    while (w.hasNext()) {
      String word = w.next();
      if (word.equals("from")) {
        from = prefix(w.next());
      } else if (word.equals("to")) {
        to = prefix(w.next());
      } else if (word.equals("lookup") || word.equals("table")) {
        action = "lookup";
        table = w.next();
      } else if (word.equals("goto")) {
        action = word;
        selectors.put(word, w.next());
      } else if (ACTIONS.contains(word)) {
        action = word;
      } else {
        selectors.put(word, ALONE.contains(word) ? "" : w.next());
      }
    }
    boolean six = v6 || from.filter(Prefix::v6).isPresent() || to.filter(Prefix::v6).isPresent();
    v6 = six;
    if (action.isEmpty() && selectors.containsKey("l3mdev")) {
      action = "lookup";
    }
    rules.add(new PolicyRule(six, priority, not, from, to, action, table, selectors, at));
    return !action.isEmpty();
  }

  private static Optional<Prefix> prefix(String word) {
    return word.equals("all") ? Optional.empty() : Prefix.tryParse(word);
  }

  @Override
  public PolicyRules value() {
    return new PolicyRules(rules);
  }
}
