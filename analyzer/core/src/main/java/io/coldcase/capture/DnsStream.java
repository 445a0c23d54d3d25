package io.coldcase.capture;

import java.util.Arrays;

/**
 * One direction of a DNS connection over TCP: segments in order to whole messages (RFC 1035 section
 * 4.2.2: a length of two bytes before each). Bytes that were lost or not captured make it wait for
 * the next segment that could begin a message.
 */
final class DnsStream {
  private static final int MAX = 65_537;

  private byte[] buffer = new byte[0];
  private int filled;
  private long next = -1;

  /** Takes a segment's payload; true when at least one whole message is in the buffer. */
  boolean segment(Level l, byte[] data) {
    int length = l.dataWire;
    if (length == 0) {
      return false;
    }
    if (l.dataCaptured() < length) {
      filled = 0;
      next = -1;
      return false;
    }
    if (next >= 0 && l.sequence != next) {
      if (TcpSide.before(l.sequence, next)) {
        return false; // sent again
      }
      filled = 0;
    }
    next = l.sequence + length & 0xffffffffL;
    if (filled + length > MAX) {
      filled = 0;
      return false;
    }
    if (filled + length > buffer.length) {
      buffer = Arrays.copyOf(buffer, filled + length);
    }
    System.arraycopy(data, l.data, buffer, filled, length);
    filled += length;
    return whole();
  }

  private boolean whole() {
    return filled >= 2 && filled - 2 >= Bytes.u16(buffer, 0);
  }

  byte[] buffer() {
    return buffer;
  }

  /** Length of the first message, which begins at byte 2. */
  int length() {
    return Bytes.u16(buffer, 0);
  }

  /** Removes the first message; true when another whole one follows. */
  boolean advance() {
    int gone = 2 + length();
    System.arraycopy(buffer, gone, buffer, 0, filled - gone);
    filled -= gone;
    return whole();
  }
}
