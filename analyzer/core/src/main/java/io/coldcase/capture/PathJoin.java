package io.coldcase.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Follows TCP connections over several captures of one case. The initial sequence number of a SYN
 * survives DNAT, SNAT and encapsulation, so it names the connection at every point; of equal
 * numbers only those within {@value #SAME_NANOS} ns (clock offset allowed for) and with the same
 * client or backend port belong together.
 */
public final class PathJoin {
  private static final long SAME_NANOS = 5_000_000_000L;

  private PathJoin() {}

  /** A capture and where it was taken. */
  public record Input(Point point, CaptureSummary summary) {}

  /**
   * Clock of {@code node} minus the clock of the reference node, with half of the spread as error;
   * nanoseconds.
   */
  public record ClockOffset(String node, long nanos, long errorNanos, int samples) {}

  /** The connections in the order of their first SYN. */
  public static List<FlowPath> join(List<Input> inputs) {
    Map<String, Long> offsets = new HashMap<>();
    clockOffsets(inputs).forEach(o -> offsets.put(o.node(), o.nanos()));
    Map<Long, List<FlowPath.Sighting>> byNumber = new LinkedHashMap<>();
    for (Input in : inputs) {
      long shift = offsets.getOrDefault(in.point().node(), 0L);
      for (Flow f : in.summary().flows()) {
        f.tcp()
            .filter(t -> t.initialSequence() >= 0)
            .ifPresent(
                t ->
                    byNumber
                        .computeIfAbsent(t.initialSequence(), k -> new ArrayList<>())
                        .add(sighting(in.point(), f, t, shift)));
      }
    }
    List<FlowPath> paths = new ArrayList<>();
    for (List<FlowPath.Sighting> all : byNumber.values()) {
      all.sort((a, b) -> Long.compare(a.synNanos(), b.synNanos()));
      while (!all.isEmpty()) {
        FlowPath.Sighting head = all.get(0);
        List<FlowPath.Sighting> same = new ArrayList<>();
        for (FlowPath.Sighting s : all) {
          boolean close = s.synNanos() - head.synNanos() <= SAME_NANOS;
          if (close
              && (client(s) == client(head) || server(s) == server(head))
              && same.stream().noneMatch(x -> samePlace(x, s))) {
            same.add(s);
          }
        }
        all.removeAll(same);
        paths.add(path(same));
      }
    }
    paths.sort(
        (a, b) -> Long.compare(a.sightings().get(0).synNanos(), b.sightings().get(0).synNanos()));
    return paths;
  }

  private static boolean samePlace(FlowPath.Sighting a, FlowPath.Sighting b) {
    return a.point().equals(b.point())
        && a.depth() == b.depth()
        && a.flow().source().equals(b.flow().source())
        && a.flow().target().equals(b.flow().target());
  }

  private static int client(FlowPath.Sighting s) {
    return direction(s) == 0 ? s.flow().sourcePort() : s.flow().targetPort();
  }

  private static int server(FlowPath.Sighting s) {
    return direction(s) == 0 ? s.flow().targetPort() : s.flow().sourcePort();
  }

  private static int direction(FlowPath.Sighting s) {
    return s.flow().tcp().map(TcpStream::initialSide).orElse(0);
  }

  private static FlowPath.Sighting sighting(Point at, Flow f, TcpStream t, long shift) {
    TcpSide back = t.side(1 - t.initialSide());
    long answer = t.synAckNanos() >= 0 ? t.synAckNanos() : back.resets() > 0 ? back.resetNanos : -1;
    return new FlowPath.Sighting(
        at,
        f,
        f.depth(),
        t.synNanos() - shift,
        answer < 0 ? -1 : answer - shift,
        t.side(t.initialSide()).syns(),
        f.firstPacket());
  }

  private static FlowPath path(List<FlowPath.Sighting> s) {
    Flow first = s.get(0).flow();
    Flow last = s.get(s.size() - 1).flow();
    boolean a = direction(s.get(0)) == 0;
    boolean b = direction(s.get(s.size() - 1)) == 0;
    TcpStream t = first.tcp().orElseThrow();
    return new FlowPath(
        a ? first.source() : first.target(),
        client(s.get(0)),
        a ? first.target() : first.source(),
        server(s.get(0)),
        b ? last.target() : last.source(),
        server(s.get(s.size() - 1)),
        s,
        t.answered(),
        !t.answered() && t.side(1 - t.initialSide()).resets() > 0);
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
