package io.coldcase.fact;

import io.coldcase.capture.Flow;
import io.coldcase.capture.TcpSide;
import io.coldcase.capture.TcpStream;
import io.coldcase.diag.SourceRef;
import io.coldcase.fact.Captures.Capture;
import io.coldcase.fact.Captures.Role;
import io.coldcase.finding.Subject;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one node sent to another over the network between them, and how much of it arrived, from
 * captures on both uplinks at the same time that lost no packets themselves. Only flows that lie
 * wholly within both captures count.
 *
 * @param from sending node, {@code to} receiving node
 * @param path both node names as {@link Subject#path} writes them
 * @param protocol tcp, udp, icmp, ...
 * @param port server port of the flows: 8472 for flannel's VXLAN, 0 without ports
 * @param answers the packets are those of the server, from that port
 * @param lostFlows flows of which nothing arrived
 * @param packetsArrived as sent and arrived packets cannot be compared one by one where segments
 *     are joined and cut on the way (offloads), only 0 means something
 * @param otherArrived packets of other kinds from the one to the other that arrived
 */
public record UnderlayTraffic(
    String from,
    String to,
    String path,
    String protocol,
    int port,
    boolean answers,
    int flows,
    int lostFlows,
    long packetsSent,
    long packetsArrived,
    long otherArrived,
    SourceRef sentAt,
    SourceRef arrivedAt) {

  /** Nothing of this kind arrives though it was sent more than once, and other packets do. */
  public boolean blocked() {
    return packetsArrived == 0 && packetsSent >= 5 && flows >= 2 && otherArrived >= 5;
  }

  /** It carries pod traffic: VXLAN, Geneve, IPIP or WireGuard. */
  public boolean overlay() {
    return tunnel(protocol, port);
  }

  /**
   * How well packets pass between two nodes whatever they carry, both directions together.
   *
   * @param first one of the nodes, {@code second} the other
   * @param sent what was sent: packets, for TCP its connections' beginnings and every 1400 bytes
   * @param lost how much of it did not arrive
   * @param small of {@code sent} what went in flows and directions of small packets only; {@code
   *     smallLost} how much of that did not arrive
   * @param lossyFlows such flows that lost something
   * @param connections TCP connections whose handshake both ends saw
   * @param roundTripMillis median round trip between the uplinks, from those; {@code worstMillis}
   *     their longest
   * @param at a packet that counts, with the numbers
   */
  public record PathPackets(
      Subject subject,
      String path,
      String first,
      String second,
      long sent,
      long lost,
      long small,
      long smallLost,
      int lossyFlows,
      int connections,
      double roundTripMillis,
      double worstMillis,
      SourceRef lostAt,
      SourceRef slowAt) {
    /** Packets are lost here and there, small ones too: neither a few nor all of one kind. */
    public boolean lossy() {
      return small >= 50 && smallLost >= 4 && lossyFlows >= 3 && smallLost * 50 > small;
    }

    /** Round trips on a network between nodes take that long on bad ones only. */
    public boolean slow() {
      return connections >= 5 && roundTripMillis > 100;
    }
  }

  private static final int SEGMENT = 1400;

  /** Payload of an IP packet that fits every path, bytes (RFC 791: 576 with headers). */
  private static final int SMALL = 556;

  static void derive(Captures captures, Consumer<Object> facts) {
    List<Capture> uplinks =
        captures.all().stream().filter(c -> c.role() == Role.UPLINK && !c.lossy()).toList();
    for (int i = 0; i < uplinks.size(); i++) {
      for (int j = i + 1; j < uplinks.size(); j++) {
        Path path = new Path(uplinks.get(i), uplinks.get(j));
        path.direction(uplinks.get(i), uplinks.get(j), facts);
        path.direction(uplinks.get(j), uplinks.get(i), facts);
        facts.accept(path.fact());
      }
    }
  }

  /** Adds up one class of traffic in one direction. */
  private static final class Sum {
    int flows;
    int lost;
    long sent;
    long arrived;
    @Nullable SourceRef at;
  }

  private record Traffic(String protocol, int port, boolean answers) {}

  /** Two nodes while their flows are compared. */
  private static final class Path {
    private final Capture first;
    private final Capture second;
    private final List<Long> roundTrips = new ArrayList<>();
    private long sent;
    private long lost;
    private long small;
    private long smallLost;
    private int lossyFlows;
    private SourceRef lostAt = SourceRef.of("");
    private SourceRef slowAt = SourceRef.of("");
    private long worst = -1;

    Path(Capture first, Capture second) {
      this.first = first;
      this.second = second;
    }

    void direction(Capture a, Capture b, Consumer<Object> facts) {
      Map<String, Flow> seen = new HashMap<>();
      for (Flow f : b.summary().flows()) {
        seen.put(key(f, false), f);
        seen.put(key(f, true), f);
      }
      List<Ip> own = a.node().object().map(o -> o.internalIps()).orElse(List.of());
      List<Ip> peers = b.node().object().map(o -> o.internalIps()).orElse(List.of());
      Map<Traffic, Sum> sums = new LinkedHashMap<>();
      long arrivedAll = 0;
      for (Flow f : a.summary().flows()) {
        if (!a.covers(f.firstNanos())
            || !b.covers(f.firstNanos())
            || !a.covers(f.lastNanos())
            || !b.covers(f.lastNanos())) {
          continue;
        }
        Flow there = seen.get(key(f, false));
        if (f.depth() > 0) {
          inner(a, f, there);
          continue;
        }
        for (int d = 0; d < 2; d++) {
          Ip source = d == 0 ? f.source() : f.target();
          Ip target = d == 0 ? f.target() : f.source();
          if (f.packets(d) > 0 && own.contains(source) && peers.contains(target)) {
            arrivedAll += add(sums.computeIfAbsent(traffic(f, d), k -> new Sum()), a, f, d, there);
            if (!tunnel(f)) {
              compare(a, f, d, there);
            }
          }
        }
        roundTrip(a, f, there);
      }
      long all = arrivedAll;
      sums.forEach((t, s) -> facts.accept(of(a, b, t, s, all)));
    }

    /** A flow inside a tunnel: it left {@code a} in the direction that {@code b} saw as well. */
    private void inner(Capture a, Flow f, @Nullable Flow there) {
      if (there == null || a != first) {
        return; // both directions are looked at once; what never arrived may have gone elsewhere
      }
      roundTrip(a, f, there);
      for (int d = 0; d < 2; d++) {
        long here = units(f, d);
        long other = units(there, sameWay(f, there, d));
        count(a, f, d, Math.max(here, other), Math.abs(here - other));
      }
    }

    private void compare(Capture a, Flow f, int d, @Nullable Flow there) {
      if (there != null) {
        long here = units(f, d);
        count(a, f, d, here, Math.max(0, here - units(there, sameWay(f, there, d))));
      }
    }

    private void count(Capture a, Flow f, int d, long units, long missing) {
      sent += units;
      lost += missing;
      if (f.largest(d) > SMALL) {
        return;
      }
      small += units;
      smallLost += missing;
      if (missing > 0) {
        lossyFlows++;
        if (lostAt.artifact().isEmpty()) {
          lostAt = a.at(f);
        }
      }
    }

    /** Round trip of the handshake between both uplinks: no clocks are compared. */
    private void roundTrip(Capture a, Flow f, @Nullable Flow there) {
      if (a != first || there == null || f.tcp().isEmpty() || there.tcp().isEmpty()) {
        return;
      }
      TcpStream x = f.tcp().get();
      TcpStream y = there.tcp().get();
      boolean same = x.initialSequence() >= 0 && x.initialSequence() == y.initialSequence();
      boolean once = x.side(x.initialSide()).syns() == 1 && x.side(1 - x.initialSide()).syns() == 1;
      if (same && once && x.synAckNanos() > 0 && y.synAckNanos() > 0) {
        long took = Math.abs(x.synAckNanos() - x.synNanos() - (y.synAckNanos() - y.synNanos()));
        roundTrips.add(took);
        if (took > worst) {
          worst = took;
          slowAt = a.at(f);
        }
      }
    }

    PathPackets fact() {
      roundTrips.sort(null);
      double middle = roundTrips.isEmpty() ? -1 : roundTrips.get(roundTrips.size() / 2) / 1e6;
      Subject path = Subject.path(first.node().name(), second.node().name());
      return new PathPackets(
          path,
          path.name(),
          first.node().name(),
          second.node().name(),
          sent,
          lost,
          small,
          smallLost,
          lossyFlows,
          roundTrips.size(),
          middle,
          Math.max(0, worst) / 1e6,
          lostAt,
          slowAt);
    }
  }

  private static boolean tunnel(Flow f) {
    return tunnel(f.protocol().toString(), port(f));
  }

  private static boolean tunnel(String protocol, int port) {
    return protocol.equals("udp")
            && (port == 8472 || port == 4789 || port == 6081 || port == 51820 || port == 51821)
        || protocol.equals("ipip");
  }

  /** What a direction carried, counted so that offloads on both ends do not change it. */
  private static long units(Flow f, int d) {
    if (f.tcp().isEmpty()) {
      return f.packets(d);
    }
    TcpSide s = f.tcp().get().side(d);
    return s.syns() + (s.payloadBytes() + SEGMENT - 1) / SEGMENT;
  }

  private static int sameWay(Flow f, Flow there, int d) {
    boolean same = there.source().equals(f.source()) && there.sourcePort() == f.sourcePort();
    return same ? d : 1 - d;
  }

  /** Adds one direction of a flow; how many of its packets arrived. */
  private static long add(Sum s, Capture a, Flow f, int d, @Nullable Flow there) {
    long got = there == null ? 0 : there.packets(sameWay(f, there, d));
    s.flows++;
    s.sent += f.packets(d);
    s.arrived += Math.min(got, f.packets(d));
    if (got == 0) {
      s.lost++;
    }
    if (s.at == null || got == 0 && s.lost == 1) {
      s.at = a.at(f);
    }
    return got;
  }

  private static UnderlayTraffic of(Capture a, Capture b, Traffic t, Sum s, long arrivedAll) {
    String arrived = s.arrived + " of " + s.sent + " such packets are in this capture";
    return new UnderlayTraffic(
        a.node().name(),
        b.node().name(),
        Subject.path(a.node().name(), b.node().name()).name(),
        t.protocol(),
        t.port(),
        t.answers(),
        s.flows,
        s.lost,
        s.sent,
        s.arrived,
        arrivedAll - s.arrived,
        Optional.ofNullable(s.at).orElse(SourceRef.of(a.artifact())),
        SourceRef.line(b.artifact(), 0, arrived));
  }

  private static String key(Flow f, boolean reversed) {
    String a = f.source() + " " + f.sourcePort();
    String b = f.target() + " " + f.targetPort();
    return f.depth() + " " + f.protocol() + " " + (reversed ? b + " " + a : a + " " + b);
  }

  /**
   * The server's port names the traffic: where the SYN went to, the port of a tunnel, else the
   * lower one.
   */
  private static Traffic traffic(Flow f, int d) {
    int to = d == 0 ? f.targetPort() : f.sourcePort();
    return new Traffic(f.protocol().toString(), port(f), !f.icmp() && to != port(f));
  }

  private static int port(Flow f) {
    if (f.icmp()) {
      return 0;
    }
    Optional<TcpStream> t = f.tcp().filter(TcpStream::synSeen);
    if (t.isPresent()) {
      return t.get().initialSide() == 0 ? f.targetPort() : f.sourcePort();
    }
    return Math.min(f.sourcePort(), f.targetPort());
  }
}
