package io.coldcase.capture;

/**
 * One direction of a TCP connection as seen at one capture point: what it sent, and what the
 * analysis flags of a packet analyser count for it. Sequence numbers are 32-bit (RFC 9293 section
 * 3.4). Mutable, owned by its {@link TcpStream}.
 */
public final class TcpSide {
  boolean seen;
  long next;
  long nextNanos;
  long lastAck;
  long lastAckNanos;
  long maxToBeAcked;
  boolean maxKnown;
  int window;
  boolean windowKnown;
  int scale = -1;
  int mss;
  boolean sackPermitted;
  boolean lastWasKeepAlive;
  int duplicateAcksInRow;
  long zeroWindowSince = -1;
  long sampleEnd;
  long sampleNanos = -1;

  long packets;
  long payloadBytes;
  long dataSegments;
  int syns;
  int retransmissions;
  int fastRetransmissions;
  int spuriousRetransmissions;
  int outOfOrder;
  int duplicateAcks;
  int zeroWindows;
  int windowFulls;
  int windowUpdates;
  int keepAlives;
  int keepAliveAcks;
  int zeroWindowProbes;
  int lostSegments;
  int ackedUnseen;
  int resets;
  int fins;
  long zeroWindowNanos;
  int largestSegment;
  int largestRetransmitted;
  long resetPacket;
  int ttl = -1;
  int resetTtl = -1;

  /** Packets of this direction. */
  public long packets() {
    return packets;
  }

  public int retransmissions() {
    return retransmissions + fastRetransmissions + spuriousRetransmissions;
  }

  public int timeoutRetransmissions() {
    return retransmissions;
  }

  public int fastRetransmissions() {
    return fastRetransmissions;
  }

  public int spuriousRetransmissions() {
    return spuriousRetransmissions;
  }

  public int outOfOrder() {
    return outOfOrder;
  }

  public int duplicateAcks() {
    return duplicateAcks;
  }

  public int zeroWindows() {
    return zeroWindows;
  }

  public int windowFulls() {
    return windowFulls;
  }

  public int windowUpdates() {
    return windowUpdates;
  }

  public int keepAlives() {
    return keepAlives;
  }

  public int keepAliveAcks() {
    return keepAliveAcks;
  }

  public int zeroWindowProbes() {
    return zeroWindowProbes;
  }

  /** Segments before which bytes are missing in the capture. */
  public int lostSegments() {
    return lostSegments;
  }

  /** Acknowledgments of bytes that the capture does not hold. */
  public int ackedUnseen() {
    return ackedUnseen;
  }

  public int resets() {
    return resets;
  }

  public int syns() {
    return syns;
  }

  public int fins() {
    return fins;
  }

  public long payloadBytes() {
    return payloadBytes;
  }

  /** MSS option of its SYN (RFC 9293 section 3.7.1), 0 when not seen. */
  public int mss() {
    return mss;
  }

  /** Window scale of its SYN (RFC 7323), -1 when absent or not seen. */
  public int windowScale() {
    return scale;
  }

  public boolean sackPermitted() {
    return sackPermitted;
  }

  /** Nanoseconds during which its receive window was closed. */
  public long zeroWindowNanos() {
    return zeroWindowNanos;
  }

  /** Payload of its largest segment, bytes. */
  public int largestSegment() {
    return largestSegment;
  }

  /** Payload of the largest segment that was sent again, bytes. */
  public int largestRetransmitted() {
    return largestRetransmitted;
  }

  /** Number of its first reset in the file, 0 without one. */
  public long resetPacket() {
    return resetPacket;
  }

  /**
   * True when its first reset came with another TTL than its packets before: somebody on the way
   * sent it in its name.
   */
  public boolean foreignReset() {
    return ttl >= 0 && resetTtl >= 0 && ttl != resetTtl;
  }

  static boolean before(long a, long b) {
    return (int) (a - b) < 0;
  }
}
