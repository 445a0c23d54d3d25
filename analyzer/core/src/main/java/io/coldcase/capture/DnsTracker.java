package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs DNS queries with answers by client, server, port and id; bounded: past its limit the oldest
 * open query is closed as it is.
 */
final class DnsTracker {
  private static final int MAX_OPEN = 20_000;
  private static final int MAX_KEPT = 200_000;

  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final List<DnsExchange> closed = new ArrayList<>();

  private record Key(Ip client, int port, Ip server, int id, int type, String name) {}

  private static final class Open {
    long first;
    long packet;
    int queries;
    int answers;
    int rcode = -1;
    boolean truncated;
    long latency = -1;
    boolean tcp;
  }

  /** Takes one DNS message: {@code length} captured bytes from {@code at}. */
  void message(Level l, byte[] data, int at, int length, boolean tcp, long nanos, long number) {
    if (length < 12) {
      return;
    }
    int id = Bytes.u16(data, at);
    int flags = Bytes.u16(data, at + 2);
    boolean answer = (flags & 0x8000) != 0;
    StringBuilder name = new StringBuilder();
    int type = Bytes.u16(data, at + 4) > 0 ? question(data, at + 12, at + length, name) : -1;
    Key key =
        answer
            ? new Key(l.target(), l.targetPort, l.source(), id, type, name.toString())
            : new Key(l.source(), l.sourcePort, l.target(), id, type, name.toString());
    Open o = open.get(key);
    if (!answer) {
      if (o == null) {
        o = new Open();
        o.first = nanos;
        o.packet = number;
        o.tcp = tcp;
        open.put(key, o);
        if (open.size() > MAX_OPEN) {
          close(open.keySet().iterator().next());
        }
      }
      o.queries++;
    } else if (o != null) {
      if (o.answers++ == 0) {
        o.latency = nanos - o.first;
        o.rcode = flags & 15;
        o.truncated = (flags & 0x0200) != 0;
      }
    }
  }

  private void close(Key k) {
    Open o = open.remove(k);
    if (o != null && closed.size() < MAX_KEPT) {
      closed.add(exchange(k, o));
    }
  }

  private static DnsExchange exchange(Key k, Open o) {
    return new DnsExchange(
        k.client(),
        k.port(),
        k.server(),
        k.id(),
        k.name(),
        k.type(),
        o.tcp,
        o.queries,
        o.answers,
        o.rcode,
        o.truncated,
        o.first,
        o.latency,
        o.packet);
  }

  /**
   * Reads the first question into {@code name}; its type, or -1 when it was cut. Questions are
   * never compressed.
   */
  private static int question(byte[] b, int at, int end, StringBuilder name) {
    int p = at;
    while (p < end) {
      int n = Bytes.u8(b, p++);
      if (n == 0) {
        return p + 4 <= end ? Bytes.u16(b, p) : -1;
      }
      if (n > 63 || p + n > end || name.length() > 255) {
        return -1;
      }
      for (int i = 0; i < n; i++) {
        char c = (char) Bytes.u8(b, p + i);
        name.append(c > 32 && c < 127 ? Character.toLowerCase(c) : '?');
      }
      name.append('.');
      p += n;
    }
    return -1;
  }

  List<DnsExchange> exchanges() {
    List<DnsExchange> all = new ArrayList<>(closed);
    open.forEach((k, o) -> all.add(exchange(k, o)));
    all.sort((a, b) -> Long.compare(a.packet(), b.packet()));
    return all;
  }
}
