package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Follows ARP (RFC 826): who asked for which address, who answered, and addresses that more than
 * one MAC claims.
 */
final class ArpTracker {
  private static final int MAX = 20_000;

  private final Map<Ip, Entry> byAddress = new LinkedHashMap<>();

  private static final class Entry {
    int requests;
    int replies;
    int gratuitous;
    long firstPacket;
    final TreeSet<Long> macs = new TreeSet<>();
  }

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
      if (e.macs.size() < 8) {
        e.macs.add(mac);
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
    byAddress.forEach(
        (ip, e) ->
            all.add(
                new ArpBinding(
                    ip,
                    e.macs.stream().map(ArpTracker::mac).toList(),
                    e.requests,
                    e.replies,
                    e.gratuitous,
                    e.firstPacket)));
    return all;
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
