package io.coldcase.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import io.coldcase.sim.kernel.Judge.Probe;
import io.coldcase.sim.kernel.Scene.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.opentest4j.TestAbortedException;

/**
 * The kernel is right: random rule sets, routes and settings are loaded into network namespaces,
 * real packets are sent, and what walks foretell from the listings of the usual tools must be what
 * comes out at the far end. {@code -Dcoldcase.kernel.cases=N} sets the number of scenes, {@code
 * -Dcoldcase.kernel.seed=N} takes others. A mismatch is reduced to few lines and written to {@code
 * target/kernel-mismatch-*}, ready to become a fixture of {@link KernelFixturesTest}.
 */
class KernelTest {
  private static final int CASES = Integer.getInteger("coldcase.kernel.cases", 100);
  private static final int CHUNKS = 50;

  /** The same seed makes the same scenes, so that a red build means a change; soak runs vary it. */
  private static final long SEED = Long.getLong("coldcase.kernel.seed", 0);

  private static final int MISMATCHES = Integer.getInteger("coldcase.kernel.mismatches", 1);

  private static final boolean VERBOSE = Boolean.getBoolean("coldcase.kernel.verbose");

  private static Bench bench;

  @BeforeContainer
  static void open() throws IOException {
    Optional<String> why = Lab.unavailable();
    if (why.isPresent()) {
      throw new TestAbortedException("not compared with the kernel: " + why.get());
    }
    bench = new Bench();
  }

  @AfterContainer
  static void close() {
    if (bench != null) {
      bench.close();
      System.out.println(bench.summary());
      assertThat(bench.mismatches).as("what the kernel did otherwise").isEmpty();
    }
  }

  @Property(tries = CHUNKS, seed = "1", shrinking = ShrinkingMode.OFF)
  void walksEqualTheKernel(@ForAll Random chunk) throws IOException {
    Random random = new Random(chunk.nextLong() + SEED);
    for (int i = 0; i < Math.max(1, CASES / CHUNKS) && bench.mismatches.size() < MISMATCHES; i++) {
      bench.scene(Scenes.random(random));
    }
    assertThat(bench.mismatches).as("what the kernel did otherwise").hasSizeLessThan(MISMATCHES);
    assertThat(bench.refused).as("scenes that the tools refused").isLessThan(5 + bench.scenes / 20);
  }

  /** The worlds, made when first needed, and the score. */
  private static final class Bench implements AutoCloseable {
    private final Lab lab;
    private final Map<World.Shape, World> worlds = new HashMap<>();
    private final TreeMap<String, Integer> complaints = new TreeMap<>();
    final List<String> mismatches = new ArrayList<>();
    int scenes;
    int refused;
    private int probes;
    private int unknown;
    private int arrived;
    private int unstable;
    private long id = 1000;
    private final long start = System.nanoTime();

    Bench() throws IOException {
      this.lab = new Lab();
    }

    /** What was foretold and seen for one probe. */
    private record Score(Probe probe, Trace told, Judge.Seen seen) {
      boolean agrees() {
        return Judge.agrees(probe, told, seen);
      }
    }

    /** One run of a scene; {@code refused} is what the tools said when they did not load it. */
    private record Run(List<Score> scores, Map<String, String> artifacts, String refused) {}

    void scene(Scene s) throws IOException {
      scenes++;
      Run run = run(s, 12);
      if (!run.refused().isEmpty()) {
        refused++;
        complaints.merge(run.refused().lines().findFirst().orElse(""), 1, Integer::sum);
        return;
      }
      for (Score score : run.scores()) {
        probes++;
        unknown += Judge.unknown(score.told()) ? 1 : 0;
        score.told().outcomes().stream()
            .filter(o -> o.roundTrip().verdict() == io.coldcase.sim.Verdict.UNKNOWN)
            .forEach(o -> complaints.merge("? " + o.roundTrip().why(), 1, Integer::sum));
        arrived += score.seen().of(Wire.Role.QUESTION).isEmpty() ? 0 : 1;
      }
      Optional<Score> wrong = run.scores().stream().filter(x -> !x.agrees()).findFirst();
      // a packet that was late is no mismatch: it must come out so three times, the last time alone
      if (wrong.isPresent()
          && wrong(s.only(wrong.get().probe()))
          && wrong(s.only(wrong.get().probe()))) {
        mismatch(reduced(s.only(wrong.get().probe())));
      }
    }

