package io.coldcase.cli;

import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Contents;
import io.coldcase.bundle.Inventory;
import io.coldcase.diag.Warning;
import io.coldcase.model.Kinds;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Visible;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coldcase bundle}. */
@Command(
    name = "bundle",
    header = "Lists what is inside a case.",
    description = {
      "",
      "Nodes, time span, every artifact with its size and status, what is missing and which command"
          + " would collect it."
    },
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nParameters:%n",
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION)
final class Bundle implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "The parts of one case, as for analyze.")
  private List<Path> paths = List.of();

  @Mixin private LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws IOException {
    Contents contents = Bundles.read(Pipeline.parts(paths), limits.limits(), member -> {});
    Inventory inventory = Inventory.of(contents, Kinds.all());
    PrintWriter out = spec.commandLine().getOut();
    out.println("nodes      " + Visible.of(String.join(" ", inventory.nodes())));
    if (inventory.end() > 0) {
      out.println("collected  " + time(inventory.start()) + " to " + time(inventory.end()));
    }
    out.println("artifacts  " + inventory.items().size());
    out.println();
    for (Inventory.Item i : inventory.items()) {
      out.printf(
          Locale.ROOT,
          "%-13s %10d  %s%s%n",
          word(i.artifact().status().name()),
          i.bytes(),
          Visible.of(i.artifact().path()),
          i.kind().isEmpty() ? "  (not read)" : "");
    }
    missing(inventory, out);
    for (Warning w : contents.warnings()) {
      out.println(Visible.of("warning: " + w.at() + ": " + w.text()));
    }
    out.flush();
    return ExitCode.NOTHING;
  }

  /** One entry per command: what it would bring, on which nodes that is missing, and why. */
  private static void missing(Inventory inventory, PrintWriter out) {
    if (inventory.missing().isEmpty()) {
      return;
    }
    Map<String, List<Inventory.Missing>> byKind = new LinkedHashMap<>();
    for (Inventory.Missing m : inventory.missing()) {
      byKind.computeIfAbsent(m.kind(), k -> new ArrayList<>()).add(m);
    }
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    byKind.forEach(
        (kind, where) ->
            kinds
                .computeIfAbsent(
                    where(where) + "\n    " + where.get(0).command(), k -> new ArrayList<>())
                .add(kind));
    out.printf("%nmissing%n");
    kinds.forEach((rest, k) -> out.println("  " + String.join(", ", k) + rest));
  }

  private static String where(List<Inventory.Missing> missing) {
    TreeSet<String> why = new TreeSet<>();
    for (Inventory.Missing m : missing) {
      why.add(word(m.status().name()) + (m.reason().isEmpty() ? "" : ", " + m.reason()));
    }
    List<String> nodes =
        missing.stream().map(Inventory.Missing::node).filter(n -> !n.isEmpty()).toList();
    return Visible.of(
        (nodes.isEmpty() ? "" : " on " + String.join(" ", nodes))
            + " ("
            + String.join("; ", why)
            + ")");
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String time(long epoch) {
    return Instant.ofEpochSecond(epoch).toString();
  }
}
