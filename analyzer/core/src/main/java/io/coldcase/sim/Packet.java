package io.coldcase.sim;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The header of the packet that is walked.
 *
 * @param sport source port, 0 for protocols without ports, or below 0 where it is not {@link #told}
 * @param dport destination port; for ICMP the type (8 echo request, 0 echo reply)
 * @param size bytes of the IP packet
 * @param dontFragment the DF bit
 * @param answering true for the first answer to a packet, whatever connection tracking makes of it:
 *     for TCP a SYN with ACK
 */
public record Packet(
    Ip src,
    Ip dst,
    Protocol protocol,
    int sport,
    int dport,
    int size,
    int ttl,
    boolean dontFragment,
    boolean answering) {

  /**
   * The source port of a tunnel packet: one of the local range, by a hash of what is inside
   * (udp_flow_src_port).
   */
  static final int HASHED = -1;

  /**
   * The source port of a connection whose own was taken or is to change, and all below it
   * (nf_nat_l4proto_unique_tuple).
   */
  static final int OTHER = -2;

  /** True for a port that is known. */
  static boolean told(int port) {
    return port >= 0;
  }

  /** The first packet of somebody who asks. */
  public Packet(
      Ip src,
      Ip dst,
      Protocol protocol,
      int sport,
      int dport,
      int size,
      int ttl,
      boolean dontFragment) {
    this(src, dst, protocol, sport, dport, size, ttl, dontFragment, false);
  }

  public static Packet tcp(Ip src, Ip dst, int port) {
    return new Packet(src, dst, Protocol.TCP, 40000, port, 60, 64, true);
  }

  public static Packet udp(Ip src, Ip dst, int port) {
    return new Packet(src, dst, Protocol.UDP, 40000, port, 76, 64, false);
  }

  /** An echo request; {@code payload} bytes of data, DF set. */
  public static Packet ping(Ip src, Ip dst, int payload) {
    return new Packet(src, dst, Protocol.ICMP, 0, 8, payload + 28, 64, true);
  }

  public Packet from(Ip ip) {
    return new Packet(ip, dst, protocol, sport, dport, size, ttl, dontFragment, answering);
  }

  Packet from(Ip ip, int port) {
    return new Packet(ip, dst, protocol, port, dport, size, ttl, dontFragment, answering);
  }

  public Packet to(Ip ip, int port) {
    return new Packet(src, ip, protocol, sport, port, size, ttl, dontFragment, answering);
  }

  Packet living(int hops) {
    return new Packet(src, dst, protocol, sport, dport, size, hops, dontFragment, answering);
  }

  Packet aged() {
    return new Packet(src, dst, protocol, sport, dport, size, ttl - 1, dontFragment, answering);
  }

  /**
   * The first answer to this packet as the far end sends it. Linux lets echo replies and datagrams
   * be fragmented.
   */
  Packet answer() {
    boolean icmp = protocol.equals(Protocol.ICMP) || protocol.equals(Protocol.ICMP6);
    return new Packet(
        dst,
        src,
        protocol,
        icmp ? 0 : dport,
        icmp ? (dport == 8 ? 0 : dport == 128 ? 129 : dport) : sport,
        size,
        64,
        dontFragment && protocol.equals(Protocol.TCP),
        !answering);
  }

  /** True for packets of the same shape to the same destination, whoever sends them. */
  boolean alike(Packet o) {
    return dst.equals(o.dst)
        && src.v6() == o.src.v6()
        && protocol.number() == o.protocol.number()
        && sport == o.sport
        && dport == o.dport
        && size == o.size
        && ttl == o.ttl
        && dontFragment == o.dontFragment
        && answering == o.answering;
  }

  /** True for protocols that have ports. */
  public boolean ports() {
    int n = protocol.number();
    return n == 6 || n == 17 || n == 132 || n == 33 || n == 136;
  }

  @Override
  public String toString() {
    return ports()
        ? protocol + " " + host(src) + ":" + port(sport) + " -> " + host(dst) + ":" + dport
        : protocol + " " + src + " -> " + dst;
  }

  private static String port(int port) {
    return told(port) ? "" + port : "*";
  }

  private static String host(Ip ip) {
    return ip.v6() ? "[" + ip + "]" : ip.toString();
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Packet p && alike(p) && src.equals(p.src);
  }

  @Override
  public int hashCode() {
    return 31 * src.hashCode() + dst.hashCode();
  }
}
