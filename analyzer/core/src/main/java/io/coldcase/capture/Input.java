package io.coldcase.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * A window over a stream. Bytes are read into an array and consumed from its front; what is left of
 * a full one is taken along into the next.
 */
final class Input {
  /** Small enough to stay in a processor's cache from the read to the look. */
  static final int SIZE = 1 << 18;

  private final InputStream in;
  private final int limit;
  private UnaryOperator<byte[]> next = full -> full;
  byte[] buffer;
  int position;
  private int filled;

  /**
   * @param limit largest number of bytes that {@link #require} may ask for
   */
  Input(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
    this.buffer = new byte[SIZE];
  }

  /** Asks {@code next} which array follows a full one; without it a full one follows itself. */
  void arrays(UnaryOperator<byte[]> of) {
    next = of;
  }

  /**
   * True when {@code n} bytes from {@link #position} are in the buffer afterwards; false at the end
   * of the stream.
   */
  boolean require(int n) throws IOException {
    if (filled - position >= n) {
      return true;
    }
    if (n > limit) {
      return false;
    }
    if (position + n > buffer.length) {
      byte[] array = next.apply(buffer);
      if (array.length < n) {
        array = new byte[n];
      }
      System.arraycopy(buffer, position, array, 0, filled - position);
      filled -= position;
      position = 0;
      buffer = array;
    }
    while (filled - position < n) {
      int got = in.read(buffer, filled, buffer.length - filled);
      if (got < 0) {
        return false;
      }
      filled += got;
    }
    return true;
  }

  int available() {
    return filled - position;
  }

  /** Skips {@code n} bytes without holding them; false when the stream ended before. */
  boolean skip(long n) throws IOException {
    long left = n;
    while (left > 0) {
      int step = (int) Math.min(left, filled - position);
      position += step;
      left -= step;
      if (left > 0 && !require((int) Math.min(left, 1 << 16))) {
        if (available() == 0) {
          return false;
        }
      }
    }
    return true;
  }
}
