package io.coldcase.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase capture}. */
@Command(
    name = "capture",
    description =
        "Says what packet captures hold: problems with packet numbers, and over several captures"
            + " where connections vanished.",
    mixinStandardHelpOptions = true)
final class Capture implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "pcap or pcapng, plain or gz, xz, zst. Several files are taken for places on one path;"
              + " name them NODE/DEVICE.pcap.")
  private List<Path> files;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "FORMAT",
      description = "text or json (one line per file, then one with the paths).")
  private CaptureAnalysis.Format format;

  @Option(
      names = "--flow",
      paramLabel = "TEXT",
      description =
          "Also list the flows whose text holds TEXT, for example an address or port; over several"
              + " files the paths of these connections, answered or not.")
  private String flow = "";

  @Option(
      names = "--max-flows",
      defaultValue = "200000",
      paramLabel = "N",
      description =
          "Live flows to hold in each file, and as many finished ones; about 1 KiB each. Beyond"
              + " that idle flows are closed early, and the output says so. Default:"
              + " ${DEFAULT-VALUE}.")
  private int maxFlows;

  @Override
  public Integer call() throws InterruptedException {
    CommandLine line = spec.commandLine();
    return analysis().run(line.getOut(), line.getErr());
  }

  CaptureAnalysis analysis() {
    return new CaptureAnalysis(files, format, flow, maxFlows);
  }
}
