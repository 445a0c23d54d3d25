package io.coldcase.parse.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All signatures, compiled for one pass. A {@code signatures.tsv} has one signature per line: id,
 * component, literal and optionally a regex with named groups, separated by tabs; lines that begin
 * with {@code #} and blank lines are skipped.
 */
final class Signatures {
  /** The folders of {@code rules/}; core knows their names, never what is in them. */
  private static final List<String> LAYERS =
      List.of(
          "dns",
          "service",
          "app",
          "kube-proxy",
          "netfilter",
          "node-kernel",
          "routing",
          "overlay",
          "link",
          "cni",
          "ipam",
          "policy",
          "host-config",
          "control-plane",
          "external");

  private final Automaton automaton;

  /** By literal number: the signatures that it triggers, then the phrase, at most one. */
  private final List<List<Signature>> signatures;

  private final List<List<Phrase>> phrases;

  Signatures(List<Signature> all) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    signatures = new ArrayList<>();
    phrases = new ArrayList<>();
    for (Signature s : all) {
      signatures.get(number(s.literal(), numbers)).add(s);
    }
    for (Phrase p : Phrase.ALL) {
      phrases.get(number(p.literal(), numbers)).add(p);
    }
    automaton = new Automaton(List.copyOf(numbers.keySet()));
  }

  private int number(String literal, Map<String, Integer> numbers) {
    return numbers.computeIfAbsent(
        literal.toLowerCase(java.util.Locale.ROOT),
        k -> {
          signatures.add(new ArrayList<>());
          phrases.add(new ArrayList<>());
          return numbers.size();
        });
  }

  private static final class Bundled {
    static final Signatures ALL = new Signatures(load());
  }

  /** Those that stand beside the rules on the class path; none when there are no rules. */
  static Signatures bundled() {
    return Bundled.ALL;
  }

  Automaton automaton() {
    return automaton;
  }

  int literals() {
    return signatures.size();
  }

  List<Signature> signatures(int literal) {
    return signatures.get(literal);
  }

  List<Phrase> phrases(int literal) {
    return phrases.get(literal);
  }

  private static List<Signature> load() {
    List<Signature> all = new ArrayList<>();
    for (String layer : LAYERS) {
      String path = "/io/coldcase/rules/" + layer + "/signatures.tsv";
      try (InputStream in = Signatures.class.getResourceAsStream(path)) {
        if (in != null) {
          all.addAll(read(path, new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /** The signatures of one file; throws IllegalArgumentException naming {@code path} and line. */
  static List<Signature> read(String path, String text) {
    List<Signature> all = new ArrayList<>();
    int line = 0;
    for (String row : text.split("\n", -1)) {
      line++;
      if (row.isBlank() || row.startsWith("#")) {
        continue;
      }
      String[] f = row.stripTrailing().split("\t", -1);
      if (f.length < 3 || f.length > 4) {
        throw new IllegalArgumentException(path + ":" + line + ": 3 or 4 columns, not " + f.length);
      }
      try {
        all.add(Signature.of(f[0], f[1], f[2], f.length > 3 ? f[3] : ""));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(path + ":" + line + ": " + e.getMessage(), e);
      }
    }
    return all;
  }
}
