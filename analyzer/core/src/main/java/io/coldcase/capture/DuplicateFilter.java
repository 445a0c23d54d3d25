package io.coldcase.capture;

/**
 * Recognises a packet that stands twice in one file because the capture saw it at two places (a
 * bridge and its port, {@code -i any}): equal IP headers but for TTL and checksum, equal transport
 * header, within {@value #WINDOW_NANOS} ns among the last {@value #SLOTS}. A retransmission has
 * another IP identification or comes later, so it is never taken for one; packets without an
 * identification that tells them apart (DF set and id 0) count as duplicates only within {@value
 * #TIGHT_NANOS} ns.
 */
final class DuplicateFilter {
  static final long WINDOW_NANOS = 5_000_000;
  static final long TIGHT_NANOS = 150_000;
  static final int SLOTS = 1 << 10;

  private final long[] fingerprints = new long[SLOTS];
  private final long[] times = new long[SLOTS];
  private final int[] links = new int[SLOTS];
  private final int[] ttls = new int[SLOTS];

  /** True when {@code f} was seen a moment ago at another place of the same file. */
  boolean seen(Dissection d, Frame f) {
    Level l = d.level(0);
    if (l.depth != Level.Depth.TRANSPORT) {
      return false;
    }
    long h =
        l.sourceLo * 0x9e3779b97f4a7c15L ^ Long.rotateLeft(l.targetLo * 0xc2b2ae3d27d4eb4fL, 17);
    h ^= l.sourceHi * 31 ^ l.targetHi * 17;
    h =
        (h ^ ((long) l.identification << 32 | (long) l.sourcePort << 16 | l.targetPort))
            * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 29 ^ (l.sequence << 32 | l.acknowledgment)) * 0xc4ceb9fe1a85ec53L;
    h =
        (h ^ h >>> 32 ^ ((long) l.tcpFlags << 40 | (long) l.dataWire << 16 | l.window))
            * 0x9e3779b97f4a7c15L;
    int from = l.transport;
    int to = Math.min(l.capturedEnd, from + 64);
    if (l.protocol != 6) {
      for (int i = from; i < to; i++) {
        h = h * 31 + f.data[i];
      }
    }
    h = h == 0 ? 1 : h;
    int slot = (int) (h >>> 40) & SLOTS - 1;
    long window = l.identification == 0 ? TIGHT_NANOS : WINDOW_NANOS;
    int link = f.interfaceId * 31 + Long.hashCode(d.sourceMac);
    boolean twice =
        fingerprints[slot] == h
            && Math.abs(f.nanos - times[slot]) <= window
            && (links[slot] != link || ttls[slot] != l.ttl);
    fingerprints[slot] = h;
    times[slot] = f.nanos;
    links[slot] = link;
    ttls[slot] = l.ttl;
    return twice;
  }
}
