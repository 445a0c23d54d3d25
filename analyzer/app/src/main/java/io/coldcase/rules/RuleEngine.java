package io.coldcase.rules;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drools.model.Model;
import org.kie.api.KieBase;
import org.kie.api.definition.KiePackage;

/**
 * Facts in, findings out. Made once per process and shared by all cases and threads; every run has
 * a session of its own.
 */
public final class RuleEngine {
  private static final String MODEL = "/META-INF/kie/io.coldcase/coldcase-rules/drools-model";
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::id)
          .thenComparing(f -> f.subjects().toString())
          .thenComparing(Finding::confidence, Comparator.reverseOrder())
          .thenComparing(f -> f.evidence().stream().map(RuleEngine::place).toList().toString());

  private final CompiledRules compiled;
  private final List<KieBase> others;
  private final Map<String, Fault> faults;

  private RuleEngine(CompiledRules compiled, List<KieBase> others, Map<String, Fault> faults) {
    this.compiled = compiled;
    this.others = others;
    this.faults = Collections.unmodifiableMap(faults);
  }

  /** The rules that were compiled into the product. */
  public static RuleEngine compiled() {
    CompiledRules compiled = new CompiledRules(model());
    Map<String, Fault> faults = new TreeMap<>();
    compiled.metadata().forEach((name, meta) -> fault(name, meta, faults));
    return new RuleEngine(compiled, List.of(), faults);
  }

  /**
   * The same rules and the DRL files of a directory that the operator trusts: DRL can run any code.
   *
   * @throws RuleException when a file does not compile; the message names file and line
   */
  public RuleEngine with(Path directory) {
    KieBase extra = DrlCompiler.compile(directory);
    Map<String, Fault> all = new TreeMap<>(faults);
    for (KiePackage p : extra.getKiePackages()) {
      p.getRules().forEach(r -> fault(r.getName(), r.getMetaData(), all));
    }
    List<KieBase> more = new ArrayList<>(others);
    more.add(extra);
    return new RuleEngine(compiled, List.copyOf(more), all);
  }

  /** All faults that a rule can find, by id. */
  public Map<String, Fault> faults() {
    return faults;
  }

  /** The findings of all rules over {@code facts}, sorted, each once. */
  public List<Finding> run(List<?> facts) {
    List<Finding> findings = new ArrayList<>();
    compiled.run(facts, findings::add);
    others.forEach(base -> CompiledRules.run(base, facts, findings::add));
    return findings.stream().distinct().sorted(ORDER).toList();
  }

  private static Model model() {
    try (InputStream in = RuleEngine.class.getResourceAsStream(MODEL)) {
      if (in == null) {
        throw new IllegalStateException("the rules are missing from the build: " + MODEL);
      }
      BufferedReader r = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      r.readLine();
      String name = r.readLine();
      return (Model) Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled rules cannot be loaded", e);
    }
  }

  /** Further variants of a rule, named {@code <fault-id>--<variant>}, carry no metadata. */
  private static void fault(String id, Map<String, Object> meta, Map<String, Fault> into) {
    if (!id.contains("--")) {
      into.put(
          id,
          new Fault(
              id,
              text(meta, "title", id),
              Severity.of(text(meta, "severity", "")),
              text(meta, "scope", "node"),
              text(meta, "role", "root"),
              words(text(meta, "needs", "")),
              words(text(meta, "explains", ""))));
    }
  }

  private static String text(Map<String, Object> meta, String key, String otherwise) {
    String v = String.valueOf(meta.getOrDefault(key, otherwise));
    // rules that are compiled at run time keep the quotes of the DRL
    return v.length() > 1 && v.startsWith("\"") && v.endsWith("\"")
        ? v.substring(1, v.length() - 1)
        : v;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String w : text.split(" ")) {
      if (!w.isEmpty()) {
        words.add(w);
      }
    }
    return words;
  }

  private static String place(Evidence e) {
    return e.at() + e.at().pointer();
  }
}
