package io.coldcase.sim.kernel;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Packet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Packets as bytes: probes with a number inside that survives translation, and what came out. */
final class Wire {
  private static final byte[] ASK = "ccsim?".getBytes(StandardCharsets.US_ASCII);

  private Wire() {}

  /** What a packet that arrived is to the probe with its number. */
  enum Role {
    QUESTION,
    ANSWER,
    /** An ICMP error or TCP reset. */
    REFUSAL
  }

  /** A packet that a namespace's local processes were given. */
  record Seen(
      String space, Role role, long id, Ip src, Ip dst, int sport, int dport, int ttl, int proto) {
    Seen in(String name) {
      return new Seen(name, role, id, src, dst, sport, dport, ttl, proto);
    }
  }

  /** The bytes of a probe; {@code id} below 2^31. */
  static byte[] bytes(Packet p, long id) {
    boolean v6 = p.src().v6();
    int head = v6 ? 40 : 20;
    int proto = p.protocol().number();
    ByteBuffer l4 = ByteBuffer.allocate(Math.max(p.size() - head, proto == 6 ? 40 : 24));
    switch (proto) {
      case 6 -> {
        l4.putShort((short) p.sport()).putShort((short) p.dport()).putInt((int) id).putInt(0);
        l4.putShort((short) 0xa002).putShort((short) 64000).putInt(0);
        // the options that Linux sends: the answer has the same
        l4.putInt(0x020405b4).putInt(0x0402080a).putInt((int) id).putInt(0).putInt(0x01030307);
      }
      case 17 -> {
        l4.putShort((short) p.sport()).putShort((short) p.dport());
        l4.putShort((short) l4.capacity()).putShort((short) 0).put(ASK).putLong(id);
      }
      default -> {
        l4.put((byte) p.dport()).put((byte) 0).putShort((short) 0);
        l4.putShort((short) (id * 31 + 7)).putShort((short) 1).put(ASK).putLong(id);
      }
    }
    ByteBuffer out = ByteBuffer.allocate(head + l4.capacity());
    if (v6) {
      out.putInt(6 << 28).putShort((short) l4.capacity()).put((byte) proto).put((byte) p.ttl());
      address(out, p.src());
      address(out, p.dst());
    } else {
      out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity()).putShort((short) id);
      out.putShort((short) (p.dontFragment() ? 0x4000 : 0)).put((byte) p.ttl()).put((byte) proto);
      out.putShort((short) 0);
      address(out, p.src());
      address(out, p.dst());
    }
    int at = proto == 6 ? 16 : proto == 17 ? 6 : 2;
    l4.putShort(at, (short) checksum(l4, p, v6, proto));
    return out.put(l4.array()).array();
  }

  private static void address(ByteBuffer to, Ip ip) {
    if (ip.v6()) {
      to.putLong(ip.hi()).putLong(ip.lo());
    } else {
      to.putInt((int) ip.lo());
    }
  }

  private static int checksum(ByteBuffer l4, Packet p, boolean v6, int proto) {
    ByteBuffer all = ByteBuffer.allocate((l4.capacity() + 41) & ~1);
    all.put(l4.array());
    if (proto != 1) {
      all.position((l4.capacity() + 1) & ~1);
      address(all, p.src());
      address(all, p.dst());
      all.putInt(l4.capacity()).putInt(proto);
    }
    long sum = 0;
    for (int i = 0; i + 1 < all.capacity(); i += 2) {
      sum += all.getShort(i) & 0xffff;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    int c = (int) ~sum & 0xffff;
    return c == 0 && proto == 17 ? 0xffff : c;
  }

  /** A {@code seen} line of the lab; empty for packets that have nothing to do with a probe. */
  static Optional<Seen> read(String[] f) {
    int proto = Integer.parseInt(f[4]);
    ByteBuffer b = ByteBuffer.wrap(HexFormat.of().parseHex(f.length > 6 ? f[6] : ""));
    Ip src = Ip.parse(f[2]);
    Ip dst = Ip.parse(f[3]);
    int ttl = Integer.parseInt(f[5]);
    if (b.capacity() < 16) {
      return Optional.empty();
    }
    int a = b.getShort(0) & 0xffff;
    int c = b.getShort(2) & 0xffff;
    if (proto == 6) {
      int flags = b.get(13) & 0x3f;
      boolean syn = (flags & 0x12) == 0x02;
      boolean reset = (flags & 4) != 0;
      long id = syn ? b.getInt(4) : b.getInt(8) - 1L;
      if (reset && (flags & 0x10) == 0) {
        return Optional.empty(); // of a client that does not know the connection
      }
      Role role = syn ? Role.QUESTION : reset ? Role.REFUSAL : Role.ANSWER;
      return Optional.of(new Seen(f[1], role, id, src, dst, a, c, ttl, proto));
    }
    if (proto == 17) {
      return tagged(b, 8).map(id -> new Seen(f[1], role(b, 8), id, src, dst, a, c, ttl, proto));
    }
    int type = b.get(0) & 0xff;
    boolean echo = type == 8 || type == 0 || type == 128 || type == 129;
    if (echo) {
      Role role = type == 8 || type == 128 ? Role.QUESTION : Role.ANSWER;
      return tagged(b, 8).map(id -> new Seen(f[1], role, id, src, dst, 0, type, ttl, proto));
    }
    int inner = proto == 58 ? 48 : 28;
    if (b.capacity() < inner + 8 || type > 4 && proto == 58 && type < 128 || type >= 130) {
      return Optional.empty();
    }
    int of = proto == 58 ? b.get(14) : b.get(17);
    Optional<Long> id =
        of == 6
            ? Optional.of((long) b.getInt(inner + 4))
            : b.capacity() >= inner + 22 ? tagged(b, inner + 8) : Optional.empty();
    return id.map(n -> new Seen(f[1], Role.REFUSAL, n, src, dst, 0, type, ttl, proto));
  }

  private static Role role(ByteBuffer b, int at) {
    return b.get(at + 5) == '?' ? Role.QUESTION : Role.ANSWER;
  }

  private static Optional<Long> tagged(ByteBuffer b, int at) {
    if (b.capacity() < at + 14) {
      return Optional.empty();
    }
    for (int i = 0; i < 5; i++) {
      if (b.get(at + i) != ASK[i]) {
        return Optional.empty();
      }
    }
    return Optional.of(b.getLong(at + 6));
  }

  static Packet echo(Ip src, Ip dst, int size, int ttl, boolean df) {
    return new Packet(
        src, dst, src.v6() ? Protocol.ICMP6 : Protocol.ICMP, 0, src.v6() ? 128 : 8, size, ttl, df);
  }
}
