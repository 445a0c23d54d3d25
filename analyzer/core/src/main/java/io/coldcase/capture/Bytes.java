package io.coldcase.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Unaligned reads of network-order and little-endian numbers; callers check bounds. */
final class Bytes {
  private static final VarHandle BE16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BE32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle BE64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int u8(byte[] b, int at) {
    return b[at] & 0xff;
  }

  static int u16(byte[] b, int at) {
    return (short) BE16.get(b, at) & 0xffff;
  }

  static int i32(byte[] b, int at) {
    return (int) BE32.get(b, at);
  }

  static long u32(byte[] b, int at) {
    return (int) BE32.get(b, at) & 0xffffffffL;
  }

  static long i64(byte[] b, int at) {
    return (long) BE64.get(b, at);
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
