package io.coldcase.parse.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text to look for in logs, as a line of a {@code signatures.tsv} declares it.
 *
 * @param id unique over all layers; what {@code LogHit.signature} carries
 * @param component whose log: {@code any} or a name that {@link LogOrigin#component()} gives
 * @param literal what triggers, compared without case; lines without it are never decoded
 * @param regex what the line must match then ({@code find}), empty for no further condition
 * @param groups names of the groups of {@code regex}
 */
record Signature(
    String id, String component, String literal, Optional<Pattern> regex, List<String> groups) {
  Signature {
    groups = List.copyOf(groups);
  }

  /** A signature; throws IllegalArgumentException when the literal is short or the regex broken. */
  static Signature of(String id, String component, String literal, String regex) {
    if (id.isEmpty() || component.isEmpty() || literal.length() < 4) {
      throw new IllegalArgumentException(
          "signature " + id + ": needs an id, a component and a literal of 4 characters");
    }
    return new Signature(
        id,
        component,
        literal,
        regex.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(regex)),
        groupNames(regex));
  }

  /** Java 17 does not tell the names of a pattern's groups. */
  private static List<String> groupNames(String regex) {
    List<String> names = new ArrayList<>();
    for (int i = regex.indexOf("(?<"); i >= 0; i = regex.indexOf("(?<", i + 3)) {
      int end = regex.indexOf('>', i);
      char first = i + 3 < regex.length() ? regex.charAt(i + 3) : '=';
      if (end > 0 && first != '=' && first != '!') {
        names.add(regex.substring(i + 3, end));
      }
    }
    return names;
  }

  boolean appliesTo(String where) {
    return component.equals("any") || component.equals(where);
  }

  /** The named groups found in {@code line}; empty optional when the regex does not match. */
  Optional<Map<String, String>> match(String line) {
    if (regex.isEmpty()) {
      return Optional.of(Map.of());
    }
    Matcher m = regex.get().matcher(line);
    if (!m.find()) {
      return Optional.empty();
    }
    Map<String, String> found = new LinkedHashMap<>();
    for (String g : groups) {
      String v = m.group(g);
      found.put(g, v == null ? "" : v);
    }
    return Optional.of(found);
  }
}
