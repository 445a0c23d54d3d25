package io.coldcase.sim.kernel;

import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import io.coldcase.sim.kernel.Judge.Probe;
import io.coldcase.sim.kernel.Scene.Piece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A lab with its worlds, made when first needed: plays one scene after the other and compares.
 * Lanes share nothing but the kernel, so several may run side by side.
 */
final class Lane implements AutoCloseable {
  /** How long it must be quiet, in ms, until all has arrived: usually; in doubt; and at last. */
  private static final int QUIET = 12;

  private static final int DOUBT = 120;
  private static final int SURE = 250;

  private final Lab lab;
  private final Map<World.Shape, World> worlds = new HashMap<>();
  private long id = 1000;

  Lane() throws IOException {
    this.lab = new Lab();
  }

  /** What was foretold and seen for one probe. */
  record Score(Probe probe, Trace told, Judge.Seen seen) {
    boolean agrees() {
      return Judge.agrees(probe, told, seen);
    }
  }

  /** One run of a scene; {@code refused} is what the tools said when they did not load it. */
  record Run(List<Score> scores, Map<String, String> artifacts, String refused) {}

  /** A probe for which something else was foretold, in the least scene in which that is so. */
  record Mismatch(Scene scene, Score score, Map<String, String> artifacts) {
    String text() {
      StringBuilder text =
          new StringBuilder("shape " + scene.shape() + "\nprobe " + score.probe() + "\n");
      score.seen().packets().forEach(p -> text.append("kernel ").append(p).append('\n'));
      for (Outcome o : score.told().outcomes()) {
        outcome(text, "walk ", o);
        o.reply().ifPresent(r -> outcome(text, "  reply ", r));
      }
      for (String node : scene.nodes()) {
        text.append("--- apply ").append(node).append('\n').append(scene.apply(node));
      }
      return text.toString();
    }

    private static void outcome(StringBuilder text, String what, Outcome o) {
      text.append(
          "%s%s at %s %s ttl %d (%s)%n"
              .formatted(what, o.verdict(), o.place(), o.last(), o.last().ttl(), o.why()));
      for (Step st : o.steps()) {
        text.append("    %s %s %s %s%n".formatted(st.place(), st.hook(), st.table(), st.text()));
      }
    }

    /** Ready to become a fixture, but for its name. */
    Fixture fixture() {
      Map<String, String> scripts = new LinkedHashMap<>();
      scene.nodes().forEach(n -> scripts.put(n, scene.apply(n)));
      return new Fixture(scene.shape(), score.probe(), false, List.of(), scripts, Map.of());
    }
  }

  Run play(Scene s) throws IOException {
    return play(s, QUIET);
  }

  /** Whether a run that went otherwise does so again: what was only late is no mismatch. */
  Optional<Mismatch> confirmed(Scene s, Run run) throws IOException {
    Optional<Score> wrong = run.scores().stream().filter(x -> !x.agrees()).findFirst();
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    Scene alone = s.only(wrong.get().probe());
    for (int again = 0; again < 2; again++) {
      if (!wrong(alone)) {
        return Optional.empty();
      }
    }
    Scene least = reduced(alone);
    Run last = play(least, SURE);
    return last.scores().stream()
        .filter(x -> !x.agrees())
        .findFirst()
        .map(x -> new Mismatch(least, x, last.artifacts()));
  }

  private boolean wrong(Scene s) throws IOException {
    return play(s, DOUBT).scores().stream().anyMatch(x -> !x.agrees());
  }

  private Scene reduced(Scene s) throws IOException {
    Scene now = s;
    int size = Math.max(1, s.pieces().size() / 2);
    while (size >= 1) {
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
      size /= 2;
    }
    return now;
  }

  private Run play(Scene s, int quiet) throws IOException {
    World w = worlds.computeIfAbsent(s.shape(), k -> new World(lab, k));
    Map<String, World.Listing> listings = new LinkedHashMap<>();
    StringBuilder failed = new StringBuilder();
    w.undone();
    try {
      for (String node : s.nodes()) {
        w.begin(node, s.apply(node), s.tools(node));
      }
      for (String node : s.nodes()) {
        World.Listing l = w.listed(node);
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
      sent.forEach((n, p) -> scores.add(new Score(p, judge.foretell(p), seen(w, s, all, n))));
      return new Run(scores, artifacts, "");
    } finally {
      for (String node : s.nodes()) {
        w.undo(node, s.undo(node));
      }
    }
  }

  private static Judge.Seen seen(World w, Scene s, List<Wire.Seen> all, long probe) {
    return new Judge.Seen(
        all.stream()
            .filter(x -> x.id() == probe && x.space().startsWith(s.shape() + "-"))
            .map(x -> x.in(w.inside(x.space())))
            .toList());
  }

  @Override
  public void close() {
    lab.close();
  }
}
