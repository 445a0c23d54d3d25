package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pairs DNS queries with answers by client, port, id and question; bounded: past its limit the
 * oldest open query is closed as it is. The server's address is no part of the pairing: on a bridge
 * that calls netfilter, queries show after DNAT and answers before it.
 */
final class DnsTracker {
  private static final int MAX_OPEN = 20_000;
  private static final int MAX_KEPT = 200_000;

  private final Map<Key, Open> open = new LinkedHashMap<>();
  private final List<DnsExchange> closed = new ArrayList<>();
  private final byte[] name = new byte[256];

  /** A question; compared by hand, as what records come with is slow until it is compiled well. */
  private record Key(Ip client, int port, int id, int type, int depth, String name) {
    @Override
    public int hashCode() {
      return (Long.hashCode(client.lo()) * 31 + port * 65_599 + id) * 31 + type + name.hashCode();
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof Key k
          && id == k.id
          && port == k.port
          && type == k.type
          && depth == k.depth
          && client.lo() == k.client.lo()
          && client.hi() == k.client.hi()
          && client.v6() == k.client.v6()
          && name.equals(k.name);
    }
  }

  private static final class Open {
    Ip server;
    Ip answeredBy;
    long first;
    long last;
    long packet;
    int queries;
    int answers;
    int rcode = -1;
    boolean truncated;
    long latency = -1;
    final boolean tcp;

    Open(Ip server, boolean tcp, long nanos, long packet) {
      this.server = server;
      this.answeredBy = server;
      this.tcp = tcp;
      this.first = nanos;
      this.packet = packet;
    }
  }

  /** Takes one DNS message: {@code length} captured bytes from {@code at}. */
  void message(
      Level l, int depth, byte[] data, int at, int length, boolean tcp, long nanos, long number) {
    if (length < 12) {
      return;
    }
    int id = Bytes.u16(data, at);
    int flags = Bytes.u16(data, at + 2);
    boolean answer = (flags & 0x8000) != 0;
    int labels = Bytes.u16(data, at + 4) > 0 ? question(data, at + 12, at + length) : -1;
    int end = at + 12 + labels + 1;
    int type = labels >= 0 && end + 4 <= at + length ? Bytes.u16(data, end) : -1;
    String asked = type < 0 ? "" : new String(name, 0, labels, StandardCharsets.US_ASCII);
    Key key =
        answer
            ? new Key(l.target(), l.targetPort, id, type, depth, asked)
            : new Key(l.source(), l.sourcePort, id, type, depth, asked);
    Open o = open.get(key);
    if (!answer) {
      if (o == null) {
        o = new Open(l.target(), tcp, nanos, number);
        open.put(key, o);
        if (open.size() > MAX_OPEN) {
          close(open.keySet().iterator().next());
        }
      }
      o.queries++;
      o.last = nanos;
    } else if (o != null) {
      if (o.answers++ == 0) {
        o.latency = nanos - o.first;
        o.rcode = flags & 15;
        o.truncated = (flags & 0x0200) != 0;
        o.answeredBy = l.source();
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
        o.server,
        o.answeredBy,
        k.id(),
        k.name(),
        k.type(),
        o.tcp,
        k.depth(),
        o.queries,
        o.answers,
        o.rcode,
        o.truncated,
        o.first,
        o.last,
        o.latency,
        o.packet);
  }

  /**
   * Writes the first question's name with dots into {@link #name}; its length, which is also that
   * of its labels, or -1 when it was cut. Questions are never compressed.
   */
  private int question(byte[] b, int at, int end) {
    int p = at;
    int length = 0;
    while (p < end) {
      int n = Bytes.u8(b, p++);
      if (n == 0) {
        return length;
      }
      if (n > 63 || p + n > end || length + n + 1 > name.length) {
        return -1;
      }
      for (int i = 0; i < n; i++) {
        byte c = b[p + i];
        name[length++] =
            c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c > 32 && c < 127 ? c : (byte) '?';
      }
      name[length++] = '.';
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
