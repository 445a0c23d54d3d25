package io.coldcase.pipeline;

import io.coldcase.assemble.Assembler;
import io.coldcase.assemble.Assembler.Loaded;
import io.coldcase.bundle.BundleException;
import io.coldcase.bundle.Limits;
import io.coldcase.cause.Diagnosis;
import io.coldcase.cause.Ranker;
import io.coldcase.fact.FactSources;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import io.coldcase.model.Cluster;
import io.coldcase.report.Report;
import io.coldcase.report.Timeline;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RuleEngine;
import io.coldcase.rules.RulePages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One call from the parts of a case to its report; shared by all cases of a process. */
public final class Pipeline {
  private final RuleEngine rules;
  private final Ranker ranker;
  private final Map<String, String> symptomTitles = RulePages.symptomTitles();

  public Pipeline(RuleEngine rules) {
    this.rules = rules;
    this.ranker = new Ranker(rules.faults(), RulePages.symptomsBrought());
  }

  /**
   * Reads the parts of one case and judges it.
   *
   * @throws BundleException when a part cannot be read or exceeds the limits
   */
  public Report analyze(List<Path> paths, Limits limits) throws BundleException {
    return judge(source(paths), Assembler.load(parts(paths), limits));
  }

  /**
   * The same for a process that judges one case with the compiled rules: they are made ready while
   * the case is read.
   */
  public static Report analyzeOne(List<Path> paths, Limits limits) throws BundleException {
    CompletableFuture<Pipeline> pipeline =
        CompletableFuture.supplyAsync(
            () -> {
              RuleEngine rules = RuleEngine.compiled();
              rules.run(List.of()); // what the engine sets up once is set up by the first run
              return new Pipeline(rules);
            });
    Loaded loaded = Assembler.load(parts(paths), limits);
    List<Object> facts = FactSources.facts(loaded.cluster());
    return pipeline.join().judge(source(paths), loaded, facts);
  }

  private static String source(List<Path> paths) {
    return String.join(", ", paths.stream().map(Path::toString).toList());
  }

  /** The paths, where a folder that holds a bundle, as every sample does, stands for its bundle. */
  public static List<Path> parts(List<Path> paths) {
    List<Path> parts = new ArrayList<>();
    for (Path p : paths) {
      Path packed = p.resolve("bundle.tar.xz");
      parts.add(Files.isDirectory(p) && Files.isRegularFile(packed) ? packed : p);
    }
    return parts;
  }

  /** The report on a case that was read already. */
  public Report judge(String source, Loaded loaded) {
    return judge(source, loaded, FactSources.facts(loaded.cluster()));
  }

  /** The report on given facts; their order does not matter. */
  public Report judge(String source, Loaded loaded, List<?> facts) {
    Cluster cluster = loaded.cluster();
    List<Finding> findings = rules.run(facts);
    List<Symptom> symptoms =
        facts.stream().filter(Symptom.class::isInstance).map(Symptom.class::cast).toList();
    Diagnosis diagnosis = ranker.rank(findings, symptoms, cluster);
    return new Report(
        source,
        cluster,
        diagnosis,
        rules.faults(),
        symptomTitles,
        NotEvaluated.of(rules.faults().values(), cluster, findings),
        loaded.contents(),
        Timeline.of(cluster, facts, symptomTitles),
        loaded.warnings());
  }
}
