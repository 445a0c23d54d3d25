package io.coldcase.sim.kernel;

import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Compares what walks foretell with what the kernel did. */
final class Judge {
  private final Map<String, Pod> pods;
  private final Walker walker;

  Judge(Cluster cluster) {
    this.walker = new Walker(cluster);
    this.pods =
        Map.of(
            "a", cluster.pod("t", "a").orElseThrow(),
            "b", cluster.pod("t", "b").orElseThrow(),
            "c", cluster.pod("t", "c").orElseThrow());
  }

  /** A packet and who sends it: a pod, w1, w2 or ext. */
  record Probe(String from, Packet packet) {
    @Override
    public String toString() {
      return from + " " + packet + " size " + packet.size() + " ttl " + packet.ttl();
    }
  }

  Trace foretell(Probe p) {
    if (pods.containsKey(p.from())) {
      return walker.fromPod(pods.get(p.from()), p.packet(), true);
    }
    if (p.from().equals("ext")) {
      return walker.fromOutside(entry(p.packet().dst()), p.packet(), true);
    }
    return walker.fromBound(p.from(), p.packet(), true);
  }

  /** The node that ext's routes lead to. */
  private static String entry(Ip dst) {
    String d = dst.toString();
    return d.equals("172.30.0.12")
            || d.equals("fd00:172::12")
            || d.startsWith("10.244.2.")
            || d.startsWith("fd00:244:2:")
        ? "w2"
        : "w1";
  }

  /** What came of a probe in the kernel. */
  record Seen(List<Wire.Seen> packets) {
    List<Wire.Seen> of(Wire.Role role) {
      return packets.stream().filter(s -> s.role() == role).toList();
    }
  }

  /** True when one of the fates that were foretold is what happened. */
  static boolean agrees(Probe p, Trace t, Seen seen) {
    return t.outcomes().stream().anyMatch(o -> o.probability() > 0 && agrees(p, o, seen));
  }

  static boolean unknown(Trace t) {
    return t.outcomes().stream().anyMatch(o -> o.roundTrip().verdict() == Verdict.UNKNOWN);
  }

  private static boolean agrees(Probe p, Outcome o, Seen seen) {
    List<Wire.Seen> asked = seen.of(Wire.Role.QUESTION);
    if (o.verdict() == Verdict.UNKNOWN) {
      return true;
    }
    if (silent(o) && !seen.of(Wire.Role.REFUSAL).isEmpty()) {
      return false;
    }
    Optional<String> place = arrives(o);
    boolean forth =
        place.isPresent()
            ? asked.size() == 1
                && is(asked.get(0), place.get(), o.last())
                && asked.get(0).ttl() == o.last().ttl()
                && ports(asked.get(0), o.last(), masked(o) || moved(p.packet(), o), false)
            : asked.isEmpty();
    if (!forth) {
      return false;
    }
    if (o.reply().isEmpty()) {
      return true; // it never got there, the walk ends where the bundle does, or nobody answers
    }
    Outcome back = o.reply().get();
    List<Wire.Seen> answers = seen.of(Wire.Role.ANSWER);
    if (back.verdict() == Verdict.UNKNOWN) {
      return true;
    }
    Optional<String> home = arrives(back);
    return home.isPresent()
        ? answers.size() == 1
            && is(answers.get(0), home.get(), back.last())
            && answers.get(0).ttl() == back.last().ttl()
            && ports(answers.get(0), back.last(), masked(back), masked(o) || moved(p.packet(), o))
        : answers.isEmpty();
  }

  /** True when a rule drops it on its way, or its answer, and nobody hears of that. */
  private static boolean silent(Outcome o) {
    Outcome last = o.reply().orElse(o);
    Step.Kind by = last.decided().kind();
    return last.verdict() == Verdict.DROPPED && (by == Step.Kind.RULE || by == Step.Kind.POLICY);
  }

  /** True when a rule translated the source, be it to what it was. */
  private static boolean masked(Outcome o) {
    return o.steps().stream()
        .map(s -> s.text().toLowerCase(Locale.ROOT))
        .anyMatch(t -> t.contains("masquerade") || t.contains("snat "));
  }

  /** The namespace whose processes get the packet; empty when nobody does. */
  private static Optional<String> arrives(Outcome o) {
    Step last = o.decided();
    long in = o.steps().stream().filter(st -> st.text().contains(" wraps it: ")).count();
    long out = o.steps().stream().filter(st -> st.text().contains(" unwraps ")).count();
    if (in > out) {
      return Optional.empty(); // went astray inside its tunnel packet
    }
    boolean there =
        o.verdict() == Verdict.DELIVERED
            || o.verdict() == Verdict.NO_LISTENER
            || (o.verdict() == Verdict.DROPPED && last.kind() == Step.Kind.DELIVER);
    if (there) {
      return Optional.of(o.place().substring(o.place().lastIndexOf('/') + 1));
    }
    boolean outside =
        o.verdict() == Verdict.LEFT
            || (o.verdict() == Verdict.NO_ROUTE && last.kind() == Step.Kind.UNDERLAY);
    return outside ? Optional.of("ext") : Optional.empty();
  }

  private static boolean moved(Packet sent, Outcome o) {
    return !o.last().src().equals(sent.src());
  }

  private static boolean is(Wire.Seen seen, String place, Packet want) {
    return seen.space().equals(place)
        && seen.src().equals(want.src())
        && seen.dst().equals(want.dst());
  }

  /** A translated source may get another port; an answer to it goes there. */
  private static boolean ports(Wire.Seen seen, Packet want, boolean anySource, boolean anyGoal) {
    return !want.ports()
        || ((anySource || want.sport() < 0 || seen.sport() == want.sport())
            && (anyGoal || want.dport() < 0 || seen.dport() == want.dport()));
  }
}
