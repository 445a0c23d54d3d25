package io.coldcase.capture;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Packets of one 5-tuple, both directions, at one tunnel depth. Direction 0 is that of the first
 * packet. Mutable while the capture is read.
 */
public final class Flow {
  final boolean v6;
  final long sourceHi;
  final long sourceLo;
  final long targetHi;
  final long targetLo;
  final int protocol;
  final int sourcePort;
  final int targetPort;
  final int depth;
  final int hash;
  final @Nullable TcpStream tcp;
  private DnsStream @Nullable [] dns;
  // no arrays: a packet should touch as few cache lines as possible
  private long packetsThere;
  private long packetsBack;
  private long bytesThere;
  private long bytesBack;
  private int largestThere;
  private int largestBack;
  final long firstNanos;
  final long firstPacket;
  long lastNanos;
  long lastPacket;
  int icmpErrors;
  String icmpError = "";

  Flow(Level l, int depth, int hash, long nanos, long number) {
    this.v6 = l.v6;
    this.sourceHi = l.sourceHi;
    this.sourceLo = l.sourceLo;
    this.targetHi = l.targetHi;
    this.targetLo = l.targetLo;
    this.protocol = l.protocol;
    this.sourcePort = l.sourcePort;
    this.targetPort = l.targetPort;
    this.depth = depth;
    this.hash = hash;
    this.firstNanos = nanos;
    this.firstPacket = number;
    this.tcp = l.protocol == 6 ? new TcpStream() : null;
  }

  /** Counts a packet with {@code payload} bytes of IP payload. */
  void count(int direction, int payload, long nanos, long number) {
    if (direction == 0) {
      packetsThere++;
      bytesThere += payload;
      largestThere = Math.max(largestThere, payload);
    } else {
      packetsBack++;
      bytesBack += payload;
      largestBack = Math.max(largestBack, payload);
    }
    lastNanos = nanos;
    lastPacket = number;
  }

  /** 0 or 1 when {@code l} belongs to this flow, else -1. */
  int direction(Level l, int atDepth) {
    if (l.protocol != protocol || l.v6 != v6 || atDepth != depth) {
      return -1;
    }
    if (l.sourceLo == sourceLo
        && l.targetLo == targetLo
        && l.sourcePort == sourcePort
        && l.targetPort == targetPort
        && l.sourceHi == sourceHi
        && l.targetHi == targetHi) {
      return 0;
    }
    return l.sourceLo == targetLo
            && l.targetLo == sourceLo
            && l.sourcePort == targetPort
            && l.targetPort == sourcePort
            && l.sourceHi == targetHi
            && l.targetHi == sourceHi
        ? 1
        : -1;
  }

  /** The messages of a DNS connection over TCP. */
  DnsStream dnsStream(int direction) {
    if (dns == null) {
      dns = new DnsStream[] {new DnsStream(), new DnsStream()};
    }
    return dns[direction];
  }

  public Ip source() {
    return new Ip(v6, sourceHi, sourceLo);
  }

  public Ip target() {
    return new Ip(v6, targetHi, targetLo);
  }

  public int sourcePort() {
    return sourcePort;
  }

  public int targetPort() {
    return targetPort;
  }

  public Protocol protocol() {
    return new Protocol(protocol);
  }

  /** 0 for packets outside tunnels, 1 inside one tunnel, and so on. */
  public int depth() {
    return depth;
  }

  /** Empty unless the protocol is TCP. */
  public Optional<TcpStream> tcp() {
    return Optional.ofNullable(tcp);
  }

  public long packets(int direction) {
    return direction == 0 ? packetsThere : packetsBack;
  }

  /** Bytes of IP payload on the wire. */
  public long bytes(int direction) {
    return direction == 0 ? bytesThere : bytesBack;
  }

  /** Largest IP payload of a direction, bytes. */
  public int largest(int direction) {
    return direction == 0 ? largestThere : largestBack;
  }

  /** Nanoseconds since the epoch. */
  public long firstNanos() {
    return firstNanos;
  }

  public long lastNanos() {
    return lastNanos;
  }

  /** Number of its first packet in the file. */
  public long firstPacket() {
    return firstPacket;
  }

  public long lastPacket() {
    return lastPacket;
  }

  /** ICMP errors that quoted a packet of this flow. */
  public int icmpErrors() {
    return icmpErrors;
  }

  /** The last of them in words, or empty. */
  public String icmpError() {
    return icmpError;
  }

  /** True when packets went one way only. */
  public boolean oneSided() {
    return packetsThere == 0 || packetsBack == 0;
  }

  /** True for ICMP and ICMPv6, whose ports are the identifier of an echo. */
  public boolean icmp() {
    return protocol == 1 || protocol == 58;
  }

  @Override
  public String toString() {
    if (icmp()) {
      return new Protocol(protocol)
          + " "
          + source()
          + " -> "
          + target()
          + (sourcePort > 0 ? " id " + sourcePort : "");
    }
    return new Protocol(protocol)
        + " "
        + endpoint(source(), sourcePort)
        + " -> "
        + endpoint(target(), targetPort);
  }

  private static String endpoint(Ip ip, int port) {
    return port == 0 ? ip.toString() : ip.v6() ? "[" + ip + "]:" + port : ip + ":" + port;
  }
}
