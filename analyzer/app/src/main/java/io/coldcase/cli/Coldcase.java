package io.coldcase.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code coldcase}; its subcommands do the work. */
@Command(
    name = "coldcase",
    header = "Names the root cause of a Kubernetes network failure from collected evidence.",
    description = {
      "",
      "Reads bundles that collectors-sh/coldcase-collect made earlier, on another machine, and says"
          + " what broke the network, which lines prove it, which symptoms it explains and what to"
          + " do. Nothing is asked of a cluster, nothing is sent anywhere."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing found",
      "1:a root cause was found (see --fail-on)",
      "2:wrong usage",
      "3:the bundle could not be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  coldcase analyze case-4711.tar.gz",
      "  coldcase analyze cluster.tgz node-a.tgz -o report.html -o report.json",
      "  coldcase explain coredns-loop"
    },
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION)
final class Coldcase implements Runnable {
  static final String VERSION = "coldcase 0.1.0";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