    private boolean wrong(Scene s) throws IOException {
      Run r = run(s, 120);
      return r.refused().isEmpty() && r.scores().stream().anyMatch(x -> !x.agrees());
    }

    private Scene reduced(Scene s) throws IOException {
      Scene now = s;
      for (int size = Math.max(1, s.pieces().size() / 2);
          size >= 1;
          size = size == 1 ? 0 : size / 2) {
        for (int from = 0; from < now.pieces().size(); ) {
          List<Piece> left = new ArrayList<>(now.pieces());
          left.subList(from, Math.min(from + size, left.size())).clear();
          Scene less = now.with(left);
          if (wrong(less)) {
            now = less;
          } else {
            from += size;
          }
        }
      }
      return now;
    }

    private void mismatch(Scene s) throws IOException {
      Run run = run(s, 250);
      Score score = run.scores().get(0);
      if (score.agrees()) {
        unstable++;
        return;
      }
      Path dir = Path.of("target", "kernel-mismatch-" + System.currentTimeMillis() % 1_000_000_000);
      for (Map.Entry<String, String> e : run.artifacts().entrySet()) {
        Path file = dir.resolve(e.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, e.getValue());
      }
      StringBuilder text =
          new StringBuilder("shape " + s.shape() + "\nprobe " + score.probe() + "\n");
      score.seen().packets().forEach(p -> text.append("kernel ").append(p).append('\n'));
      for (Outcome o : score.told().outcomes()) {
        text.append("walk ").append(o.verdict()).append(" at ").append(o.place()).append(' ');
        text.append(o.last())
            .append(" ttl ")
            .append(o.last().ttl())
            .append(" (")
            .append(o.why())
            .append(")\n");
        steps(text, o);
        o.reply()
            .ifPresent(
                r -> {
                  text.append("  reply ")
                      .append(r.verdict())
                      .append(" at ")
                      .append(r.place())
                      .append(' ')
                      .append(r.last())
                      .append(" (")
                      .append(r.why())
                      .append(")\n");
                  steps(text, r);
                });
      }
      for (String node : s.nodes()) {
        text.append("--- ").append(node).append('\n').append(s.apply(node));
      }
      Files.writeString(dir.resolve("mismatch.txt"), text.toString());
      mismatches.add(dir + "\n" + text);
      System.out.println("MISMATCH " + dir + "\n" + text);
    }

    private static void steps(StringBuilder text, Outcome o) {
      for (Step st : o.steps()) {
        text.append("    ").append(st.place()).append(' ').append(st.hook()).append(' ');
        text.append(st.table()).append(' ').append(st.text()).append('\n');
      }
    }

    private Run run(Scene s, int quiet) throws IOException {
      World w = worlds.computeIfAbsent(s.shape(), k -> new World(lab, k));
      Map<String, World.Listing> listings = new LinkedHashMap<>();
      StringBuilder failed = new StringBuilder();
      try {
        for (String node : s.nodes()) {
          World.Listing l = w.list(node, s.apply(node), s.tools(node));
          listings.put(node, l);
          failed.append(l.failed());
        }
        Map<String, String> artifacts = w.artifacts(listings);
        if (!failed.isEmpty()) {
          return new Run(List.of(), artifacts, failed.toString());
        }
        Judge judge = new Judge(World.cluster(artifacts));
        Map<Long, Probe> sent = new LinkedHashMap<>();
        for (Probe p : s.probes()) {
          sent.put(++id, p);
          w.send(p.from(), Wire.bytes(p.packet(), id));
        }
        List<Wire.Seen> all = lab.go(quiet);
        List<Score> scores = new ArrayList<>();
        sent.forEach(
            (n, p) ->
                scores.add(
                    new Score(
                        p,
                        judge.foretell(p),
                        new Judge.Seen(
                            all.stream()
                                .filter(x -> x.id() == n && x.space().startsWith(s.shape() + "-"))
                                .map(x -> x.in(w.inside(x.space())))
                                .toList()))));
        return new Run(scores, artifacts, "");
      } finally {
        for (String node : s.nodes()) {
          w.sh(node, s.undo(node));
        }
      }
    }

    String summary() {
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
      lab.close();
    }
  }
}
