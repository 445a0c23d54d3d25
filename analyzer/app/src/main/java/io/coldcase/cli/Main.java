package io.coldcase.cli;

import io.coldcase.bundle.BundleException;
import io.coldcase.rules.RuleException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;

/** The program. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
      System.out.println(Coldcase.VERSION);
      return;
    }
    if (System.getProperty("coldcase.training") != null) {
      Training.run();
    }
    Optional<Analysis> plain = PlainArguments.of(args);
    Optional<CaptureAnalysis> capture = PlainArguments.capture(args);
    System.exit(
        plain.isPresent()
            ? run((out, err) -> plain.get().run(out))
            : capture.isPresent() ? run(capture.get()::run) : commandLine(args).execute(args));
  }

  /** A command that needs no command line; writes to both and returns the exit code. */
  private interface Work {
    int run(PrintWriter out, PrintWriter err) throws IOException, InterruptedException;
  }

  private static int run(Work work) {
    // the encoding of a terminal may differ from that of files; picocli asks the same property
    String terminal = System.getProperty("sun.stdout.encoding");
    Charset charset = terminal == null ? Charset.defaultCharset() : Charset.forName(terminal);
    PrintWriter err = new PrintWriter(System.err, true);
    try {
      return work.run(new PrintWriter(new OutputStreamWriter(System.out, charset)), err);
    } catch (IOException | InterruptedException | RuntimeException e) {
      return failed(e, err);
    }
  }

  /**
   * The command line for {@code args}: with the one subcommand that they name, or with all.
   * Building the others would cost every start some milliseconds.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Coldcase());
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("analyze", Analyze::new);
    commands.put("bundle", Bundle::new);
    commands.put("explain", Explain::new);
    commands.put("rules", Rules::new);
    commands.put("batch", Batch::new);
    commands.put("trace", TraceCommand::new);
    commands.put("capture", Capture::new);
    commands.put("batch-worker", BatchWorker::new);
    commands.put("generate-completion", GenerateCompletion::new);
    if (args.length > 0 && commands.containsKey(args[0]) && !args[0].startsWith("generate")) {
      line.addSubcommand(commands.get(args[0]).get());
    } else {
      commands.values().forEach(c -> line.addSubcommand(c.get()));
    }
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(false)
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
  }

  /** What went wrong in one sentence; a stack trace is for bugs only. */
  private static int failed(Exception e, PrintWriter err) {
    if (e instanceof BundleException) {
      err.println("coldcase: " + e.getMessage());
      return ExitCode.UNREADABLE;
    }
    if (e instanceof RuleException || e instanceof UsageException) {
      err.println("coldcase: " + e.getMessage());
      return ExitCode.USAGE;
    }
    err.println("coldcase: a bug: " + e);
    for (StackTraceElement at : e.getStackTrace()) {
      if (at.getClassName().startsWith("io.coldcase")) {
        err.println("    at " + at);
      }
    }
    return ExitCode.UNREADABLE;
  }
}
