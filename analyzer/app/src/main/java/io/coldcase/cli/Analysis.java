package io.coldcase.cli;

import io.coldcase.bundle.Limits;
import io.coldcase.diag.IoReason;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One {@code coldcase analyze}: what to read and where the reports go. See {@link Analyze} for what
 * the parts mean.
 */
record Analysis(
    List<Path> paths,
    List<Format> formats,
    List<Path> outputs,
    Optional<Path> rules,
    FailOn failOn,
    Limits limits) {
  Analysis {
    paths = List.copyOf(paths);
    formats = List.copyOf(formats);
    outputs = List.copyOf(outputs);
  }

  /** Writes the reports, those without a file to {@code out}; the exit code. */
  int run(PrintWriter out) throws IOException {
    Report report =
        rules.isPresent()
            ? new Pipeline(RulesOption.engine(rules)).analyze(paths, limits)
            : Pipeline.analyzeOne(paths, limits);
    for (int i = 0; i < outputs.size(); i++) {
      Path file = outputs.get(i);
      Format format = i < formats.size() ? formats.get(i) : Format.of(file);
      try (Writer to = Files.newBufferedWriter(file)) {
        format.write(report, false, to);
      } catch (IOException e) {
        throw new UsageException(file + " cannot be written: " + IoReason.of(e));
      }
    }
    for (Format f : printed()) {
      StringWriter text = new StringWriter();
      f.write(report, Terminal.colour(), text);
      out.print(text);
    }
    out.flush();
    return failOn.applies(report.diagnosis().causes()) ? ExitCode.FOUND : ExitCode.NOTHING;
  }

  private List<Format> printed() {
    return formats.isEmpty() && outputs.isEmpty()
        ? List.of(Format.TEXT)
        : formats.subList(Math.min(outputs.size(), formats.size()), formats.size());
  }
}
