package io.coldcase.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code coldcase batch}: every case is judged in a worker process, so that one that exhausts
 * memory or time takes only its own worker with it.
 */
@Command(
    name = "batch",
    header = "Names the root causes of many cases.",
    description = {
      "",
      "Writes one line of JSON per case: case, status (ok, unreadable, timeout or crashed), error,"
          + " seconds and the report; then a summary of recurring causes. With -o a batch that was"
          + " interrupted goes on where it stopped: what stands in FILE is not done again."
    },
    optionListHeading = "%nOptions:%n",
    parameterListHeading = "%nParameters:%n",
    mixinStandardHelpOptions = true,
    version = Coldcase.VERSION,
    footerHeading = "%nExamples:%n",
    footer = {
      "  coldcase batch /srv/cases -o results.jsonl",
      "  coldcase batch list.txt | jq -r '[.case, .report.rootCauses[0].id] | @tsv'"
    })
final class Batch implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR|LISTFILE",
      description =
          "Folders in which every bundle is a case, and text files with one case per line (the"
              + " parts of a case between tabs).")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Appends the lines to FILE and prints the summary on standard output.")
  private Optional<Path> output = Optional.empty();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Cases at the same time (default: one per core).")
  private int jobs = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Time for one case (default: 300).")
  private int timeout = 300;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Heap of one worker, as for java -Xmx (default: 1g).")
  private String memory = "1g";

  @Mixin private RulesOption rules = new RulesOption();

  @Mixin private LimitOptions limits = new LimitOptions();

  /** What became of one case. */
  private record Result(String name, String status, String error, double seconds, String report) {}

  @Override
  public Integer call() throws IOException {
    if (jobs < 1 || timeout < 1 || !memory.matches("[0-9]+[kmgKMG]?")) {
      throw new UsageException("--jobs, --timeout and --memory are positive");
    }
    Summary summary = new Summary();
    Set<String> done = output.isPresent() ? earlier(output.get(), summary) : Set.of();
    List<String> cases = new Cases().of(inputs);
    Queue<String> open = new ArrayDeque<>(cases.stream().filter(c -> !done.contains(c)).toList());
    PrintWriter console = spec.commandLine().getOut();
    try (Writer lines = output.isPresent() ? append(output.get()) : console;
        ProgressBar bar = bar(cases.size(), cases.size() - open.size())) {
      work(
          open,
          r -> {
            String line = line(r);
            lines.write(line);
            lines.flush();
            summary.add(line);
            bar.step();
          });
      if (output.isEmpty()) {
        spec.commandLine().getErr().print(summary);
        spec.commandLine().getErr().flush();
      } else {
        console.print(summary);
      }
      console.flush();
    }
    return summary.exitCode();
  }

  /** Takes results, one at a time. */
  private interface Sink {
    void accept(Result result) throws IOException;
  }

  private void work(Queue<String> open, Sink sink) throws IOException {
    List<Thread> threads = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    for (int i = 0; i < Math.min(jobs, open.size()); i++) {
      Thread t = new Thread(() -> serve(open, sink, failures), "batch-" + i);
      t.start();
      threads.add(t);
    }
    for (Thread t : threads) {
      try {
        t.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private void serve(Queue<String> open, Sink sink, List<IOException> failures) {
    try (WorkerProcess worker =
        new WorkerProcess(
            memory, rules.directory(), limits.limits(), Duration.ofSeconds(timeout))) {
      for (String next = poll(open); next != null; next = poll(open)) {
        long start = System.nanoTime();
        WorkerProcess.Answer answer = worker.ask(next);
        double seconds = (System.nanoTime() - start) / 1e9;
        synchronized (sink) {
          sink.accept(new Result(next, answer.status(), answer.error(), seconds, answer.report()));
        }
      }
    } catch (IOException e) {
      synchronized (failures) {
        failures.add(e);
      }
    }
  }

  private static String poll(Queue<String> open) {
    synchronized (open) {
      String next = open.poll();
      return next;
    }
  }

  private static String line(Result r) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(text)) {
      g.writeStartObject();
      g.writeStringField("case", r.name());
      g.writeStringField("status", r.status());
      g.writeStringField("error", r.error());
      g.writeFieldName("seconds");
      g.writeRawValue(String.format(Locale.ROOT, "%.2f", r.seconds()));
      g.writeFieldName("report");
      g.writeRawValue(r.report().isEmpty() ? "null" : r.report());
      g.writeEndObject();
    }
    return text.append('\n').toString();
  }

  /** The cases of an earlier run; a last line that was cut is taken off the file. */
  private static Set<String> earlier(Path file, Summary summary) throws IOException {
    Set<String> done = new HashSet<>();
    if (!Files.exists(file)) {
      return done;
    }
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      long end = f.length();
      while (end > 0) {
        f.seek(end - 1);
        if (f.read() == '\n') {
          break;
        }
        end--;
      }
      f.setLength(end);
    }
    try (Stream<String> lines = Files.lines(file)) {
      for (String line : (Iterable<String>) lines::iterator) {
        done.add(summary.add(line));
      }
    }
    return done;
  }

  private static BufferedWriter append(Path file) throws IOException {
    return Files.newBufferedWriter(
        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static ProgressBar bar(int all, int done) {
    ProgressBarBuilder b =
        ProgressBar.builder()
            .setTaskName("cases")
            .setInitialMax(all)
            .startsFrom(done, Duration.ZERO);
    if (Terminal.progress()) {
      b.setConsumer(new ConsoleProgressBarConsumer(System.err, 78));
    } else {
      b.setConsumer(new Silent());
    }
    return b.build();
  }

  /** Where there is no terminal there is no bar. */
  private static final class Silent implements me.tongfei.progressbar.ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return 78;
    }

    @Override
    public void accept(String rendering) {}

    @Override
    public void close() {}
  }

  /** The cases that the inputs name. */
  private static final class Cases {
    private final Set<String> found = new java.util.LinkedHashSet<>();

    List<String> of(List<Path> inputs) throws IOException {
      for (Path p : inputs) {
        if (Files.isDirectory(p)) {
          walk(p, 0);
        } else if (Files.isRegularFile(p)) {
          try (Stream<String> lines = Files.lines(p)) {
            lines
                .map(String::strip)
                .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                .forEach(found::add);
          } catch (java.io.UncheckedIOException e) {
            throw new UsageException(p + " is no list of cases; analyze reads single bundles");
          }
        } else {
          throw new UsageException("there is no " + p);
        }
      }
      return List.copyOf(found);
    }

    private void walk(Path dir, int depth) throws IOException {
      boolean bundle =
          Files.exists(dir.resolve("manifest.json"))
              || Files.isDirectory(dir.resolve("cluster"))
              || Files.isDirectory(dir.resolve("node"));
      if (bundle) {
        found.add(dir.toString());
        return;
      }
      List<Path> entries;
      try (Stream<Path> list = Files.list(dir)) {
        entries = list.sorted().toList();
      }
      for (Path p : entries) {
        if (Files.isDirectory(p)) {
          if (depth < 8) {
            walk(p, depth + 1);
          }
        } else if (archive(p.getFileName().toString())) {
          found.add(p.toString());
        }
      }
    }

    private static boolean archive(String name) {
      return Stream.of(
              ".tar",
              ".tar.gz",
              ".tgz",
              ".tar.xz",
              ".txz",
              ".tar.zst",
              ".tar.bz2",
              ".zip",
              ".part-001")
          .anyMatch(name::endsWith);
    }
  }

  /** Counts causes over all lines. */
  private static final class Summary {
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Map<String, Integer> first = new TreeMap<>();
    private final Map<String, Integer> any = new LinkedHashMap<>();
    private int silent;

    /** Takes one line of output; returns the case that it is about. */
    String add(String line) throws IOException {
      String name = "";
      String status = "";
      List<String> causes = new ArrayList<>();
      try (JsonParser p = JSON.createParser(line)) {
        p.nextToken();
        while (p.nextToken() == JsonToken.FIELD_NAME) {
          String field = p.currentName();
          p.nextToken();
          switch (field) {
            case "case" -> name = p.getText();
            case "status" -> status = p.getText();
            case "report" -> causes = causes(p);
            default -> p.skipChildren();
          }
        }
      }
      statuses.merge(status, 1, Integer::sum);
      if (status.equals("ok") && causes.isEmpty()) {
        silent++;
      }
      if (!causes.isEmpty()) {
        first.merge(causes.get(0), 1, Integer::sum);
      }
      new HashSet<>(causes).forEach(c -> any.merge(c, 1, Integer::sum));
      return name;
    }

    private static List<String> causes(JsonParser p) throws IOException {
      List<String> ids = new ArrayList<>();
      if (p.currentToken() != JsonToken.START_OBJECT) {
        return ids;
      }
      while (p.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = p.currentName().equals("rootCauses");
        p.nextToken();
        if (!wanted) {
          p.skipChildren();
          continue;
        }
        while (p.nextToken() == JsonToken.START_OBJECT) {
          while (p.nextToken() == JsonToken.FIELD_NAME) {
            boolean id = p.currentName().equals("id");
            p.nextToken();
            if (id) {
              ids.add(p.getText());
            } else {
              p.skipChildren();
            }
          }
        }
      }
      return ids;
    }

    int exitCode() {
      if (!first.isEmpty()) {
        return ExitCode.FOUND;
      }
      return statuses.keySet().stream().allMatch("ok"::equals)
          ? ExitCode.NOTHING
          : ExitCode.UNREADABLE;
    }

    @Override
    public String toString() {
      StringBuilder b = new StringBuilder("cases ");
      b.append(statuses.values().stream().mapToInt(Integer::intValue).sum());
      statuses.forEach((s, n) -> b.append(", ").append(s).append(' ').append(n));
      b.append(", without a root cause ").append(silent).append('\n');
      any.entrySet().stream()
          .sorted(
              Map.Entry.<String, Integer>comparingByValue()
                  .reversed()
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(
              e ->
                  b.append(
                      String.format(
                          Locale.ROOT,
                          "%6d  %-40s first in %d%n",
                          e.getValue(),
                          e.getKey(),
                          first.getOrDefault(e.getKey(), 0))));
      return b.toString();
    }
  }
}
