package io.coldcase.cli;

import io.coldcase.bundle.BundleException;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Report;
import io.coldcase.report.json.JsonReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * The other end of {@link Batch}: one case per line of standard input (paths between tabs), one
 * line per case on standard output: the report as JSON, or {@code !} and a sentence.
 */
@Command(name = "batch-worker", hidden = true)
final class BatchWorker implements Callable<Integer> {
  @Mixin private RulesOption rules = new RulesOption();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws IOException {
    Pipeline pipeline = new Pipeline(rules.engine());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.print(answer(pipeline, line).strip() + "\n");
      out.flush();
    }
    return ExitCode.NOTHING;
  }

  private String answer(Pipeline pipeline, String line) throws IOException {
    try {
      Report report =
          pipeline.analyze(Stream.of(line.split("\t")).map(Path::of).toList(), limits.limits());
      StringWriter json = new StringWriter();
      JsonReport.writeLine(report, json);
      return json.toString();
    } catch (BundleException e) {
      return "!" + e.getMessage().replace('\n', ' ');
    } catch (RuntimeException e) {
      return "!a bug: " + e.toString().replace('\n', ' ');
    }
  }
}
