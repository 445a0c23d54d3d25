package io.coldcase.fact;

import io.coldcase.diag.SourceRef;

/**
 * What one node sent to another over the network between them, and how much of it arrived, from
 * captures on both uplinks at the same time. Only flows that lie wholly within both captures count.
 *
 * @param from sending node, {@code to} receiving node
 * @param path both node names as {@link io.coldcase.finding.Subject#path} writes them
 * @param protocol tcp, udp, icmp, ...
 * @param port server port of the flows: 8472 for flannel's VXLAN, 0 without ports
 * @param lostFlows flows of which nothing arrived
 * @param largestSent IP payload in bytes of the largest packet sent
 * @param largestArrived the same for arrived ones, 0 when nothing arrived
 * @param lostLarger true when some packets above {@code largestArrived} were sent and none of that
 *     size ever arrived while smaller ones of the same class did
 * @param example text of one lost flow, empty when none was lost
 */
public record UnderlayTraffic(
    String from,
    String to,
    String path,
    String protocol,
    int port,
    int flows,
    int lostFlows,
    long packetsSent,
    long packetsArrived,
    int largestSent,
    int largestArrived,
    boolean lostLarger,
    String example,
    SourceRef sentAt,
    SourceRef arrivedAt) {

  /** Nothing of this kind arrives though it was sent more than once. */
  public boolean blocked() {
    return packetsArrived == 0 && packetsSent >= 3;
  }

  /** Share of packets that were lost, 0 to 1. */
  public double lossRate() {
    return packetsSent == 0 ? 0 : Math.max(0, 1 - (double) packetsArrived / packetsSent);
  }
}
