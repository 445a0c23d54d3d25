package io.coldcase.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds frames and capture files byte by byte, with known truth. */
final class Packets {
  private Packets() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] p : parts) {
      out.writeBytes(p);
    }
    return out.toByteArray();
  }

  static byte[] ethernet(int type, byte[] payload) {
    return join(
        new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, (byte) (type >> 8), (byte) type}, payload);
  }

  static byte[] vlan(int tpid, int id, int type, byte[] payload) {
    return ethernet(
        tpid,
        join(new byte[] {(byte) (id >> 8), (byte) id, (byte) (type >> 8), (byte) type}, payload));
  }

  static byte[] ip4(String from, String to, int protocol, int id, int fragment, byte[] payload) {
    ByteBuffer b = ByteBuffer.allocate(20 + payload.length);
    b.put((byte) 0x45)
        .put((byte) 0)
        .putShort((short) (20 + payload.length))
        .putShort((short) id)
        .putShort((short) fragment);
    b.put((byte) 64)
        .put((byte) protocol)
        .putShort((short) 0)
        .put(address(from))
        .put(address(to))
        .put(payload);
    return b.array();
  }

  static byte[] ip6(int next, byte[] payload) {
    ByteBuffer b = ByteBuffer.allocate(40 + payload.length);
    b.putInt(0x60000000).putShort((short) payload.length).put((byte) next).put((byte) 64);
    b.putLong(0x20010db800000000L).putLong(1).putLong(0x20010db800000000L).putLong(2).put(payload);
    return b.array();
  }

  static byte[] tcp(
      int from, int to, long seq, long ack, int flags, int window, byte[] options, int data) {
    ByteBuffer b = ByteBuffer.allocate(20 + options.length + data);
    b.putShort((short) from).putShort((short) to).putInt((int) seq).putInt((int) ack);
    b.put((byte) ((20 + options.length) / 4 << 4))
        .put((byte) flags)
        .putShort((short) window)
        .putInt(0)
        .put(options);
    return b.array();
  }

  static byte[] udp(int from, int to, byte[] data) {
    ByteBuffer b = ByteBuffer.allocate(8 + data.length);
    return b.putShort((short) from)
        .putShort((short) to)
        .putShort((short) (8 + data.length))
        .putShort((short) 0)
        .put(data)
        .array();
  }

  static byte[] vxlan(int vni, byte[] frame) {
    return join(ByteBuffer.allocate(8).putInt(0x08000000).putInt(vni << 8).array(), frame);
  }

  static byte[] dns(int id, boolean answer, int rcode, String name, int type) {
    ByteBuffer b = ByteBuffer.allocate(512);
    b.putShort((short) id)
        .putShort((short) ((answer ? 0x8180 : 0x0100) | rcode))
        .putShort((short) 1)
        .putShort((short) 0)
        .putInt(0);
    for (String label : name.split("\\.")) {
      b.put((byte) label.length()).put(label.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    b.put((byte) 0).putShort((short) type).putShort((short) 1);
    return java.util.Arrays.copyOf(b.array(), b.position());
  }

  private static byte[] address(String ip) {
    return ByteBuffer.allocate(4).putInt((int) io.coldcase.net.Ip.parse(ip).lo()).array();
  }

  /**
   * A pcap file with one packet every {@code stepMicros} from epoch second 1000, cut to {@code
   * snap} bytes.
   */
  static byte[] pcap(
      ByteOrder order, boolean nano, int link, int snap, long stepMicros, byte[]... frames) {
    int size = 24;
    for (byte[] f : frames) {
      size += 16 + Math.min(snap, f.length);
    }
    ByteBuffer b = ByteBuffer.allocate(size).order(order);
    b.putInt(nano ? 0xa1b23c4d : 0xa1b2c3d4)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(snap)
        .putInt(link);
    long t = 0;
    for (byte[] f : frames) {
      int kept = Math.min(snap, f.length);
      b.putInt((int) (1000 + t / 1_000_000)).putInt((int) (t % 1_000_000 * (nano ? 1000 : 1)));
      b.putInt(kept).putInt(f.length).put(f, 0, kept);
      t += stepMicros;
    }
    return b.array();
  }

  /** A pcapng section with one interface that counts time in units of 10^-{@code resolution} s. */
  static byte[] pcapng(ByteOrder order, String name, int resolution, byte[]... frames) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        block(
            order,
            0x0a0d0d0a,
            ByteBuffer.allocate(16)
                .order(order)
                .putInt(0x1a2b3c4d)
                .putShort((short) 1)
                .putShort((short) 0)
                .putLong(-1)
                .array()));
    byte[] n =
        java.util.Arrays.copyOf(
            name.getBytes(java.nio.charset.StandardCharsets.UTF_8), name.length() + 3 & ~3);
    ByteBuffer idb =
        ByteBuffer.allocate(8 + 4 + n.length + 8 + 4)
            .order(order)
            .putShort((short) 1)
            .putShort((short) 0)
            .putInt(0);
    idb.putShort((short) 2)
        .putShort((short) name.length())
        .put(n)
        .putShort((short) 9)
        .putShort((short) 1)
        .put((byte) resolution)
        .put(new byte[3])
        .putInt(0);
    out.writeBytes(block(order, 1, idb.array()));
    out.writeBytes(block(order, 0x0bad, new byte[20])); // a custom block, to be stepped over
    long units = (long) Math.pow(10, resolution);
    for (int i = 0; i < frames.length; i++) {
      long t = 1000 * units + i * units / 1000;
      ByteBuffer e = ByteBuffer.allocate(20 + (frames[i].length + 3 & ~3)).order(order);
      e.putInt(0)
          .putInt((int) (t >>> 32))
          .putInt((int) t)
          .putInt(frames[i].length)
          .putInt(frames[i].length)
          .put(frames[i]);
      out.writeBytes(block(order, 6, e.array()));
    }
    ByteBuffer stats = ByteBuffer.allocate(12 + 12 + 12 + 4).order(order).putInt(0).putLong(0);
    stats
        .putShort((short) 4)
        .putShort((short) 8)
        .putLong(frames.length + 7L)
        .putShort((short) 5)
        .putShort((short) 8)
        .putLong(7)
        .putInt(0);
    out.writeBytes(block(order, 5, stats.array()));
    return out.toByteArray();
  }

  private static byte[] block(ByteOrder order, int type, byte[] body) {
    int total = 12 + body.length;
    return ByteBuffer.allocate(total)
        .order(order)
        .putInt(type)
        .putInt(total)
        .put(body)
        .putInt(total)
        .array();
  }
}
