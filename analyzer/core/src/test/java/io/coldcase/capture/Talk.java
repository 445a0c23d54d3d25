package io.coldcase.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Writes captures of conversations of which every event is known: what was lost on the way to or
 * from the capture, sent again, swapped, or held up by a closed window.
 */
final class Talk {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int PSH = 8;
  static final int ACK = 16;

  /** A frame and when it passed, nanoseconds from the beginning. */
  record Timed(long nanos, byte[] frame) {}

  private final List<Timed> frames = new ArrayList<>();
  private final UnaryOperator<byte[]> wrap;
  private final Random random = new Random(11);
  private long now;
  private int ids = 1;

  /** How often a segment passed the capture a second time. */
  int sentAgain;

  /**
   * @param wrap an IP packet to a frame
   */
  Talk(UnaryOperator<byte[]> wrap) {
    this.wrap = wrap;
  }

  List<Timed> frames() {
    frames.sort(Comparator.comparingLong(Timed::nanos));
    return frames;
  }

  void pause(long micros) {
    now += micros * 1000;
  }

  void packet(byte[] ip) {
    frames.add(new Timed(now, wrap.apply(ip)));
  }

  /** One TCP connection, from its SYN on. */
  final class Connection {
    private final String a;
    private final String b;
    private final int clientPort;
    private final int serverPort;
    private final long[] next = new long[2];
    int window = 501;

    Connection(String a, String b, int clientPort, int serverPort) {
      this.a = a;
      this.b = b;
      this.clientPort = clientPort;
      this.serverPort = serverPort;
      next[0] = random.nextInt() & 0xffffffffL;
      next[1] = random.nextInt() & 0xffffffffL;
    }

    /** A segment of direction {@code d} with the given sequence number. */
    void segment(int d, long seq, long ack, int flags, int length, int win) {
      byte[] options =
          (flags & SYN) != 0
              ? new byte[] {2, 4, 5, (byte) 0xb4, 4, 2, 1, 3, 3, 7, 0, 0}
              : new byte[0];
      byte[] tcp =
          d == 0
              ? Packets.tcp(clientPort, serverPort, seq, ack, flags, win, options, length)
              : Packets.tcp(serverPort, clientPort, seq, ack, flags, win, options, length);
      packet(
          d == 0
              ? Packets.ip4(a, b, 6, ids++, 0x4000, tcp)
              : Packets.ip4(b, a, 6, ids++, 0x4000, tcp));
      pause(100);
    }

    void open() {
      segment(0, next[0], 0, SYN, 0, 64240);
      next[0]++;
      segment(1, next[1], next[0], SYN | ACK, 0, 65160);
      next[1]++;
      ack(0);
    }

    void data(int d, int length) {
      segment(d, next[d], next[1 - d], PSH | ACK, length, window);
      next[d] += length;
    }

    /** Data that is lost before it comes to the capture: only the sender knows. */
    void lost(int d, int length) {
      next[d] += length;
    }

    void ack(int d) {
      segment(d, next[d], next[1 - d], ACK, 0, window);
    }

    /** An acknowledgment of less than everything. */
    void ackOf(int d, long acknowledged, int win) {
      segment(d, next[d], acknowledged, ACK, 0, win);
    }

    void again(int d, long back, int length) {
      sentAgain++;
      segment(d, next[d] - back & 0xffffffffL, next[1 - d], PSH | ACK, length, window);
    }

    long sent(int d) {
      return next[d];
    }

    void close() {
      segment(0, next[0], next[1], FIN | ACK, 0, window);
      next[0]++;
      segment(1, next[1], next[0], FIN | ACK, 0, window);
      next[1]++;
      ack(0);
    }
  }

  Connection connect(int number) {
    Connection c = new Connection("10.0.0." + (1 + number % 200), "10.0.1.1", 40_000 + number, 80);
    c.open();
    return c;
  }

  /** A pcap file with nanoseconds, every packet cut to {@code snap} bytes. */
  byte[] pcap(int link, int snap) {
    int size = 24;
    for (Timed f : frames()) {
      size += 16 + Math.min(snap, f.frame().length);
    }
    ByteBuffer b = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0xa1b23c4d)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(snap)
        .putInt(link);
    for (Timed f : frames()) {
      int kept = Math.min(snap, f.frame().length);
      b.putInt((int) (1_700_000_000 + f.nanos() / 1_000_000_000));
      b.putInt((int) (f.nanos() % 1_000_000_000));
      b.putInt(kept).putInt(f.frame().length).put(f.frame(), 0, kept);
    }
    return b.array();
  }

  /** A pcapng file whose packets come in turns from {@code interfaces} interfaces. */
  byte[] pcapng(int interfaces) {
    ByteBuffer b = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0x0a0d0d0a).putInt(28).putInt(0x1a2b3c4d).putShort((short) 1).putShort((short) 0);
    b.putLong(-1).putInt(28);
    for (int i = 0; i < interfaces; i++) {
      int resolution = i % 2 == 0 ? 9 : 6;
      b.putInt(1).putInt(40).putShort((short) 1).putShort((short) 0).putInt(0);
      b.putShort((short) 2).putShort((short) 4);
      b.put(("eth" + i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      b.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
      b.putInt(0).putInt(40);
    }
    int n = 0;
    for (Timed f : frames()) {
      int i = n++ % interfaces;
      long ticks = 1_700_000_000_000_000_000L + f.nanos();
      ticks = i % 2 == 0 ? ticks : ticks / 1000;
      int padded = f.frame().length + 3 & ~3;
      b.putInt(6).putInt(32 + padded).putInt(i).putInt((int) (ticks >>> 32)).putInt((int) ticks);
      b.putInt(f.frame().length).putInt(f.frame().length).put(f.frame());
      b.put(new byte[padded - f.frame().length]).putInt(32 + padded);
    }
    return java.util.Arrays.copyOf(b.array(), b.position());
  }
}
