package io.coldcase.parse.iptables;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One {@code -A} line of iptables-save to a rule (iptables(8)): base options, then {@code -m}
 * modules with their options, then the target. A module or option that is not known becomes one
 * unmodelled condition with its text; the rest of the rule stays.
 */
final class RuleText {
  private final List<String> tokens;
  private final List<RuleMatch> matches = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private String comment = "";
  private int next = 2;

  private RuleText(List<String> tokens) {
    this.tokens = tokens;
  }

  static Rule read(String text) {
    RuleText r = new RuleText(tokens(text));
    r.run();
    return new Rule(text, r.matches, r.actions, r.comment);
  }

  /** Splits at blanks; double quotes keep blanks together, a backslash takes the next character. */
  static List<String> tokens(String text) {
    List<String> out = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean open = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        word.append(text.charAt(++i));
      } else if (c == '"') {
        quoted = !quoted;
        open = true;
      } else if (c == ' ' && !quoted) {
        if (open) {
          out.add(word.toString());
          word.setLength(0);
          open = false;
        }
      } else {
        word.append(c);
        open = true;
      }
    }
    if (open) {
      out.add(word.toString());
    }
    return out;
  }

  private void run() {
    while (next < tokens.size()) {
      boolean not = tokens.get(next).equals("!") && next + 1 < tokens.size();
      String option = tokens.get(not ? next + 1 : next);
      int value = next + (not ? 2 : 1);
      switch (option) {
        case "-j", "--jump" -> {
          target(value);
          return;
        }
        case "-g", "--goto" -> {
          actions.add(new Action.Goto(token(value)));
          return;
        }
        case "-m", "--match" -> module(value);
        default -> {
          Optional<RuleMatch> m = base(option, token(value), not);
          if (m.isPresent()) {
            matches.add(m.get());
            next = value + 1;
          } else {
            unknown();
          }
        }
      }
    }
  }

  private String token(int i) {
    return i < tokens.size() ? tokens.get(i) : "";
  }

  private void unknown() {
    int from = next;
    next++;
    while (next < tokens.size() && !starts(next)) {
      next++;
    }
    matches.add(new RuleMatch.Unmodelled(String.join(" ", tokens.subList(from, next))));
  }

  /** True where a module, a target or a base option begins. */
  private boolean starts(int i) {
    String t = tokens.get(i);
    return t.equals("-m") || t.equals("-j") || t.equals("-g") || t.equals("--match");
  }

  private static Optional<RuleMatch> base(String option, String value, boolean not) {
    return switch (option) {
      case "-s", "--source" -> address(value, true, not);
      case "-d", "--destination" -> address(value, false, not);
      case "-p", "--protocol" ->
          value.equals("all") || value.equals("0")
              ? Optional.of(new RuleMatch.Proto(List.of(), true))
              : Protocol.tryParse(value).map(p -> new RuleMatch.Proto(List.of(p.number()), not));
      case "-i", "--in-interface" ->
          Optional.of(new RuleMatch.Device(true, List.of(new Value.Name(value)), not));
      case "-o", "--out-interface" ->
          Optional.of(new RuleMatch.Device(false, List.of(new Value.Name(value)), not));
      default -> Optional.empty();
    };
  }

  private static Optional<RuleMatch> address(String value, boolean source, boolean not) {
    return Prefix.tryParse(value)
        .map(p -> new RuleMatch.Address(source, List.of(Value.Ips.of(p)), not));
  }

  private void module(int at) {
    String name = token(at);
    int end = Math.min(at + 1, tokens.size());
    while (end < tokens.size() && !starts(end)) {
      end++;
    }
    List<String> options = tokens.subList(Math.min(at + 1, tokens.size()), end);
    next = end;
    if (name.equals("comment")) {
      int i = options.indexOf("--comment");
      comment = i >= 0 && i + 1 < options.size() ? options.get(i + 1) : comment;
      return;
    }
    Optional<List<RuleMatch>> read = MatchModules.read(name, options);
    if (read.isPresent()) {
      matches.addAll(read.get());
    } else {
      matches.add(
          new RuleMatch.Unmodelled(("-m " + name + " " + String.join(" ", options)).strip()));
    }
  }

  private void target(int at) {
    String name = token(at);
    List<String> options = tokens.subList(Math.min(at + 1, tokens.size()), tokens.size());
    actions.addAll(Targets.read(name, options));
  }
}
