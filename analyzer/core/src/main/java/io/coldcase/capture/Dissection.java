package io.coldcase.capture;

/**
 * Headers of one frame, read in place: link layer, VLAN tags, then every IP level through VXLAN
 * (RFC 7348), Geneve (RFC 8926), GRE (RFC 2784, 2890), IPIP (RFC 2003) and 6in4 (RFC 4213).
 * WireGuard and ESP stay opaque. One instance per thread, reused for every frame; nothing is
 * allocated.
 */
public final class Dissection {
  public static final int MAX_LEVELS = 4;

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  private final Level[] levels = new Level[MAX_LEVELS];
  private int count;
  private byte[] data = new byte[0];
  private int end;
  private int cut;

  /** EtherType of the frame's payload after VLAN tags, 0 when unknown. */
  int etherType;

  /** Outermost VLAN id, -1 without a tag. */
  int vlan;

  /** First byte of an ARP packet, -1 when the frame is none or it was cut. */
  int arp;

  /** Source MAC address of the frame, -1 when its link layer has none. */
  long sourceMac;

  /** A link type that cannot be read. */
  boolean unsupportedLink;

  /** IP levels found in the last frame, 0 to {@value #MAX_LEVELS}. */
  public int levels() {
    return count;
  }

  public Level level(int i) {
    return levels[i];
  }

  /** The innermost level: the packet that an application sent. */
  public Level inner() {
    return levels[count - 1];
  }

  /** Reads the headers of {@code f}. */
  public void read(Frame f) {
    count = 0;
    etherType = 0;
    vlan = -1;
    arp = -1;
    sourceMac = -1;
    unsupportedLink = false;
    data = f.data;
    int at = f.offset;
    end = at + f.length;
    cut = f.wireLength - f.length;
    switch (f.linkType) {
      case 1 -> ethernet(at, 0, "", 0);
      case 113 -> cooked(at, 16, 14, 6);
      case 276 -> cooked(at, 20, 0, 12);
      case 12, 14, 101, 228, 229 -> raw(at, 0, "", 0);
      case 0, 108 -> loopback(at);
      default -> unsupportedLink = true;
    }
  }

  private void loopback(int at) {
    if (end - at >= 5) {
      raw(at + 4, 0, "", 0);
    }
  }

  private void cooked(int at, int header, int typeAt, int macAt) {
    if (end - at < header) {
      return;
    }
    etherType = Bytes.u16(data, at + typeAt);
    sourceMac = Bytes.u16(data, at + macAt) * 0x1_0000_0000L + Bytes.u32(data, at + macAt + 2);
    network(at + header, 0, "", 0);
  }

  private void ethernet(int at, int level, String tunnel, int id) {
    if (end - at < 14) {
      return;
    }
    if (level == 0) {
      sourceMac = Bytes.u16(data, at + 6) * 0x1_0000_0000L + Bytes.u32(data, at + 8);
    }
    int type = Bytes.u16(data, at + 12);
    int p = at + 14;
    while ((type == 0x8100 || type == 0x88a8 || type == 0x9100) && end - p >= 4) {
      if (vlan < 0 && level == 0) {
        vlan = Bytes.u16(data, p) & 0xfff;
      }
      type = Bytes.u16(data, p + 2);
      p += 4;
    }
    etherType = type;
    network(p, level, tunnel, id);
  }

  private void network(int at, int level, String tunnel, int id) {
    if (etherType == 0x0806) {
      arp = level == 0 && end - at >= 28 ? at : -1;
    } else if (etherType == 0x0800 || etherType == 0x86dd) {
      raw(at, level, tunnel, id);
    }
  }

  private void raw(int at, int level, String tunnel, int id) {
    if (level >= MAX_LEVELS || end - at < 1) {
      return;
    }
    int version = Bytes.u8(data, at) >>> 4;
    if (version == 4 && end - at >= 20) {
      begin(level, tunnel, id);
      ipv4(levels[level], at, level);
    } else if (version == 6 && end - at >= 40) {
      begin(level, tunnel, id);
      ipv6(levels[level], at, level);
    }
  }

