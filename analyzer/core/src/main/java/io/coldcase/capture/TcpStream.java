package io.coldcase.capture;

/**
 * A TCP connection at one capture point: handshake, round-trip times, and per direction the events
 * that packet analysers flag (retransmission, out of order, duplicate ACK, zero window, ...), by
 * the rules that tshark's {@code tcp.analysis} documents, so that both count alike. Judged on
 * sequence numbers and times of one place only. Mutable.
 */
public final class TcpStream {
  /**
   * Reordering is told from loss when a gap closes within this time and no round trip was measured.
   */
  private static final long REORDER_NANOS = 3_000_000;

  private static final long FAST_RETRANSMIT_NANOS = 20_000_000;

  private final TcpSide there = new TcpSide();
  private final TcpSide back = new TcpSide();
  private int roundTrips;
  private long roundTripSum;
  private long roundTripMax;
  private long requestNanos = -1;
  private int responses;
  private long thinkMax = -1;
  private long thinkPacket;
  private long synNanos = -1;
  private long synAckNanos = -1;
  private long latestSynNanos = -1;
  private long firstRoundTripNanos = -1;
  private long answerOf = -1;
  private long answerNanos = -1;
  private boolean answerResets;
  private long handshakeNanos = -1;
  private int initialSide;
  private long initialSequence = -1;

  /** Direction 0 is that of the flow's first packet. */
  public TcpSide side(int direction) {
    return direction == 0 ? there : back;
  }

  /** From the first SYN to the ACK that ends the handshake; -1 when not seen whole. */
  public long handshakeNanos() {
    return handshakeNanos;
  }

  /** True when a SYN was seen and the other side answered with SYN and ACK. */
  public boolean answered() {
    return synAckNanos >= 0;
  }

  /** Direction that sent the first SYN. */
  public int initialSide() {
    return initialSide;
  }

  public boolean synSeen() {
    return synNanos >= 0;
  }

  /**
   * Initial sequence number of the SYN that the first SYN with ACK, or reset with ACK, answers; -1
   * without one. It names the connection even where NAT makes the answer look like another flow: a
   * bridge with bridge-nf-call shows requests after DNAT, but answers with the service's address.
   */
  public long answerOf() {
    return answerOf;
  }

  /** When that answer passed, nanoseconds since the epoch, -1 without one. */
  public long answerNanos() {
    return answerNanos;
  }

  /** True when that answer was a reset: refused. */
  public boolean answerResets() {
    return answerResets;
  }

  /**
   * Initial sequence number of the first SYN (it survives NAT and tunnels), -1 when no SYN was
   * seen.
   */
  public long initialSequence() {
    return initialSequence;
  }

  /** Nanoseconds since the epoch of the first SYN, -1 when none was seen. */
  public long synNanos() {
    return synNanos;
  }

  /** Nanoseconds since the epoch of the first SYN with ACK, -1 when none was seen. */
  public long synAckNanos() {
    return synAckNanos;
  }

  /** Round trips measured from data to its acknowledgment (RFC 6298 section 3). */
  public int roundTrips() {
    return roundTrips;
  }

  /** Their mean in nanoseconds, -1 without any. */
  public long meanRoundTripNanos() {
    return roundTrips == 0 ? -1 : roundTripSum / roundTrips;
  }

  /** The longest of them in nanoseconds, -1 without any. */
  public long maxRoundTripNanos() {
    return roundTrips == 0 ? -1 : roundTripMax;
  }

  /** How often data of the server followed data of the client. */
  public int responses() {
    return responses;
  }

  /**
   * The longest time from a request to the first byte of its answer, less the handshake's round
   * trip where that was seen: what the server itself took; nanoseconds, -1 without an answer.
   */
  public long thinkNanos() {
    return thinkMax;
  }

  /** Number of the packet that ended that time. */
  public long thinkPacket() {
    return thinkPacket;
  }

  /** True when {@code l} is a SYN of a new connection that reuses the ports of this one. */
  boolean reusedBy(Level l) {
    return (l.tcpFlags & (Dissection.SYN | Dissection.ACK)) == Dissection.SYN
        && initialSequence >= 0
        && l.sequence != initialSequence
        && (there.fins + back.fins + there.resets + back.resets > 0
            || TcpSide.before(side(initialSide).next, l.sequence));
  }

