package io.coldcase.cli;

import io.coldcase.rules.RulePages;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase explain}. */
@Command(
    name = "explain",
    header = "Shows the page of a fault: cause, evidence, confounders, remediation, references.",
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nParameters:%n",
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION)
final class Explain implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      description = "A fault id, as reports and the command rules print it.")
  private String id = "";

  @Override
  public Integer call() {
    String page = RulePages.page(id);
    if (page.isEmpty()) {
      throw new UsageException("there is no fault " + id + "; coldcase rules lists all");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(page);
    out.flush();
    return ExitCode.NOTHING;
  }
}
