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
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.drools.model.Model;
import org.drools.modelcompiler.KieBaseBuilder;
import org.kie.api.KieBase;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieSession;

/**
 * Facts in, findings out. Built once per process and shared by all cases and threads; every run has
 * a session of its own.
 */
public final class RuleEngine {
  private static final String MODEL = "/META-INF/kie/io.coldcase/coldcase-rules/drools-model";
  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::id)
          .thenComparing(f -> f.subjects().toString())
          .thenComparing(Finding::confidence, Comparator.reverseOrder())
          .thenComparing(f -> f.evidence().stream().map(RuleEngine::place).toList().toString());

  private final List<KieBase> bases;
  private final Map<String, Fault> faults;

  private RuleEngine(List<KieBase> bases, Map<String, Fault> faults) {
    this.bases = bases;
    this.faults = Collections.unmodifiableMap(faults);
  }

  /** The rules that were compiled into the product. */
  public static RuleEngine compiled() {
    KieBase base = KieBaseBuilder.createKieBaseFromModel(model());
    Map<String, Fault> faults = new TreeMap<>();
    faults(base, faults);
    return new RuleEngine(List.of(base), faults);
  }

  /**
   * The same rules and the DRL files of a directory that the operator trusts: DRL can run any code.
   *
   * @throws RuleException when a file does not compile; the message names file and line
   */
  public RuleEngine with(Path directory) {
    KieBase extra = DrlCompiler.compile(directory);
    Map<String, Fault> all = new TreeMap<>(faults);
    faults(extra, all);
    List<KieBase> both = new ArrayList<>(bases);
    both.add(extra);
    return new RuleEngine(List.copyOf(both), all);
  }

  /** All faults that a rule can find, by id. */
  public Map<String, Fault> faults() {
    return faults;
  }

  /** The findings of all rules over {@code facts}, sorted, each once. */
  public List<Finding> run(List<?> facts) {
    List<Finding> findings = new ArrayList<>();
    for (KieBase base : bases) {
      KieSession session = base.newKieSession();
      try {
        facts.forEach(session::insert);
        session.fireAllRules();
        for (Object o : session.getObjects(Finding.class::isInstance)) {
          findings.add((Finding) o);
        }
      } finally {
        session.dispose();
      }
    }
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

  private static void faults(KieBase base, Map<String, Fault> into) {
    for (KiePackage p : base.getKiePackages()) {
      Collection<Rule> rules = p.getRules();
      for (Rule r : rules) {
        if (!r.getName().contains("--")) {
          into.put(r.getName(), fault(r.getName(), r.getMetaData()));
        }
      }
    }
  }

  private static Fault fault(String id, Map<String, Object> meta) {
    return new Fault(
        id,
        text(meta, "title", id),
        Severity.of(text(meta, "severity", "")),
        text(meta, "scope", "node"),
        text(meta, "role", "root"),
        words(text(meta, "needs", "")),
        words(text(meta, "explains", "")));
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
