package io.coldcase.model.filter;

import java.util.List;

/**
 * One rule: the conditions that must all hold, then what is done, in order. Rules with the same
 * text are one object; where they stand and what they counted is kept by their chain.
 *
 * @param text as printed, without counters
 * @param comment text of its comment, or empty
 */
public record Rule(String text, List<RuleMatch> matches, List<Action> actions, String comment) {
  public Rule {
    matches = List.copyOf(matches);
    actions = List.copyOf(actions);
  }

  /** True when it holds for every packet. */
  public boolean unconditional() {
    return matches.isEmpty();
  }

  /** Equal text means equal rules; comparing the text alone keeps big chains cheap to compare. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Rule r && text.equals(r.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
