package io.coldcase.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows TCP connections and DNS queries over several captures of one case. The initial sequence
 * number of a SYN, and the id and question of a query, survive DNAT, SNAT and encapsulation, so
 * they name it at every point; of equal ones only those within {@value #SAME_NANOS} ns (clock
 * offset allowed for) and with the same client or backend port (DNS: the same client address or
 * port) belong together.
 */
public final class PathJoin {
  private static final long SAME_NANOS = 5_000_000_000L;

  private static final int DNS_PORT = 53;

  /** The order of two points on different nodes is not known from times closer than this. */
  private static final long UNSURE_NANOS = 200_000;

  private PathJoin() {}

  /** A capture and where it was taken. */
  public record Input(Point point, CaptureSummary summary) {}

  /**
   * Clock of {@code node} minus the clock of the reference node, with half of the spread as error;
   * nanoseconds.
   */
  public record ClockOffset(String node, long nanos, long errorNanos, int samples) {}

  /** An answer to a SYN at one point. DNS exchanges come with theirs. */
  private record Answer(Point point, long nanos, boolean reset) {}

  /** Connections and queries in the order of their first packet. */
  public static List<FlowPath> join(List<Input> inputs) {
    Map<String, ClockOffset> offsets = new HashMap<>();
    clockOffsets(inputs).forEach(o -> offsets.put(o.node(), o));
    Map<Long, List<FlowPath.Sighting>> byNumber = new LinkedHashMap<>();
    Map<String, List<FlowPath.Sighting>> byQuestion = new LinkedHashMap<>();
    Map<Long, List<Answer>> answers = new HashMap<>();
    for (Input in : inputs) {
      ClockOffset clock =
          offsets.getOrDefault(in.point().node(), new ClockOffset(in.point().node(), 0, 0, 0));
      for (Flow f : in.summary().flows()) {
        if (f.tcp().isEmpty()) {
          continue;
        }
        TcpStream t = f.tcp().get();
        if (t.initialSequence() >= 0) {
          byNumber
              .computeIfAbsent(t.initialSequence(), k -> new ArrayList<>())
              .add(sighting(in.point(), f, t, clock));
        }
        if (t.answerOf() >= 0) {
          answers
              .computeIfAbsent(t.answerOf(), k -> new ArrayList<>())
              .add(new Answer(in.point(), t.answerNanos() - clock.nanos(), t.answerResets()));
        }
      }
      Map<String, Integer> errors = new HashMap<>();
      for (Flow f : in.summary().flows()) {
        if (f.targetPort() == DNS_PORT && f.icmpErrors() > 0) {
          errors.merge(f.source() + " " + f.sourcePort(), f.icmpErrors(), Integer::sum);
        }
      }
      for (DnsExchange e : in.summary().dns()) {
        if (!e.tcp() && !e.name().isEmpty()) {
          byQuestion
              .computeIfAbsent(e.id() + " " + e.question(), k -> new ArrayList<>())
              .add(
                  sighting(
                      in.point(),
                      e,
                      errors.getOrDefault(e.client() + " " + e.clientPort(), 0),
                      clock));
        }
      }
    }
    List<FlowPath> paths = new ArrayList<>();
    byNumber.forEach(
        (number, all) -> split("", all, answers.getOrDefault(number, List.of()), paths));
    byQuestion.forEach(
        (key, all) -> split(key.substring(key.indexOf(' ') + 1), all, List.of(), paths));
    paths.sort((a, b) -> Long.compare(a.sightings().get(0).nanos(), b.sightings().get(0).nanos()));
    return paths;
  }

  /** Equal numbers may belong to several connections: takes them apart by time and ports. */
  private static void split(
      String question, List<FlowPath.Sighting> all, List<Answer> answers, List<FlowPath> paths) {
    all.sort((a, b) -> Long.compare(a.nanos(), b.nanos()));
    while (!all.isEmpty()) {
      FlowPath.Sighting head = all.get(0);
      List<FlowPath.Sighting> same = new ArrayList<>();
      for (FlowPath.Sighting s : all) {
        boolean close = s.nanos() - head.nanos() <= SAME_NANOS;
        if (close
            && (s.sourcePort() == head.sourcePort()
                || (question.isEmpty()
                    ? s.targetPort() == head.targetPort()
                    : s.source().equals(head.source())))
            && same.stream().noneMatch(x -> samePlace(x, s))) {
          same.add(s);
        }
      }
      all.removeAll(same);
      settle(same);
      paths.add(path(question, same.stream().map(s -> answered(s, answers)).toList(), answers));
    }
  }

