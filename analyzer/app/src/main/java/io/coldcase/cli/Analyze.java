package io.coldcase.cli;

import io.coldcase.bundle.Limits;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Report;
import io.coldcase.report.json.JsonReport;
import io.coldcase.report.text.TextReport;
import io.coldcase.rules.RuleEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase analyze}. */
@Command(name = "analyze", description = "Names the root cause of a case.")
final class Analyze implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", description = "The parts of one case.")
  private List<Path> paths;

  @Option(names = "--format", defaultValue = "text", description = "text or json")
  private String format;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Report report = new Pipeline(RuleEngine.compiled()).analyze(paths, Limits.defaults());
    if (format.equals("json")) {
      JsonReport.write(report, out);
    } else {
      TextReport.write(report, false, out);
    }
    out.flush();
    return report.diagnosis().causes().isEmpty() ? 0 : 1;
  }
}
