package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.List;
import java.util.Optional;

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
   * @param synNanos when its SYN passed, corrected to the clock of the first point
   * @param answerNanos when the answer (SYN with ACK, or reset) passed, -1 when it did not
   * @param syns how often the SYN was seen: above 1 it was sent again
   * @param packet number of the first SYN in that capture
   */
  public record Sighting(
      Point point, Flow flow, int depth, long synNanos, long answerNanos, int syns, long packet) {}

  /** The last point that the SYN reached. */
  public Point lastSeen() {
    return sightings.get(sightings.size() - 1).point();
  }

  /**
   * The first point on the way back, seen from the server, that the answer did not reach although a
   * later one was its way; empty when it came all the way or never began.
   */
  public Optional<Point> answerLostBefore() {
    for (int i = sightings.size() - 1; i > 0; i--) {
      if (sightings.get(i).answerNanos() >= 0 && sightings.get(i - 1).answerNanos() < 0) {
        return Optional.of(sightings.get(i - 1).point());
      }
    }
    return Optional.empty();
  }
}