  /**
   * A packet stays on a node until it leaves it: where the clocks leave open which of two nodes saw
   * it first, the points of the node where it was already come first.
   */
  private static void settle(List<FlowPath.Sighting> s) {
    for (int i = 1; i < s.size(); i++) {
      String before = s.get(i - 1).point().node();
      if (s.get(i).point().node().equals(before)) {
        continue;
      }
      for (int j = i + 1; j < s.size(); j++) {
        FlowPath.Sighting late = s.get(j);
        long open = Math.max(UNSURE_NANOS, s.get(i).errorNanos() + late.errorNanos());
        if (late.point().node().equals(before)
            && late.nanos() - s.get(i).nanos() <= open
            && (late.addresses().equals(s.get(i).addresses())
                || late.addresses().equals(s.get(i - 1).addresses()))
            && s.stream().noneMatch(x -> x != late && x.point().equals(late.point()))) {
          s.add(i, s.remove(j));
          break;
        }
      }
    }
  }

  private static FlowPath.Sighting answered(FlowPath.Sighting s, List<Answer> answers) {
    return answers.stream()
        .filter(a -> a.point().equals(s.point()) && Math.abs(a.nanos() - s.nanos()) <= SAME_NANOS)
        .findFirst()
        .map(a -> s.answeredAt(a.nanos()))
        .orElse(s);
  }

  private static boolean samePlace(FlowPath.Sighting a, FlowPath.Sighting b) {
    return a.point().equals(b.point())
        && a.depth() == b.depth()
        && a.source().equals(b.source())
        && a.target().equals(b.target());
  }

  private static FlowPath.Sighting sighting(Point at, Flow f, TcpStream t, ClockOffset clock) {
    boolean there = t.initialSide() == 0;
    return new FlowPath.Sighting(
        at,
        there ? f.source() : f.target(),
        there ? f.sourcePort() : f.targetPort(),
        there ? f.target() : f.source(),
        there ? f.targetPort() : f.sourcePort(),
        f.depth(),
        t.synNanos() - clock.nanos(),
        clock.errorNanos(),
        -1,
        t.side(t.initialSide()).syns(),
        f.firstPacket(),
        f.icmpErrors());
  }

  private static FlowPath.Sighting sighting(
      Point at, DnsExchange e, int icmpErrors, ClockOffset clock) {
    long nanos = e.firstNanos() - clock.nanos();
    return new FlowPath.Sighting(
        at,
        e.client(),
        e.clientPort(),
        e.server(),
        DNS_PORT,
        e.depth(),
        nanos,
        clock.errorNanos(),
        e.answered() ? nanos + e.latencyNanos() : -1,
        e.queries(),
        e.packet(),
        icmpErrors);
  }

  private static FlowPath path(String question, List<FlowPath.Sighting> s, List<Answer> answers) {
    FlowPath.Sighting first = s.get(0);
    FlowPath.Sighting last = s.get(s.size() - 1);
    boolean back = first.answerNanos() >= 0;
    boolean reset =
        answers.stream()
            .anyMatch(
                x ->
                    x.reset()
                        && x.point().equals(first.point())
                        && x.nanos() == first.answerNanos());
    return new FlowPath(
        question,
        first.source(),
        first.sourcePort(),
        first.target(),
        first.targetPort(),
        last.target(),
        last.targetPort(),
        s,
        back && !reset,
        back && reset || !back && !question.isEmpty() && first.icmpErrors() > 0);
  }

  /**
   * How far each node's clock is from that of the first node (by name), from connections seen at
   * both: with the SYN going one way and the answer the other, the network's delay cancels out (RFC
   * 5905 section 8). A node without such connections is left out.
   */
  public static List<ClockOffset> clockOffsets(List<Input> inputs) {
    Map<String, Map<Long, long[]>> byNode = new TreeMap<>();
    for (Input in : inputs) {
      Map<Long, long[]> m = byNode.computeIfAbsent(in.point().node(), k -> new HashMap<>());
      for (Flow f : in.summary().flows()) {
        f.tcp()
            .filter(t -> t.initialSequence() >= 0 && t.answered())
            .ifPresent(
                t ->
                    m.putIfAbsent(t.initialSequence(), new long[] {t.synNanos(), t.synAckNanos()}));
      }
    }
    List<ClockOffset> offsets = new ArrayList<>();
    Map<Long, long[]> reference = null;
    for (Map.Entry<String, Map<Long, long[]>> e : byNode.entrySet()) {
      if (reference == null) {
        reference = e.getValue();
        continue;
      }
      List<Long> samples = new ArrayList<>();
      for (Map.Entry<Long, long[]> c : e.getValue().entrySet()) {
        long[] r = reference.get(c.getKey());
        if (r != null) {
          samples.add(((c.getValue()[0] - r[0]) + (c.getValue()[1] - r[1])) / 2);
        }
      }
      if (!samples.isEmpty()) {
        Collections.sort(samples);
        long spread = samples.get(samples.size() * 3 / 4) - samples.get(samples.size() / 4);
        offsets.add(
            new ClockOffset(
                e.getKey(), samples.get(samples.size() / 2), spread / 2 + 1, samples.size()));
      }
    }
    return offsets;
  }
}
