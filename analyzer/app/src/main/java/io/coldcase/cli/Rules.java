package io.coldcase.cli;

import io.coldcase.finding.Fault;
import io.coldcase.rules.RuleEngine;
import io.coldcase.rules.RulePages;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coldcase rules}. */
@Command(
    name = "rules",
    header = "Lists the faults that can be found, by layer.",
    optionListHeading = "%nOptions:%n",
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION)
final class Rules implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--search",
      paramLabel = "WORD",
      description = "Only faults whose id, title or page holds WORD.")
  private String word = "";

  @Mixin private RulesOption rules = new RulesOption();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    RuleEngine engine = rules.engine();
    for (String layer : RulePages.LAYERS) {
      list(layer, engine, out);
    }
    list("", engine, out);
    out.flush();
    return ExitCode.NOTHING;
  }

  private void list(String layer, RuleEngine engine, PrintWriter out) {
    boolean headed = false;
    for (Fault f : engine.faults().values()) {
      if (RulePages.layer(f.id()).equals(layer) && matches(f)) {
        if (!headed) {
          out.println(layer.isEmpty() ? "added by --rules" : layer);
          headed = true;
        }
        out.printf(Locale.ROOT, "  %-38s %-8s  %s%n", f.id(), f.severity().word(), f.title());
      }
    }
  }

  private boolean matches(Fault f) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || (f.id() + "\n" + f.title() + "\n" + RulePages.page(f.id()))
            .toLowerCase(Locale.ROOT)
            .contains(wanted);
  }
}
