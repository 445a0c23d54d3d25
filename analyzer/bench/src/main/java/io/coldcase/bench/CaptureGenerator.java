package io.coldcase.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes a pcap file of mixed cluster traffic: {@code CaptureGenerator OUT.pcap MEGABYTES [SNAP]}.
 * Connections of requests and answers of a few to some hundred segments, one in fifty segments sent
 * again, a third of them inside VXLAN, each after two DNS look-ups; ARP in between. The same
 * arguments give the same bytes.
 */
public final class CaptureGenerator {
  private static final int LIVE = 500;
  private static final int SEGMENT = 1398;

  private final Random random = new Random(7);
  private final OutputStream out;
  private final int snap;
  private final ByteBuffer frame = ByteBuffer.allocate(2048);
  private final ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
  private long nanos = 1_700_000_000_000_000_000L;
  private long written = 24;
  private int made;

  private static final class Connection {
    int client;
    int server;
    int clientPort;
    int serverPort;
    boolean tunnel;
    int step;
    int segments;
    int clientSequence;
    int serverSequence;
    int identification;
  }

  private CaptureGenerator(OutputStream out, int snap) {
    this.out = out;
    this.snap = snap;
  }

  /** Writes the file and prints nothing. */
  public static void main(String[] args) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(args[0])), 1 << 20)) {
      int snap = args.length > 2 ? Integer.parseInt(args[2]) : 65_535;
      new CaptureGenerator(out, snap).run(Long.parseLong(args[1]) * 1_000_000);
    }
  }

  private void run(long size) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
    out.write(head.putInt(snap).putInt(1).array());
    Connection[] live = new Connection[LIVE];
    while (written < size) {
      int i = random.nextInt(LIVE);
      if (live[i] == null) {
        live[i] = open();
      }
      if (!advance(live[i])) {
        live[i] = null;
      }
    }
  }

  private Connection open() throws IOException {
    Connection c = new Connection();
    made++;
    c.client = 0x0af40000 | random.nextInt(4) << 8 | 2 + random.nextInt(60);
    c.server = 0x0af40000 | random.nextInt(4) << 8 | 80 + random.nextInt(20);
    c.clientPort = 32_768 + made % 28_000;
    c.serverPort = random.nextInt(4) == 0 ? 443 : 8080;
    c.tunnel = random.nextInt(3) == 0;
    c.segments = random.nextInt(20) == 0 ? 400 : 2 + random.nextInt(30);
    c.clientSequence = random.nextInt();
    c.serverSequence = random.nextInt();
    for (int type : new int[] {1, 28}) {
      dns(c, type, false);
      dns(c, type, true);
    }
    if (made % 20 == 0) {
      arp(c);
    }
    return c;
  }

  /** The next packet of a connection; false after its last. */
  private boolean advance(Connection c) throws IOException {
    int s = c.step++;
    int data = s - 5;
    int request = 200;
    if (s == 0) {
      tcp(c, false, 2, 0);
      c.clientSequence++;
    } else if (s == 1) {
      tcp(c, true, 0x12, 0);
      c.serverSequence++;
    } else if (s == 2) {
      tcp(c, false, 0x10, 0);
    } else if (s == 3) {
      tcp(c, false, 0x18, request);
      c.clientSequence += request;
    } else if (s == 4) {
      tcp(c, true, 0x10, 0);
    } else if (data < c.segments) {
      if (data % 3 == 2) {
        tcp(c, false, 0x10, 0);
      } else {
        tcp(c, true, 0x18, SEGMENT);
        if (random.nextInt(50) == 0) {
          nanos += 200_000_000L / LIVE;
          tcp(c, true, 0x18, SEGMENT);
        }
        c.serverSequence += SEGMENT;
      }
    } else if (data == c.segments) {
      tcp(c, true, 0x11, 0);
      c.serverSequence++;
    } else {
      tcp(c, false, 0x11, 0);
      return false;
    }
    return true;
  }

  private void tcp(Connection c, boolean back, int flags, int size) throws IOException {
    frame.clear();
    boolean syn = (flags & 2) != 0;
    int header = syn ? 32 : 20;
    if (c.tunnel) {
      int inner = 14 + 20 + header + size;
      ethernet(0x0800, 1);
      ip(0xac1e0015 + (back ? 1 : 0), 0xac1e0015 + (back ? 0 : 1), 17, 16 + inner, 0);
      frame
          .putShort((short) (40_000 + c.clientPort % 10_000))
          .putShort((short) 8472)
          .putShort((short) (16 + inner))
          .putShort((short) 0)
          .putInt(0x08000000)
          .putInt(1 << 8);
    }
    ethernet(0x0800, back ? 2 : 3);
    ip(
        back ? c.server : c.client,
        back ? c.client : c.server,
        6,
        header + size,
        ++c.identification);
    frame
        .putShort((short) (back ? c.serverPort : c.clientPort))
        .putShort((short) (back ? c.clientPort : c.serverPort))
        .putInt(back ? c.serverSequence : c.clientSequence)
        .putInt(flags == 2 ? 0 : back ? c.clientSequence : c.serverSequence)
        .put((byte) (header / 4 << 4))
        .put((byte) flags)
        .putShort((short) 501)
        .putInt(0);
    if (syn) {
      frame.putInt(0x020405b4).putInt(0x04020101).putInt(0x01030307);
    }
    packet(size);
  }

  private void dns(Connection c, int type, boolean answer) throws IOException {
    frame.clear();
    ethernet(0x0800, 4);
    int server = 0x0a60000a;
    byte[] name = {4, 'c', 'a', 'r', 't', 4, 's', 'h', 'o', 'p', 3, 's', 'v', 'c', 0};
    int size = 8 + 12 + name.length + 4;
    ip(answer ? server : c.client, answer ? c.client : server, 17, size, ++c.identification);
    frame
        .putShort((short) (answer ? 53 : c.clientPort))
        .putShort((short) (answer ? c.clientPort : 53))
        .putShort((short) size)
        .putShort((short) 0)
        .putShort((short) (made * 2 + type))
        .putShort((short) (answer ? 0x8580 : 0x0100))
        .putShort((short) 1)
        .putShort((short) 0)
        .putInt(0)
        .put(name)
        .putShort((short) type)
        .putShort((short) 1);
    packet(0);
  }

  private void arp(Connection c) throws IOException {
    frame.clear();
    ethernet(0x0806, 5);
    frame.putShort((short) 1).putShort((short) 0x0800).putShort((short) 0x0604).putShort((short) 1);
    frame.putShort((short) 0x0200).putInt(c.client).putInt(c.client);
    frame.putShort((short) 0).putInt(0).putInt(c.server);
    packet(0);
  }

  private void ethernet(int type, int mac) {
    frame.putShort((short) 0x0200).putInt(1).putShort((short) 0x0200).putInt(mac);
    frame.putShort((short) type);
  }

  private void ip(int from, int to, int protocol, int payload, int id) {
    frame
        .put((byte) 0x45)
        .put((byte) 0)
        .putShort((short) (20 + payload))
        .putShort((short) id)
        .putShort((short) 0x4000)
        .put((byte) 64)
        .put((byte) protocol)
        .putShort((short) 0)
        .putInt(from)
        .putInt(to);
  }

  /** Writes the frame and {@code zeros} bytes of payload behind it. */
  private void packet(int zeros) throws IOException {
    nanos += 2_000 + random.nextInt(6_000);
    for (int i = 0; i < zeros; i += 4) {
      frame.putInt(i * 0x9e3779b9);
    }
    frame.position(frame.position() - (zeros + 3 & ~3) + zeros);
    int wire = frame.position();
    int kept = Math.min(snap, wire);
    record.clear();
    record
        .putInt((int) (nanos / 1_000_000_000))
        .putInt((int) (nanos % 1_000_000_000 / 1000))
        .putInt(kept)
        .putInt(wire);
    out.write(record.array());
    out.write(frame.array(), 0, kept);
    written += 16 + kept;
  }
}
