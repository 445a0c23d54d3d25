package io.coldcase.capture;

/** Unaligned reads of network-order and little-endian numbers; callers check bounds. */
final class Bytes {
  private Bytes() {}

  static int u8(byte[] b, int at) {
    return b[at] & 0xff;
  }

  static int u16(byte[] b, int at) {
    return (b[at] & 0xff) << 8 | b[at + 1] & 0xff;
  }

  static int i32(byte[] b, int at) {
    return b[at] << 24 | (b[at + 1] & 0xff) << 16 | (b[at + 2] & 0xff) << 8 | b[at + 3] & 0xff;
  }

  static long u32(byte[] b, int at) {
    return i32(b, at) & 0xffffffffL;
  }

  static long i64(byte[] b, int at) {
    return (long) i32(b, at) << 32 | u32(b, at + 4);
  }

  /** A 16-bit number of a file in the given byte order. */
  static int u16(byte[] b, int at, boolean little) {
    int v = u16(b, at);
    return little ? Short.toUnsignedInt(Short.reverseBytes((short) v)) : v;
  }

  /** A 32-bit number of a file in the given byte order. */
  static int i32(byte[] b, int at, boolean little) {
    int v = i32(b, at);
    return little ? Integer.reverseBytes(v) : v;
  }

  static long i64(byte[] b, int at, boolean little) {
    long v = i64(b, at);
    return little ? Long.reverseBytes(v) : v;
  }
}
