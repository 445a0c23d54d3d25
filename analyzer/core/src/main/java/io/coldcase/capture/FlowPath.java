package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.List;

/**
 * One TCP connection attempt or DNS query over UDP followed over all capture points, through NAT
 * and tunnels. Its packet is the SYN or the query.
 *
 * @param question what a DNS query asked for (type and name), empty for a TCP connection
 * @param client source of the packet where it was seen first
 * @param target destination there: often a ClusterIP
 * @param backend destination where it was seen last: after translation
 * @param sightings in the order of the packet's times, clocks corrected
 * @param answered true when a SYN with ACK, or the DNS answer, reached the point where the packet
 *     was seen first
 * @param refused true when a reset, or for a query an ICMP error, reached that point instead
 */
public record FlowPath(
    String question,
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
   * The packet at one point.
   *
   * @param source address and port here, {@code target} likewise: after and before whatever
   *     translates
   * @param nanos when it passed first, corrected to the clock of the first node
   * @param errorNanos how far that may be off: the error of the clock's correction
   * @param answerNanos when the answer (SYN with ACK, reset, DNS answer) passed, -1 when it did not
   * @param sent how often it was seen: above 1 it was sent again
   * @param packet its number in that capture
   * @param icmpErrors ICMP errors that quoted the flow here
   */
  public record Sighting(
      Point point,
      Ip source,
      int sourcePort,
      Ip target,
      int targetPort,
      int depth,
      long nanos,
      long errorNanos,
      long answerNanos,
      int sent,
      long packet,
      int icmpErrors) {
    /**
     * From the packet to its answer here, nanoseconds; no clock but this node's counts. -1 without.
     */
    public long answerAfterNanos() {
      return answerNanos < 0 ? -1 : answerNanos - nanos;
    }

    /** Source and destination here. */
    public String addresses() {
      return source + ":" + sourcePort + " -> " + target + ":" + targetPort;
    }

    Sighting answeredAt(long answer) {
      return new Sighting(
          point,
          source,
          sourcePort,
          target,
          targetPort,
          depth,
          nanos,
          errorNanos,
          answer,
          sent,
          packet,
          icmpErrors);
    }
  }

  /** True for a DNS query. */
  public boolean dns() {
    return !question.isEmpty();
  }

  /** The last point that the packet reached. */
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
