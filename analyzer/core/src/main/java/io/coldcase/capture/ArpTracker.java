package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Follows ARP (RFC 826) and IPv6 neighbour discovery (RFC 4861 section 4.3, 4.4): who asked for
 * which address, who answered, and addresses that more than one MAC claims.
 */
final class ArpTracker {
  private static final int MAX = 20_000;
  private static final int MAX_CLAIMS = 8;
  private static final int SOLICITATION = 135;
  private static final int ADVERTISEMENT = 136;

  private final Map<Ip, Entry> byAddress = new LinkedHashMap<>();

  private static final class Entry {
    int requests;
    int replies;
    int gratuitous;
    int moves;
    long firstPacket;
    long lastMac = -1;
    final Map<Long, long[]> claims = new LinkedHashMap<>();

    void claim(long mac, long number) {
      moves += lastMac >= 0 && lastMac != mac ? 1 : 0;
      lastMac = mac;
      long[] c = claims.get(mac);
      if (c == null && claims.size() < MAX_CLAIMS) {
        c = new long[] {number, 0};
        claims.put(mac, c);
      }
      if (c != null) {
        c[1]++;
      }
    }
  }

  /** Takes an ARP packet of which 28 bytes from {@code at} were captured. */
  void packet(byte[] b, int at, long number) {
    if (Bytes.u16(b, at) != 1
        || Bytes.u16(b, at + 2) != 0x0800
        || Bytes.u8(b, at + 4) != 6
        || Bytes.u8(b, at + 5) != 4) {
      return;
    }
    int operation = Bytes.u16(b, at + 6);
    long mac = Bytes.u16(b, at + 8) * 0x1_0000_0000L + Bytes.u32(b, at + 10);
    Ip sender = Ip.v4(Bytes.i32(b, at + 14));
    Ip target = Ip.v4(Bytes.i32(b, at + 24));
    if (operation == 1 && !sender.equals(target)) {
      entry(target, number).requests++;
    }
    if (!sender.isAny()) {
      Entry e = entry(sender, number);
      if (sender.equals(target)) {
        e.gratuitous++;
      }
      if (operation == 2) {
        e.replies++;
      }
      e.claim(mac, number);
    }
  }

  /** Takes an ICMPv6 message; all but neighbour solicitations and advertisements are ignored. */
  void neighbour(Level l, byte[] b, long number) {
    int at = l.transport;
    boolean known = l.icmpType == SOLICITATION || l.icmpType == ADVERTISEMENT;
    if (!known || l.capturedEnd - at < 24) {
      return;
    }
    Ip target = new Ip(true, Bytes.i64(b, at + 8), Bytes.i64(b, at + 16));
    if (l.icmpType == SOLICITATION) {
      if (l.sourceHi != 0 || l.sourceLo != 0) {
        entry(target, number).requests++; // from the unspecified address it is a duplicate check
      }
      return;
    }
    Entry e = entry(target, number);
    boolean solicited = (b[at + 4] & 0x40) != 0;
    e.replies += solicited ? 1 : 0;
    e.gratuitous += solicited ? 0 : 1;
    for (int o = at + 24; o + 8 <= l.capturedEnd; o += Math.max(8, Bytes.u8(b, o + 1) * 8)) {
      if (b[o] == 2 && b[o + 1] == 1) {
        e.claim(Bytes.u16(b, o + 2) * 0x1_0000_0000L + Bytes.u32(b, o + 4), number);
      }
    }
  }

  private Entry entry(Ip ip, long number) {
    Entry e = byAddress.get(ip);
    if (e == null) {
      e = new Entry();
      e.firstPacket = number;
      if (byAddress.size() < MAX) {
        byAddress.put(ip, e);
      }
    }
    return e;
  }

  List<ArpBinding> bindings() {
    List<ArpBinding> all = new ArrayList<>();
    byAddress.forEach((ip, e) -> all.add(binding(ip, e)));
    return all;
  }

  private static ArpBinding binding(Ip ip, Entry e) {
    List<ArpBinding.Claim> claims = new ArrayList<>();
    e.claims.forEach((mac, c) -> claims.add(new ArpBinding.Claim(mac(mac), c[0], (int) c[1])));
    return new ArpBinding(ip, claims, e.requests, e.replies, e.gratuitous, e.moves, e.firstPacket);
  }

  static String mac(long m) {
    StringBuilder s = new StringBuilder(17);
    for (int i = 40; i >= 0; i -= 8) {
      int v = (int) (m >>> i & 255);
      s.append(Character.forDigit(v >>> 4, 16))
          .append(Character.forDigit(v & 15, 16))
          .append(i > 0 ? ":" : "");
    }
    return s.toString();
  }
}
