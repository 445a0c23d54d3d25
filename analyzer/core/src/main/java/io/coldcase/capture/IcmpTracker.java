package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects ICMP errors with what they quote; at most {@value #MAX} different ones. */
final class IcmpTracker {
  private static final int MAX = 10_000;

  private final Map<Key, int[]> counts = new LinkedHashMap<>();
  private final Map<Key, long[]> first = new LinkedHashMap<>();

  private record Key(
      Ip reporter,
      boolean v6,
      int type,
      int code,
      int mtu,
      Ip source,
      Ip target,
      int protocol,
      int sport,
      int dport) {}

  /**
   * True when the level is an ICMP error; its quotation is then in {@code quoted} at depth NETWORK
   * or TRANSPORT.
   */
  boolean error(Level l, byte[] data, Level quoted, long nanos, long number) {
    boolean six = l.protocol == 58;
    boolean error =
        six
            ? l.icmpType < 128
            : l.icmpType == 3
                || l.icmpType == 4
                || l.icmpType == 5
                || l.icmpType == 11
                || l.icmpType == 12;
    if (!error || !quote(l, data, quoted)) {
      return false;
    }
    int have = l.capturedEnd - l.transport;
    int mtu = 0;
    if (have >= 8) {
      mtu =
          six && l.icmpType == 2
              ? Bytes.i32(data, l.transport + 4)
              : !six && l.icmpType == 3 && l.icmpCode == 4 ? Bytes.u16(data, l.transport + 6) : 0;
    }
    Key k =
        new Key(
            l.source(),
            six,
            l.icmpType,
            l.icmpCode,
            mtu,
            quoted.source(),
            quoted.target(),
            quoted.protocol,
            quoted.sourcePort,
            quoted.targetPort);
    int[] c = counts.get(k);
    if (c == null) {
      if (counts.size() >= MAX) {
        return true;
      }
      c = new int[1];
      counts.put(k, c);
      first.put(k, new long[] {number, nanos});
    }
    c[0]++;
    return true;
  }

  private static boolean quote(Level l, byte[] data, Level q) {
    q.reset();
    int at = l.data;
    int have = l.capturedEnd - at;
    if (have < 20) {
      return false;
    }
    int version = Bytes.u8(data, at) >>> 4;
    int transport;
    if (version == 4) {
      q.v6 = false;
      q.sourceHi = 0;
      q.targetHi = 0;
      q.sourceLo = Bytes.u32(data, at + 12);
      q.targetLo = Bytes.u32(data, at + 16);
      q.protocol = Bytes.u8(data, at + 9);
      transport = at + (Bytes.u8(data, at) & 15) * 4;
    } else if (version == 6 && have >= 40) {
      q.v6 = true;
      q.sourceHi = Bytes.i64(data, at + 8);
      q.sourceLo = Bytes.i64(data, at + 16);
      q.targetHi = Bytes.i64(data, at + 24);
      q.targetLo = Bytes.i64(data, at + 32);
      q.protocol = Bytes.u8(data, at + 6);
      transport = at + 40;
    } else {
      return false;
    }
    q.depth = Level.Depth.NETWORK;
    boolean ports = q.protocol == 6 || q.protocol == 17 || q.protocol == 132;
    if (ports && l.capturedEnd - transport >= 4) {
      q.sourcePort = Bytes.u16(data, transport);
      q.targetPort = Bytes.u16(data, transport + 2);
      q.depth = Level.Depth.TRANSPORT;
    }
    return true;
  }

  List<IcmpError> errors() {
    List<IcmpError> all = new ArrayList<>();
    counts.forEach(
        (k, c) ->
            all.add(
                new IcmpError(
                    k.reporter(),
                    k.v6(),
                    k.type(),
                    k.code(),
                    k.mtu(),
                    k.source(),
                    k.target(),
                    k.protocol(),
                    k.sport(),
                    k.dport(),
                    c[0],
                    first.get(k)[0],
                    first.get(k)[1])));
    return all;
  }
}
