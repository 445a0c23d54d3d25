package io.coldcase.capture;

import io.coldcase.net.Ip;

/**
 * One IP header and its transport header inside a frame: level 0 is the outermost, tunnels add
 * levels. Mutable and reused by {@link Dissection}. Lengths are those on the wire; what lies beyond
 * the captured bytes is unknown, never zero.
 */
public final class Level {
  /** How far a level could be read. */
  public enum Depth {
    /** Only part of the IP header was captured. */
    NONE,
    /** The IP header is known, the transport header is missing, cut, or of an unknown protocol. */
    NETWORK,
    /** Ports (or ICMP type and code) are known too. */
    TRANSPORT
  }

  Depth depth = Depth.NONE;
  boolean v6;
  long sourceHi;
  long sourceLo;
  long targetHi;
  long targetLo;
  int protocol;
  int ttl;
  int identification;
  boolean dontFragment;
  boolean moreFragments;
  int fragmentOffset;

  /** First byte of the transport header. */
  int transport;

  /** Bytes of the IP payload on the wire. */
  int payloadWire;

  /** First byte that belongs to the IP packet no more, or was not captured. */
  int capturedEnd;

  /** Ports; of an ICMP echo its identifier, so that each run of ping is a flow of its own. */
  int sourcePort;

  int targetPort;
  int icmpType;
  int icmpCode;

  /** First byte of the transport payload; meaningful at depth TRANSPORT. */
  int data;

  /** Bytes of the transport payload on the wire. */
  int dataWire;

  int tcpFlags;
  long sequence;
  long acknowledgment;
  int window;
  int optionsEnd;

  /** Tunnel that carried this level inside the one before: empty for level 0. */
  String tunnel = "";

  /** VNI of a VXLAN or Geneve tunnel, GRE key, else 0. */
  int tunnelId;

  public Ip source() {
    return new Ip(v6, sourceHi, sourceLo);
  }

  public Ip target() {
    return new Ip(v6, targetHi, targetLo);
  }

  public Depth depth() {
    return depth;
  }

  public int protocol() {
    return protocol;
  }

  public int sourcePort() {
    return sourcePort;
  }

  public int targetPort() {
    return targetPort;
  }

  public int ttl() {
    return ttl;
  }

  public int identification() {
    return identification;
  }

  public boolean fragment() {
    return moreFragments || fragmentOffset > 0;
  }

  /** Bytes of the transport payload that were captured. */
  int dataCaptured() {
    return Math.max(0, Math.min(dataWire, capturedEnd - data));
  }

  void reset() {
    depth = Depth.NONE;
    protocol = 0;
    sourcePort = 0;
    targetPort = 0;
    icmpType = 0;
    icmpCode = 0;
    tcpFlags = 0;
    data = 0;
    dataWire = 0;
    moreFragments = false;
    fragmentOffset = 0;
    dontFragment = false;
    identification = 0;
    tunnel = "";
    tunnelId = 0;
  }
}
