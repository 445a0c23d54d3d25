package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.List;

/**
 * One TCP connection attempt followed over all capture points, through NAT and tunnels.
 *
 * @param client source of the SYN where it was seen first
 * @param target destination there: often a ClusterIP
 * @param backend destination where it was seen last: after translation
 * @param sightings in the order of the SYN's times, clocks corrected
 * @param answered true when a SYN with ACK reached the point where the SYN was seen first
 * @param refused true when a reset reached that point instead
 */
public record FlowPath(
    Ip client,
    int clientPort,
    Ip target,
    int targetPort,
    Ip backend,
    int backendPort,
    List<Sighting> sightings,
    boolean answered,
    boolean refused) {
  public FlowPath {
    sightings = List.copyOf(sightings);
  }

  /**
   * The connection at one point.
   *
   * @param synNanos when its SYN passed, corrected to the clock of the first node
   * @param errorNanos how far that may be off: the error of the clock's correction
   * @param answerNanos when the answer (SYN with ACK, or reset) passed, -1 when it did not
   * @param syns how often the SYN was seen: above 1 it was sent again
   * @param packet number of the first SYN in that capture
   */
  public record Sighting(
      Point point,
      Flow flow,
      int depth,
      long synNanos,
      long errorNanos,
      long answerNanos,
      int syns,
      long packet) {
    /**
     * From the SYN to its answer here, nanoseconds; no clock but this node's counts. -1 without.
     */
    public long answerAfterNanos() {
      return answerNanos < 0 ? -1 : answerNanos - synNanos;
    }

    /** Source and destination of the SYN here, after and before whatever translates. */
    public String addresses() {
      boolean there = flow.tcp().map(TcpStream::initialSide).orElse(0) == 0;
      String a = flow.source() + ":" + flow.sourcePort();
      String b = flow.target() + ":" + flow.targetPort();
      return there ? a + " -> " + b : b + " -> " + a;
    }
  }

  /** The last point that the SYN reached. */
  public Point lastSeen() {
    return sightings.get(sightings.size() - 1).point();
  }

  /** The point where the answer was seen first, that is deepest on the way; empty without one. */
  public java.util.Optional<Point> answerFrom() {
    for (int i = sightings.size() - 1; i >= 0; i--) {
      if (sightings.get(i).answerNanos() >= 0) {
        return java.util.Optional.of(sightings.get(i).point());
      }
    }
    return java.util.Optional.empty();
  }
}