  void segment(int direction, Level l, byte[] data, long nanos, long number) {
    TcpSide fwd = side(direction);
    TcpSide rev = side(1 - direction);
    int flags = l.tcpFlags;
    int length = l.dataWire;
    boolean control = (flags & (Dissection.SYN | Dissection.FIN | Dissection.RST)) != 0;
    long seq = l.sequence;
    long nextSeq =
        seq + length + ((flags & (Dissection.SYN | Dissection.FIN)) != 0 ? 1 : 0) & 0xffffffffL;
    handshake(direction, fwd, l, data, nanos);
    answer(flags, l.acknowledgment, nanos);
    fwd.packets++;
    int window = l.window;
    boolean keepAlive = false;
    boolean probe = false;
    boolean gap = false;
    if (fwd.seen) {
      if (length == 1 && seq == fwd.next && rev.windowKnown && rev.window == 0) {
        probe = true;
        fwd.zeroWindowProbes++;
      }
      if (TcpSide.before(fwd.next, seq) && (flags & Dissection.RST) == 0) {
        gap = true;
        fwd.lostSegments++;
      }
      if (!control && length <= 1 && seq == (fwd.next - 1 & 0xffffffffL)) {
        keepAlive = true;
        fwd.keepAlives++;
      }
    }
    if (window == 0 && !control) {
      fwd.zeroWindows++;
      if (fwd.zeroWindowSince < 0) {
        fwd.zeroWindowSince = nanos;
      }
    } else if (fwd.zeroWindowSince >= 0) {
      fwd.zeroWindowNanos += nanos - fwd.zeroWindowSince;
      fwd.zeroWindowSince = -1;
    }
    boolean pure =
        fwd.seen && length == 0 && !control && seq == fwd.next && l.acknowledgment == fwd.lastAck;
    if (pure && window != 0 && window != fwd.window) {
      fwd.windowUpdates++;
    }
    if (length > 0
        && !control
        && rev.windowKnown
        && rev.scale != -1
        && nextSeq == (rev.lastAck + ((long) rev.window << scale(rev)) & 0xffffffffL)) {
      fwd.windowFulls++;
    }
    if (pure && window != 0 && window == fwd.window && rev.lastWasKeepAlive) {
      fwd.keepAliveAcks++;
    } else if (pure && window != 0 && window == fwd.window) {
      fwd.duplicateAcks++;
      fwd.duplicateAcksInRow++;
    } else if (l.acknowledgment != fwd.lastAck) {
      fwd.duplicateAcksInRow = 0;
    }
    boolean ack = (flags & Dissection.ACK) != 0;
    if (ack && rev.maxKnown && TcpSide.before(rev.maxToBeAcked, l.acknowledgment)) {
      fwd.ackedUnseen++;
      rev.maxToBeAcked = l.acknowledgment;
    }
    if ((length > 0 || (flags & (Dissection.SYN | Dissection.FIN)) != 0)
        && fwd.seen
        && !keepAlive
        && !probe
        && TcpSide.before(seq, fwd.next)) {
      again(fwd, rev, seq, nextSeq, length, nanos);
    } else if (length > 0 && !gap && fwd.sampleNanos < 0) {
      fwd.sampleEnd = nextSeq;
      fwd.sampleNanos = nanos;
    }
    if (ack) {
      roundTrip(rev, l.acknowledgment, nanos);
    }
    advance(fwd, nextSeq, seq, nanos, keepAlive, probe);
    fwd.lastWasKeepAlive = keepAlive;
    if (ack) {
      fwd.lastAck = l.acknowledgment;
      fwd.lastAckNanos = nanos;
    }
    fwd.window = window;
    fwd.windowKnown = true;
    if (length > 0) {
      think(direction, nanos, number);
      fwd.dataSegments++;
      fwd.payloadBytes += length;
      fwd.largestSegment = Math.max(fwd.largestSegment, length);
    }
    if ((flags & Dissection.FIN) != 0) {
      fwd.fins++;
    }
    if ((flags & Dissection.RST) != 0) {
      if (fwd.resets++ == 0) {
        fwd.resetPacket = number;
        fwd.resetTtl = l.ttl;
      }
    } else {
      fwd.ttl = l.ttl;
    }
  }

  private void think(int direction, long nanos, long number) {
    if (synNanos < 0) {
      return; // who is the server is not known
    }
    if (direction == initialSide) {
      requestNanos = nanos;
    } else if (requestNanos >= 0) {
      long network = synAckNanos >= 0 ? synAckNanos - latestSynNanos : 0;
      long took = Math.max(0, nanos - requestNanos - Math.max(0, network));
      requestNanos = -1;
      responses++;
      if (took > thinkMax) {
        thinkMax = took;
        thinkPacket = number;
      }
    }
  }