  private void begin(int level, String tunnel, int id) {
    count = level + 1;
    Level l = levels[level];
    if (l == null) {
      l = new Level();
      levels[level] = l;
    }
    l.reset();
    l.tunnel = tunnel;
    l.tunnelId = id;
    l.depth = Level.Depth.NETWORK;
  }

  private void ipv4(Level l, int at, int level) {
    int header = (Bytes.u8(data, at) & 15) * 4;
    int total = Bytes.u16(data, at + 2);
    int wire = end + cut - at;
    if (total == 0 || total > wire) {
      total = wire; // segmentation offload leaves 0; a length beyond the frame is a lie
    }
    l.v6 = false;
    l.sourceHi = 0;
    l.targetHi = 0;
    l.sourceLo = Bytes.u32(data, at + 12);
    l.targetLo = Bytes.u32(data, at + 16);
    l.protocol = Bytes.u8(data, at + 9);
    l.ttl = Bytes.u8(data, at + 8);
    l.identification = Bytes.u16(data, at + 4);
    int frag = Bytes.u16(data, at + 6);
    l.dontFragment = (frag & 0x4000) != 0;
    l.moreFragments = (frag & 0x2000) != 0;
    l.fragmentOffset = (frag & 0x1fff) * 8;
    if (header < 20 || header > total) {
      return;
    }
    l.transport = at + header;
    l.payloadWire = total - header;
    l.capturedEnd = Math.min(end, at + total);
    if (l.fragmentOffset == 0) {
      transport(l, level);
    }
  }

  private void ipv6(Level l, int at, int level) {
    int payload = Bytes.u16(data, at + 4);
    int wire = end + cut - at - 40;
    if (payload == 0 || payload > wire) {
      payload = wire;
    }
    l.v6 = true;
    l.sourceHi = Bytes.i64(data, at + 8);
    l.sourceLo = Bytes.i64(data, at + 16);
    l.targetHi = Bytes.i64(data, at + 24);
    l.targetLo = Bytes.i64(data, at + 32);
    l.ttl = Bytes.u8(data, at + 7);
    int next = Bytes.u8(data, at + 6);
    int p = at + 40;
    int stop = p + payload;
    l.capturedEnd = Math.min(end, stop);
    for (int i = 0; i < 8; i++) {
      boolean options = next == 0 || next == 43 || next == 60;
      if (!options && next != 44 && next != 51) {
        break;
      }
      if (l.capturedEnd - p < 8) {
        l.protocol = next;
        return;
      }
      if (next == 44) {
        int frag = Bytes.u16(data, p + 2);
        l.fragmentOffset = frag & 0xfff8;
        l.moreFragments = (frag & 1) != 0;
        l.identification = Bytes.i32(data, p + 4);
      }
      int length =
          next == 44
              ? 8
              : next == 51 ? (Bytes.u8(data, p + 1) + 2) * 4 : (Bytes.u8(data, p + 1) + 1) * 8;
      next = Bytes.u8(data, p);
      p += length;
      if (p > stop) {
        l.protocol = next;
        return;
      }
    }
    l.protocol = next;
    l.transport = p;
    l.payloadWire = stop - p;
    if (l.fragmentOffset == 0) {
      transport(l, level);
    }
  }

  private void transport(Level l, int level) {
    int p = l.transport;
    int have = l.capturedEnd - p;
    switch (l.protocol) {
      case 6 -> tcp(l, p, have);
      case 17, 136 -> udp(l, p, have, level);
      case 132 -> {
        if (have >= 4) {
          ports(l, p, 12);
        }
      }
      case 1, 58 -> {
        if (have >= 2) {
          l.icmpType = Bytes.u8(data, p);
          l.icmpCode = Bytes.u8(data, p + 1);
          l.data = p + 8;
          l.dataWire = Math.max(0, l.payloadWire - 8);
          l.depth = Level.Depth.TRANSPORT;
          boolean echo =
              l.protocol == 1
                  ? l.icmpType == 8 || l.icmpType == 0
                  : l.icmpType == 128 || l.icmpType == 129;
          if (echo && have >= 6) {
            l.sourcePort = Bytes.u16(data, p + 4);
            l.targetPort = l.sourcePort;
          }
        }
      }
      case 4, 41 -> raw(p, level + 1, l.protocol == 4 ? "ipip" : "6in4", 0);
      case 47 -> gre(p, have, level);
      default -> {}
    }
  }

