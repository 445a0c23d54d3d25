package io.coldcase.bench;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One kind of artifact of a generated bundle (system property {@code bundle}) through its parser,
 * on one thread. The printed size divided by the score is the rate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ParserBenchmark {
  private static final long ENOUGH = 64L << 20;

  @Param({
    "pods.json",
    "events.json",
    "iptables-save.txt",
    "nft-ruleset.txt",
    "journal-kubelet.txt"
  })
  public String name = "";

  private final List<Artifact> artifacts = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();

  /** Takes up to 64 MiB of the artifacts of that name into memory. */
  @Setup
  public void load() throws IOException {
    long[] size = {0};
    Bundles.read(
        List.of(Path.of(System.getProperty("bundle"))),
        Limits.defaults(),
        m -> {
          if (m.artifact().name().equals(name) && size[0] < ENOUGH) {
            byte[] b = m.content().readAllBytes();
            size[0] += b.length;
            artifacts.add(m.artifact());
            contents.add(b);
          }
        });
    System.out.printf("%n# %s: %.1f MB%n", name, size[0] / 1e6);
  }

  /** Parses them all. */
  @Benchmark
  public Assembler parse() throws IOException {
    Assembler a = new Assembler();
    for (int i = 0; i < contents.size(); i++) {
      a.accept(artifacts.get(i), new ByteArrayInputStream(contents.get(i)));
    }
    return a;
  }

  /** The least work on the same bytes, to hold {@link #parse} against. */
  @Benchmark
  public long peer() throws IOException {
    long n = 0;
    for (byte[] content : contents) {
      n += Peer.count(name, content);
    }
    return n;
  }
}
