package io.coldcase.model.host;

import java.util.List;

/** The policy-routing rules of a network namespace, in the order of the text. */
public record PolicyRules(List<PolicyRule> list) {
  public PolicyRules {
    list = List.copyOf(list);
  }
}
