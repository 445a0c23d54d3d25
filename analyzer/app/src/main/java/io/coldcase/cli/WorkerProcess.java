package io.coldcase.cli;

import io.coldcase.bundle.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@link BatchWorker} in a process of its own, started again when a case killed it. */
final class WorkerProcess implements AutoCloseable {
  private final List<String> command;
  private final Duration timeout;
  private Optional<Process> process = Optional.empty();

  /**
   * An answer: status ok with a report, or another status with a sentence.
   *
   * @param report JSON, empty unless ok
   */
  record Answer(String status, String error, String report) {}

  WorkerProcess(String heap, Optional<Path> rules, Limits limits, Duration timeout) {
    this.timeout = timeout;
    command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String arg : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (arg.startsWith("-XX:") || arg.startsWith("-Xshare") || arg.startsWith("-Xlog")) {
        command.add(arg);
      }
    }
    command.add("-Xmx" + heap);
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.add("batch-worker");
    command.add("--max-entries=" + limits.entries());
    command.add("--max-entry-mb=" + Math.max(1, limits.entryBytes() >> 20));
    command.add("--max-total-mb=" + Math.max(1, limits.totalBytes() >> 20));
    command.add("--max-ratio=" + limits.ratio());
    rules.ifPresent(r -> command.add("--rules=" + r));
  }

  /** Has one case judged; never fails because of the case. */
  Answer ask(String line) throws IOException {
    Process p = process.filter(Process::isAlive).isPresent() ? process.get() : start();
    CompletableFuture<Optional<String>> answer =
        CompletableFuture.supplyAsync(() -> exchange(p, line), r -> new Thread(r).start());
    try {
      Optional<String> text = answer.get(timeout.toSeconds(), TimeUnit.SECONDS);
      if (text.isPresent()) {
        String t = text.get();
        return t.startsWith("!")
            ? new Answer("unreadable", t.substring(1), "")
            : new Answer("ok", "", t);
      }
      stop();
      return new Answer("crashed", "the worker ended, most likely out of memory", "");
    } catch (TimeoutException e) {
      stop();
      return new Answer("timeout", "not done after " + timeout.toSeconds() + " s", "");
    } catch (InterruptedException e) {
      stop();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      stop();
      return new Answer("crashed", String.valueOf(e.getCause()), "");
    }
  }

  private Process start() throws IOException {
    Process p = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process = Optional.of(p);
    return p;
  }

  /** Sends the case and waits for its line; empty when the worker ended instead. */
  @SuppressWarnings("StreamResourceLeak") // the streams live as long as the process
  private static Optional<String> exchange(Process p, String line) {
    try {
      OutputStream to = p.getOutputStream();
      to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      to.flush();
      BufferedReader from =
          new BufferedReader(new InputStreamReader(p.getInputStream(), StandardCharsets.UTF_8));
      return Optional.ofNullable(from.readLine());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void stop() {
    process.ifPresent(Process::destroyForcibly);
    process = Optional.empty();
  }

  @Override
  public void close() {
    stop();
  }
}
