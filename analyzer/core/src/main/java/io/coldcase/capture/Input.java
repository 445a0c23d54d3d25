package io.coldcase.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A window over a stream: bytes are read into one growing array and consumed from its front. */
final class Input {
  private final InputStream in;
  private final int limit;
  byte[] buffer;
  int position;
  private int filled;

  /**
   * @param limit largest number of bytes that {@link #require} may ask for
   */
  Input(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
    this.buffer = new byte[1 << 20];
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
      System.arraycopy(buffer, position, buffer, 0, filled - position);
      filled -= position;
      position = 0;
      if (n > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(n, buffer.length * 2));
      }
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
