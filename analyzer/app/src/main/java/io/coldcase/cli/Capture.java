package io.coldcase.cli;

import io.coldcase.capture.CaptureAnalyzer;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.PathJoin;
import io.coldcase.capture.Point;
import io.coldcase.report.capture.CaptureJson;
import io.coldcase.report.capture.CaptureText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
  /** Output formats. */
  enum Format {
    text,
    json
  }

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
      description = "text or json (one line per file).")
  private Format format;

  @Option(
      names = "--flow",
      paramLabel = "TEXT",
      description = "Also list the flows whose text holds TEXT, for example an address or port.")
  private String flow = "";

  @Option(
      names = "--max-flows",
      defaultValue = "200000",
      paramLabel = "N",
      description = "Live flows to hold; about 1 KiB each. Default: ${DEFAULT-VALUE}.")
  private int maxFlows;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<PathJoin.Input> inputs = new ArrayList<>();
    boolean broken = false;
    for (Path file : files) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        CaptureSummary s = new CaptureAnalyzer(maxFlows).run(file.toString(), in);
        broken |= s.packets() == 0 && !s.warnings().isEmpty();
        inputs.add(new PathJoin.Input(point(file), s));
        if (format == Format.json) {
          CaptureJson.write(s, out);
        } else {
          CaptureText.summary(s, out);
          if (!flow.isEmpty()) {
            CaptureText.flows(s, flow, out);
          }
        }
      } catch (IOException e) {
        spec.commandLine().getErr().println("coldcase: " + file + ": " + e.getMessage());
        broken = true;
      }
    }
    if (format == Format.text && inputs.size() > 1) {
      CaptureText.paths(inputs, out);
    }
    out.flush();
    return broken ? 3 : 0;
  }

  /**
   * The place that a path stands for: {@code .../w1/pcap/eth0.pcap} and {@code .../w1/eth0.pcap}
   * are eth0 of w1.
   */
  private static Point point(Path file) {
    String name = file.getFileName().toString();
    int dot = name.indexOf(".pcap");
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && parent.endsWith("pcap")) {
      parent = parent.getParent();
    }
    String node =
        parent == null || parent.getFileName() == null ? "" : parent.getFileName().toString();
    return new Point(node, dot > 0 ? name.substring(0, dot) : name);
  }
}