  private void answer(int flags, long acknowledgment, long nanos) {
    boolean synAck =
        (flags & (Dissection.SYN | Dissection.ACK)) == (Dissection.SYN | Dissection.ACK);
    boolean refusal =
        (flags & (Dissection.RST | Dissection.ACK)) == (Dissection.RST | Dissection.ACK);
    if (answerOf < 0 && (synAck || refusal)) {
      answerOf = acknowledgment - 1 & 0xffffffffL;
      answerNanos = nanos;
      answerResets = refusal;
    }
  }

  private static int scale(TcpSide s) {
    return s.scale < 0 ? 0 : s.scale;
  }

  private void again(TcpSide fwd, TcpSide rev, long seq, long nextSeq, int length, long nanos) {
    fwd.sampleNanos =
        -1; // Karn: no round trip from a segment that was sent twice (RFC 6298 section 3)
    if (length > 0
        && rev.packets > 0
        && rev.lastAckNanos > 0
        && !TcpSide.before(rev.lastAck, nextSeq)) {
      fwd.spuriousRetransmissions++;
    } else if (rev.duplicateAcksInRow >= 2
        && rev.lastAck == seq
        && nanos - rev.lastAckNanos < FAST_RETRANSMIT_NANOS) {
      fwd.fastRetransmissions++;
    } else if (nanos - fwd.nextNanos < reorderNanos() && fwd.next != nextSeq) {
      fwd.outOfOrder++;
      return;
    } else {
      fwd.retransmissions++;
    }
    fwd.largestRetransmitted = Math.max(fwd.largestRetransmitted, length);
  }

  private long reorderNanos() {
    return firstRoundTripNanos >= 0 ? firstRoundTripNanos : REORDER_NANOS;
  }

  private void roundTrip(TcpSide rev, long ack, long nanos) {
    if (rev.sampleNanos >= 0 && !TcpSide.before(ack, rev.sampleEnd)) {
      long took = nanos - rev.sampleNanos;
      roundTrips++;
      roundTripSum += took;
      roundTripMax = Math.max(roundTripMax, took);
      rev.sampleNanos = -1;
    }
  }

  private static void advance(
      TcpSide fwd, long nextSeq, long seq, long nanos, boolean keepAlive, boolean probe) {
    if (!fwd.seen || (TcpSide.before(fwd.next, nextSeq) && !keepAlive && !probe)) {
      fwd.seen = true;
      fwd.next = nextSeq;
      fwd.nextNanos = nanos;
    }
    if (!fwd.maxKnown || TcpSide.before(fwd.maxToBeAcked, nextSeq)) {
      // an acknowledgment above what one in-order sender was seen to send means that the capture
      // missed packets
      fwd.maxToBeAcked = nextSeq;
      fwd.maxKnown = true;
    }
  }

  private void handshake(int direction, TcpSide fwd, Level l, byte[] data, long nanos) {
    int flags = l.tcpFlags;
    if ((flags & Dissection.SYN) != 0) {
      fwd.syns++;
      options(fwd, l, data);
      if ((flags & Dissection.ACK) == 0) {
        latestSynNanos = nanos;
        if (synNanos < 0) {
          synNanos = nanos;
          initialSide = direction;
          initialSequence = l.sequence;
        }
      } else if (synAckNanos < 0) {
        synAckNanos = nanos;
      }
    } else if (handshakeNanos < 0
        && synNanos >= 0
        && synAckNanos >= 0
        && direction == initialSide
        && (flags & Dissection.ACK) != 0) {
      handshakeNanos = nanos - synNanos;
      firstRoundTripNanos = nanos - latestSynNanos;
    }
  }

  private static void options(TcpSide side, Level l, byte[] data) {
    int at = l.transport + 20;
    boolean scaled = false;
    while (at < l.optionsEnd) {
      int kind = Bytes.u8(data, at);
      if (kind == 0) {
        break;
      }
      if (kind == 1) {
        at++;
        continue;
      }
      int length = at + 1 < l.optionsEnd ? Bytes.u8(data, at + 1) : 0;
      if (length < 2 || at + length > l.optionsEnd) {
        break;
      }
      if (kind == 2 && length == 4) {
        side.mss = Bytes.u16(data, at + 2);
      } else if (kind == 3 && length == 3) {
        side.scale = Math.min(14, Bytes.u8(data, at + 2));
        scaled = true;
      } else if (kind == 4) {
        side.sackPermitted = true;
      }
      at += length;
    }
    if (!scaled) {
      side.scale = -1;
    }
  }
}
