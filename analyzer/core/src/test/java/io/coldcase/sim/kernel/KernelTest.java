package io.coldcase.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coldcase.sim.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The kernel is right: random rule sets, routes and settings are loaded into network namespaces,
 * real packets are sent, and what walks foretell from the listings of the usual tools must be what
 * comes out at the far end. {@code -Dcoldcase.kernel.cases=N} sets the number of scenes, {@code
 * -Dcoldcase.kernel.seed=N} takes others, {@code -Dcoldcase.kernel.mismatches=N} goes on until so
 * many were found. A mismatch is reduced to few lines and written to {@code
 * target/kernel-mismatch-NUMBER}, ready to become a fixture of {@link KernelFixturesTest}; {@code
 * -Dcoldcase.kernel.again=NUMBER,NUMBER} plays those scenes alone.
 */
class KernelTest {
  private static final int CASES = Integer.getInteger("coldcase.kernel.cases", 100);

  /** The same seed makes the same scenes, so that a red build means a change; soak runs vary it. */
  private static final long SEED = Long.getLong("coldcase.kernel.seed", 0);

  private static final String AGAIN = System.getProperty("coldcase.kernel.again", "");

  private static final int MISMATCHES = Integer.getInteger("coldcase.kernel.mismatches", 1);

  /** Loading a rule set is mostly waiting for the kernel, so there are more lanes than cores. */
  private static final int LANES =
      Integer.getInteger(
          "coldcase.kernel.lanes", Math.min(6, 1 + Runtime.getRuntime().availableProcessors()));

  private static Bench bench;

  @BeforeAll
  static void open() throws IOException {
    Optional<String> why = Lab.unavailable();
    assumeTrue(why.isEmpty(), () -> "not compared with the kernel: " + why.orElse(""));
    bench = new Bench();
  }

  @AfterAll
  static void close() {
    if (bench != null) {
      bench.close();
      System.out.println(bench.summary());
      assertThat(bench.mismatches).as("what the kernel did otherwise").isEmpty();
    }
  }

  @Test
  void walksEqualTheKernel() throws Exception {
    bench.play(
        AGAIN.isEmpty()
            ? new Random(SEED).longs(CASES).boxed().toList()
            : Stream.of(AGAIN.split(",")).map(s -> Long.parseUnsignedLong(s, 16)).toList());
    assertThat(bench.mismatches).as("what the kernel did otherwise").hasSizeLessThan(MISMATCHES);
    assertThat(bench.refused)
        .as("scenes that the tools refused")
        .isLessThan(10 + bench.scenes / 15);
  }

  /** The lanes and the score. */
  private static final class Bench implements AutoCloseable {
    private final List<Lane> lanes = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(LANES);
    private final TreeMap<String, Integer> complaints = new TreeMap<>();
    final List<String> mismatches = new ArrayList<>();
    int scenes;
    int refused;
    private int probes;
    private int unknown;
    private int arrived;
    private int unstable;
    private final long start = System.nanoTime();

    Bench() throws IOException {
      for (int i = 0; i < LANES; i++) {
        lanes.add(new Lane());
      }
    }

    /** Plays the scenes of some seeds, each on the next lane that is free. */
    void play(List<Long> seeds) throws InterruptedException, ExecutionException {
      ConcurrentLinkedQueue<Long> left = new ConcurrentLinkedQueue<>(seeds);
      List<Future<?>> running = new ArrayList<>();
      for (Lane lane : lanes) {
        running.add(
            threads.submit(
                () -> {
                  for (Long s = left.poll(); s != null && more(); s = left.poll()) {
                    Scene scene = Scenes.random(new Random(s));
                    Lane.Run run = lane.play(scene);
                    Optional<Lane.Mismatch> wrong = lane.confirmed(scene, run);
                    count(s, run, wrong);
                  }
                  return null;
                }));
      }
      for (Future<?> f : running) {
        f.get();
      }
    }

    private synchronized boolean more() {
      return mismatches.size() < MISMATCHES;
    }

    private synchronized void count(long seed, Lane.Run run, Optional<Lane.Mismatch> wrong)
        throws IOException {
      scenes++;
      if (!run.refused().isEmpty()) {
        refused++;
        complain(run.refused().lines().findFirst().orElse(""));
      }
      for (Lane.Score score : run.scores()) {
        probes++;
        unknown += Judge.unknown(score.told()) ? 1 : 0;
        score.told().outcomes().stream()
            .filter(o -> o.roundTrip().verdict() == Verdict.UNKNOWN)
            .forEach(o -> complain("? " + o.roundTrip().why()));
        arrived += score.seen().of(Wire.Role.QUESTION).isEmpty() ? 0 : 1;
      }
      if (wrong.isPresent()) {
        keep(seed, wrong.get());
      } else if (run.scores().stream().anyMatch(x -> !x.agrees())) {
        unstable++;
      }
    }

    private void complain(String why) {
      String kind = why.replaceAll(" ?\\([^()]*:\\d+\\)$|/dev/stdin:\\S+ |line \\d+ | -A .*", "");
      complaints.merge(kind, 1, Integer::sum);
    }

    private void keep(long seed, Lane.Mismatch wrong) throws IOException {
      Path dir = Path.of("target", "kernel-mismatch-" + Long.toHexString(seed));
      for (Map.Entry<String, String> e : wrong.artifacts().entrySet()) {
        Path file = dir.resolve(e.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, e.getValue());
      }
      String text = wrong.text();
      Files.writeString(dir.resolve("mismatch.txt"), text);
      Files.writeString(dir.resolve("fixture.txt"), wrong.fixture().text());
      mismatches.add(dir + "\n" + text);
      System.out.println("MISMATCH " + dir + "\n" + text);
    }

    synchronized String summary() {
      return "%d s, %d scenes (%d refused by the tools), %d probes, %d arrived, %d not to be told, %d late, %d mismatches%s"
          .formatted(
              (System.nanoTime() - start) / 1_000_000_000,
              scenes,
              refused,
              probes,
              arrived,
              unknown,
              unstable,
              mismatches.size(),
              complaints.isEmpty() ? "" : "\n" + complaints);
    }

    @Override
    public void close() {
      threads.shutdown();
      lanes.forEach(Lane::close);
    }
  }
}
