package io.coldcase.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.model.Kinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conventions of all rules at once: one run lists everything that is wrong. */
class RuleCatalogTest {
  private static final Path RULES = Path.of("../../rules").toAbsolutePath().normalize();
  private static final Path SAMPLES = Path.of("../../samples").toAbsolutePath().normalize();

  private static final Pattern RULE = Pattern.compile("^rule\\s+\"([^\"]+)\"", Pattern.MULTILINE);
  private static final Pattern META =
      Pattern.compile("^\\s*@(\\w+)\\((.*)\\)\\s*$", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("^import\\s+(?:static\\s+)?([\\w.]+)", Pattern.MULTILINE);
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "\\b(salience|global|function|query|declare|modify|update|eval|agenda-group|no-loop|System)\\b");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][A-Za-z]*)\\}");

  private static final Set<String> KEYS =
      Set.of("title", "severity", "scope", "role", "needs", "explains");
  private static final Set<String> REQUIRED =
      Set.of("title", "severity", "scope", "needs", "explains");
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "severity", Set.of("low", "medium", "high", "critical"),
          "scope", Set.of("cluster", "node", "service", "pod", "path"),
          "role", Set.of("root", "intermediate", "indicator"));
  private static final List<String> HEADINGS =
      List.of("## Cause", "## Evidence", "## Confounders", "## Remediation", "## References");

  /** A DRL file, read as text: what it says, not what the compiler makes of it. */
  private record Drl(
      Path file, String id, String text, List<String> names, Map<String, String> meta) {
    static Drl read(Path file) {
      try {
        String text = Files.readString(file).replaceAll("(?m)^\\s*//.*$", "");
        List<String> names = new ArrayList<>();
        RULE.matcher(text).results().forEach(m -> names.add(m.group(1)));
        Map<String, String> meta = new LinkedHashMap<>();
        META.matcher(text)
            .results()
            .forEach(m -> meta.merge(m.group(1), m.group(2), (a, b) -> a + " " + b));
        String id = file.getFileName().toString().replace(".drl", "");
        return new Drl(file, id, text, names, meta);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String value(String key) {
      String v = meta.getOrDefault(key, "\"\"");
      return v.length() >= 2 ? v.substring(1, v.length() - 1) : "";
    }

    Path page() {
      return file.resolveSibling(id + ".md");
    }

    @Override
    public String toString() {
      return RULES.relativize(file).toString();
    }
  }

  private static List<Drl> all() {
    try (Stream<Path> walk = Files.walk(RULES, 2)) {
      return walk.filter(p -> p.toString().endsWith(".drl")).sorted().map(Drl::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesAndMetadata() {
    Set<String> kinds = new HashSet<>();
    Kinds.all().forEach(k -> kinds.add(k.id()));
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Drl d : all()) {
      String layer = d.file().getParent().getFileName().toString();
      check(wrong, RulePages.LAYERS.contains(layer), d, "lies in no layer: " + layer);
      check(wrong, seen.add(d.id()), d, "has the name of another rule");
      check(wrong, d.text().contains("package io.coldcase.rules"), d, "is in another package");
      check(
          wrong,
          !d.names().isEmpty() && d.names().get(0).equals(d.id()),
          d,
          "its first rule has another name");
      d.names().stream()
          .skip(1)
          .forEach(n -> check(wrong, n.startsWith(d.id() + "--"), d, "holds the rule " + n));
      check(wrong, new HashSet<>(d.names()).size() == d.names().size(), d, "holds a rule twice");
      check(
          wrong,
          d.meta().keySet().containsAll(REQUIRED),
          d,
          "lacks metadata: has " + d.meta().keySet());
      check(
          wrong,
          KEYS.containsAll(d.meta().keySet()),
          d,
          "has unknown metadata: " + d.meta().keySet());
      d.meta()
          .forEach(
              (k, v) ->
                  check(
                      wrong,
                      v.matches("\"[^\"]*\""),
                      d,
                      "@" + k + " must be one flat string: " + v));
      WORDS.forEach(
          (k, words) -> {
            if (d.meta().containsKey(k)) {
              check(wrong, words.contains(d.value(k)), d, "@" + k + " is none of " + words);
            }
          });
      words(d.value("needs").replace('|', ' '))
          .forEach(n -> check(wrong, kinds.contains(n), d, "@needs an unknown kind: " + n));
    }
    assertThat(wrong).isEmpty();
    assertThat(RuleEngine.compiled().faults().keySet())
        .as("compiled rules are those of the folders")
        .isEqualTo(new TreeSet<>(seen));
  }

  @Test
  void whatRulesExplainExistsAndHasNoCycle() throws IOException {
    Set<String> known = new HashSet<>(RulePages.symptomTitles().keySet());
    Map<String, List<String>> graph = new TreeMap<>();
    for (Drl d : all()) {
      graph.put(d.id(), words(d.value("explains")));
    }
    known.addAll(graph.keySet());
    rows(RULES.resolve("planned.tsv")).forEach(r -> known.add(r[0]));
    List<String> wrong = new ArrayList<>();
    graph.forEach(
        (id, explains) ->
            explains.stream()
                .filter(e -> !known.contains(e))
                .forEach(e -> wrong.add(id + " explains an unknown id: " + e)));
    RulePages.symptomsBrought()
        .forEach(
            (id, brought) ->
                brought.stream()
                    .filter(b -> !RulePages.symptomTitles().containsKey(b))
                    .forEach(b -> wrong.add(id + " brings along an unknown symptom: " + b)));
    Set<String> done = new HashSet<>();
    graph.keySet().forEach(id -> cycles(id, graph, new ArrayList<>(), done, wrong));
    assertThat(wrong).isEmpty();
  }

  private static void cycles(
      String id,
      Map<String, List<String>> graph,
      List<String> path,
      Set<String> done,
      List<String> wrong) {
    if (path.contains(id)) {
      wrong.add("cycle: " + path.subList(path.indexOf(id), path.size()) + " " + id);
      return;
    }
    if (done.contains(id)) {
      return;
    }
    path.add(id);
    graph.getOrDefault(id, List.of()).forEach(next -> cycles(next, graph, path, done, wrong));
    path.remove(path.size() - 1);
    done.add(id);
  }

  @Test
  void everyRuleHasItsPage() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Drl d : all()) {
      if (!Files.exists(d.page())) {
        wrong.add(d + " has no page");
        continue;
      }
      List<String> lines = Files.readAllLines(d.page());
      check(
          wrong,
          !lines.isEmpty() && lines.get(0).equals("# " + d.value("title")),
          d,
          "its page has another title");
      check(
          wrong,
          lines.stream().filter(l -> l.startsWith("## ")).toList().equals(HEADINGS),
          d,
          "its page has other headings than " + HEADINGS);
      String page = String.join("\n", lines);
      check(wrong, page.split("```sh\n", -1).length == 2, d, "its page needs one sh block");
      Matcher m = PLACEHOLDER.matcher(String.join("\n", RulePages.remediation(d.id(), Map.of())));
      while (m.find()) {
        check(
            wrong,
            d.text().contains(".param(\"" + m.group(1) + "\""),
            d,
            "no .param gives the placeholder {" + m.group(1) + "}");
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void rulesAreConditionsAndNothingElse() {
    List<String> wrong = new ArrayList<>();
    for (Drl d : all()) {
      IMPORT
          .matcher(d.text())
          .results()
          .map(m -> m.group(1))
          .filter(
              i ->
                  !i.matches(
                      "io\\.coldcase\\.(fact|finding|model|sim|net|capture|diag)\\..*|java\\.(util|time)\\..*"))
          .forEach(i -> wrong.add(d + " imports " + i));
      Matcher m = FORBIDDEN.matcher(d.text().replaceAll("\"[^\"]*\"", "\"\""));
      while (m.find()) {
        wrong.add(d + " uses " + m.group(1));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** Each file in a package of its own, so that no import of another file helps it. */
  @Test
  void everyFileCompilesAlone(@TempDir Path dir) throws IOException {
    for (Drl d : all()) {
      Files.writeString(
          dir.resolve(d.id() + ".drl"),
          Files.readString(d.file())
              .replaceFirst(
                  "package io\\.coldcase\\.rules", "package alone." + d.id().replace('-', '_')));
    }
    DrlCompiler.compile(dir);
  }

  @Test
  void everyRuleHasAFaultSampleAndANearMiss() throws IOException {
    Map<String, String> excused = new HashMap<>();
    for (String[] r : rows(RULES.resolve("incomplete.tsv"))) {
      assertThat(r).as("rule, what lacks, why").hasSize(3);
      excused.put(r[0] + " " + r[1], r[2]);
    }
    List<String> wrong = new ArrayList<>();
    for (Drl d : all()) {
      List<String> cases = folders(SAMPLES.resolve("faults").resolve(d.id()));
      boolean fault = cases.stream().anyMatch(c -> !c.startsWith("near-miss-"));
      boolean near = cases.stream().anyMatch(c -> c.startsWith("near-miss-"));
      lacks(wrong, fault, d.id() + " fault-sample", excused);
      lacks(wrong, near, d.id() + " near-miss", excused);
    }
    excused.keySet().forEach(e -> wrong.add(e + ": no such rule, take it out of incomplete.tsv"));
    assertThat(wrong).isEmpty();
  }

  private static void lacks(
      Collection<String> wrong, boolean there, String what, Map<String, String> excused) {
    boolean excuse = excused.remove(what) != null;
    if (there && excuse) {
      wrong.add(what + " is there: take it out of rules/incomplete.tsv");
    } else if (!there && !excuse) {
      wrong.add(what + " is missing");
    }
  }

  private static List<String> folders(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(dir)) {
      return list.map(p -> p.getFileName().toString()).toList();
    }
  }

  private static List<String[]> rows(Path table) throws IOException {
    return Files.readAllLines(table).stream()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .map(l -> l.split("\t"))
        .toList();
  }

  private static List<String> words(String text) {
    return Stream.of(text.split(" ")).filter(w -> !w.isEmpty()).toList();
  }

  private static void check(List<String> wrong, boolean right, Drl where, String what) {
    if (!right) {
      wrong.add(where + " " + what);
    }
  }
}
