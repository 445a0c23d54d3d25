package io.coldcase.pipeline;

import io.coldcase.assemble.Assembler;
import io.coldcase.cause.Diagnosis;
import io.coldcase.cause.Ranker;
import io.coldcase.diag.Warning;
import io.coldcase.fact.FactSources;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import io.coldcase.model.Cluster;
import io.coldcase.report.Report;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RuleEngine;
import io.coldcase.rules.RulePages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One call from the parts of a case to its report; shared by all cases of a process. */
public final class Pipeline {
  private final RuleEngine rules;
  private final Ranker ranker;
  private final Map<String, String> symptomTitles = RulePages.symptomTitles();

  public Pipeline(RuleEngine rules) {
    this.rules = rules;
    this.ranker = new Ranker(rules.faults());
  }

  /** Reads the parts of one case and judges it. */
  public Report analyze(List<Path> paths) throws IOException {
    Assembler assembler = new Assembler();
    for (Path p : paths) {
      Directories.read(p, assembler);
    }
    String source = String.join(", ", paths.stream().map(Path::toString).toList());
    return judge(source, assembler.cluster(), assembler.warnings());
  }

  /** The report on a cluster that was read already. */
  public Report judge(String source, Cluster cluster, List<Warning> warnings) {
    return judge(source, cluster, FactSources.facts(cluster), warnings);
  }

  /** The report on given facts; their order does not matter. */
  public Report judge(String source, Cluster cluster, List<?> facts, List<Warning> warnings) {
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
        warnings);
  }
}
