package io.coldcase.parse.netns;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.PodNetns.PodRule;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;

/** {@code iptables-save -c} of a pod's namespace, line by line, to its rules and policies. */
final class PodRuleLines {
  private static final int MAX_RULES = 2000;

  private final List<PodRule> rules = new ArrayList<>();
  private String table = "";

  boolean line(String text, SourceRef at) {
    if (text.startsWith("*")) {
      table = text.substring(1).strip();
    } else if (text.startsWith(":")) {
      policy(text, at);
    } else if (text.contains("-A ")) {
      rule(text, at);
    }
    return true;
  }

  /** {@code :INPUT DROP [3:180]}. */
  private void policy(String text, SourceRef at) {
    String[] part = text.substring(1).split(" ", 3);
    if (part.length == 3 && !part[1].equals("-") && rules.size() < MAX_RULES) {
      long n = count(part[2]);
      rules.add(new PodRule(table, part[0], part[1], text.strip(), n, at));
    }
  }

  /** {@code [3:180] -A INPUT -p tcp -m tcp --dport 80 -j DROP}, with or without counters. */
  private void rule(String text, SourceRef at) {
    int from = text.indexOf("-A ");
    int end = text.indexOf(' ', from + 3);
    int jump = text.indexOf(" -j ");
    if (end > 0 && jump > 0 && rules.size() < MAX_RULES) {
      String chain = text.substring(from + 3, end);
      String rest = text.substring(jump + 4).strip();
      int blank = rest.indexOf(' ');
      String target = blank < 0 ? rest : rest.substring(0, blank);
      long n = text.startsWith("[") ? count(text) : -1;
      rules.add(new PodRule(table, chain, target, text.strip(), n, at));
    }
  }

  /** Packets of {@code [packets:bytes]}. */
  private static long count(String text) {
    int colon = text.indexOf(':');
    return text.startsWith("[") && colon > 0 ? Words.integer(text.substring(1, colon), -1) : -1;
  }

  List<PodRule> value() {
    return rules;
  }
}
