package io.coldcase.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase analyze}. */
@Command(
    name = "analyze",
    header = "Names the root cause of one case.",
    description = {
      "",
      "Prints the causes, the evidence with file and line, what they explain, what to do, other"
          + " explanations, symptoms that remain, and what could not be judged with the command"
          + " that would collect it."
    },
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nParameters:%n",
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION,
    footerHeading = "%nExamples:%n",
    footer = {
      "  coldcase analyze case.tar.gz",
      "  coldcase analyze --format json case.tar.gz | jq -r '.rootCauses[0].id'",
      "  coldcase analyze case.tar.gz -o report.html -o report.md",
      "  ssh admin@cluster cat case.tgz | coldcase analyze -"
    })
final class Analyze implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "The parts of one case: archives (tar, gz, xz, zst, bz2, zip), folders, or - for standard"
              + " input.")
  private List<Path> paths = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text, json, markdown or html; may be repeated. The n-th format goes to the n-th -o,"
              + " further ones to standard output (default: text).")
  private List<Format> formats = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Writes a report to FILE; may be repeated. Without a --format of its own the file's"
              + " ending decides: .json, .md, .html.")
  private List<Path> outputs = List.of();

  @Option(
      names = "--fail-on",
      paramLabel = "WORD",
      defaultValue = "possible",
      description =
          "Exit with 1 for root causes that are at least certain, probable or possible, or never"
              + " (default: possible).")
  private FailOn failOn = FailOn.POSSIBLE;

  @Mixin private RulesOption rules = new RulesOption();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws IOException {
    return analysis().run(spec.commandLine().getOut());
  }

  Analysis analysis() {
    return new Analysis(paths, formats, outputs, rules.directory(), failOn, limits.limits());
  }
}