  private void ports(Level l, int p, int header) {
    l.sourcePort = Bytes.u16(data, p);
    l.targetPort = Bytes.u16(data, p + 2);
    l.data = p + header;
    l.dataWire = Math.max(0, l.payloadWire - header);
    l.depth = Level.Depth.TRANSPORT;
  }

  private void tcp(Level l, int p, int have) {
    if (have < 14) {
      return;
    }
    int header = (Bytes.u8(data, p + 12) >>> 4) * 4;
    if (header < 20 || header > l.payloadWire) {
      return;
    }
    ports(l, p, header);
    l.sequence = Bytes.u32(data, p + 4);
    l.acknowledgment = Bytes.u32(data, p + 8);
    l.tcpFlags = Bytes.u8(data, p + 13);
    l.window = have >= 16 ? Bytes.u16(data, p + 14) : 0;
    l.optionsEnd = Math.min(p + header, l.capturedEnd);
  }

  private void udp(Level l, int p, int have, int level) {
    if (have < 4) {
      return;
    }
    ports(l, p, 8);
    if (l.moreFragments || have < 8) {
      return;
    }
    if (have >= 16 && vxlan(l.targetPort, p + 8)) {
      ethernet(p + 16, level + 1, "vxlan", Bytes.i32(data, p + 12) >>> 8);
    } else if (l.targetPort == 6081 && have >= 16 && Bytes.u8(data, p + 8) >>> 6 == 0) {
      int options = (Bytes.u8(data, p + 8) & 0x3f) * 4;
      int inner = Bytes.u16(data, p + 10);
      if (inner == 0x6558) {
        ethernet(p + 16 + options, level + 1, "geneve", Bytes.i32(data, p + 12) >>> 8);
      } else if (inner == 0x0800 || inner == 0x86dd) {
        raw(p + 16 + options, level + 1, "geneve", Bytes.i32(data, p + 12) >>> 8);
      }
    }
  }

  /**
   * True for a VXLAN header (RFC 7348 section 5): to one of the usual ports with the flag of a
   * valid VNI, to another with everything as the RFC wants it and Ethernet inside that holds IP or
   * ARP.
   */
  private boolean vxlan(int port, int at) {
    if (port == 4789 || port == 8472) {
      return (Bytes.u8(data, at) & 0x08) != 0;
    }
    if (Bytes.i32(data, at) != 0x08000000 || end - at < 24 || Bytes.u8(data, at + 7) != 0) {
      return false;
    }
    int type = Bytes.u16(data, at + 20);
    return type == 0x0800 || type == 0x86dd || type == 0x0806;
  }

  private void gre(int p, int have, int level) {
    if (have < 4) {
      return;
    }
    int flags = Bytes.u16(data, p);
    int type = Bytes.u16(data, p + 2);
    boolean key = (flags & 0x2000) != 0;
    int header = 4 + ((flags & 0x8000) != 0 ? 4 : 0);
    int id = key && have >= header + 4 ? Bytes.i32(data, p + header) : 0;
    header += (key ? 4 : 0) + ((flags & 0x1000) != 0 ? 4 : 0);
    if ((flags & 7) != 0) {
      return;
    }
    if (type == 0x0800 || type == 0x86dd) {
      raw(p + header, level + 1, "gre", id);
    } else if (type == 0x6558) {
      ethernet(p + header, level + 1, "gre", id);
    }
  }

  byte[] data() {
    return data;
  }
}
