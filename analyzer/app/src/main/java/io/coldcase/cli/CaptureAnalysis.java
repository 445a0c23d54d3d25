package io.coldcase.cli;

import io.coldcase.capture.CaptureAnalyzer;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.PathJoin;
import io.coldcase.capture.Point;
import io.coldcase.report.capture.CaptureJson;
import io.coldcase.report.capture.CaptureText;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;

/**
 * One {@code coldcase capture}: what to read and how to show it. See {@link Capture} for what the
 * parts mean.
 */
record CaptureAnalysis(List<Path> files, Format format, String flow, int maxFlows) {
  /** Live flows to hold in each file. */
  static final int MAX_FLOWS = 200_000;

  /** Files that take long enough to show progress, bytes. */
  private static final long LARGE = 100_000_000;

  /** Files of which a second thread reads ahead, bytes. */
  static final long WORTH_A_THREAD = 4_000_000;

  private static final int BUFFER = 1 << 16;

  /** Output formats. */
  enum Format {
    text,
    json
  }

  CaptureAnalysis {
    files = List.copyOf(files);
  }

  /** Writes what the files hold; the exit code. */
  int run(PrintWriter out, PrintWriter err) throws InterruptedException {
    long size = files.stream().mapToLong(f -> f.toFile().length()).sum();
    List<PathJoin.Input> inputs = new ArrayList<>();
    boolean broken;
    if (Terminal.progress() && size >= LARGE) {
      try (ProgressBar bar =
          ProgressBar.builder()
              .setTaskName("read")
              .setInitialMax(size)
              .setUnit(" MB", 1_000_000)
              .setConsumer(new ConsoleProgressBarConsumer(System.err, 78))
              .build()) {
        broken = read(inputs, bar::stepBy, err);
      }
    } else {
      broken = read(inputs, n -> {}, err);
    }
    write(inputs, out);
    out.flush();
    return broken ? 3 : 0;
  }

  /** Reads all files, as many at once as there are processors; true when one was no capture. */
  private boolean read(List<PathJoin.Input> inputs, LongConsumer progress, PrintWriter err)
      throws InterruptedException {
    int threads = Math.min(files.size(), Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    boolean broken = false;
    try {
      List<Future<CaptureSummary>> summaries = new ArrayList<>();
      for (Path file : files) {
        summaries.add(pool.submit(() -> summary(file, progress)));
      }
      for (int i = 0; i < summaries.size(); i++) {
        try {
          CaptureSummary s = summaries.get(i).get();
          broken |= s.packets() == 0 && !s.warnings().isEmpty();
          inputs.add(new PathJoin.Input(point(files.get(i)), s));
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof IOException)) {
            throw new IllegalStateException(e.getCause());
          }
          String why = files.get(i) + ": " + e.getCause().getMessage();
          err.println("coldcase: " + why);
          broken = true;
        }
      }
    } finally {
      pool.shutdownNow();
    }
    return broken;
  }

  private void write(List<PathJoin.Input> inputs, PrintWriter out) {
    try {
      for (PathJoin.Input in : inputs) {
        if (format == Format.json) {
          CaptureJson.write(in.summary(), flow, out);
        } else {
          CaptureText.summary(in.summary(), out);
          if (!flow.isEmpty()) {
            CaptureText.flows(in.summary(), flow, out);
          }
        }
      }
      if (inputs.size() > 1) {
        if (format == Format.json) {
          CaptureJson.paths(PathJoin.join(inputs), out);
        } else {
          CaptureText.paths(inputs, flow, out);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CaptureSummary summary(Path file, LongConsumer progress) throws IOException {
    boolean ahead =
        files.size() < Runtime.getRuntime().availableProcessors()
            && file.toFile().length() >= WORTH_A_THREAD;
    // reads a tenth faster than a stream of java.nio.file.Files
    InputStream raw = new Counted(new FileInputStream(file.toFile()), progress);
    try (InputStream in = new BufferedInputStream(raw, BUFFER)) {
      return new CaptureAnalyzer(maxFlows).run(file.toString(), in, ahead);
    }
  }

  /** Tells how far the file is. */
  private static final class Counted extends FilterInputStream {
    private final LongConsumer progress;

    Counted(InputStream in, LongConsumer progress) {
      super(in);
      this.progress = progress;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int n = super.read(b, off, len);
      if (n > 0) {
        progress.accept(n);
      }
      return n;
    }
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
