package io.coldcase.fact;

import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.Flow;
import io.coldcase.capture.FlowPath;
import io.coldcase.capture.PathJoin;
import io.coldcase.capture.Point;
import io.coldcase.capture.TcpStream;
import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.Iface;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Facts from packet captures: what the network between the nodes carried and lost, and where
 * connections vanished.
 */
final class CaptureFacts {
  /** Flows this close to either end of a capture may have been cut by it. */
  private static final long MARGIN_NANOS = 1_000_000_000L;

  private final Cluster cluster;
  private final List<Capture> captures = new ArrayList<>();

  private record Capture(Node node, String device, CaptureSummary summary, String artifact) {
    SourceRef at(Flow f) {
      return SourceRef.line(artifact, 0, "packet " + f.firstPacket() + ": " + f);
    }
  }

  private CaptureFacts(Cluster cluster) {
    this.cluster = cluster;
    for (Node n : cluster.nodes()) {
      for (Map.Entry<String, Store.Entry<CaptureSummary>> e :
          n.store().entries(Kinds.PCAP).entrySet()) {
        if (e.getValue().value().packets() > 0) {
          captures.add(
              new Capture(n, e.getKey(), e.getValue().value(), e.getValue().artifact().path()));
        }
      }
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    CaptureFacts c = new CaptureFacts(cluster);
    c.underlay(facts);
    c.lost(facts);
  }

  private void underlay(Consumer<Object> facts) {
    for (Capture a : captures) {
      for (Capture b : captures) {
        if (a.node() != b.node() && uplink(a) && uplink(b)) {
          between(a, b, facts);
        }
      }
    }
  }

  /** True for the device that holds the node's InternalIP. */
  private static boolean uplink(Capture c) {
    List<Ip> own = c.node().object().map(o -> o.internalIps()).orElse(List.of());
    Optional<Iface> i =
        c.node().get(Kinds.IP_ADDR).flatMap(s -> s.last()).flatMap(l -> l.named(c.device()));
    return i.isPresent() && own.stream().anyMatch(i.get()::has);
  }

  /** Adds up one class of traffic in one direction. */
  private static final class Sum {
    int flows;
    int lost;
    long sent;
    long arrived;
    int largestSent;
    int largestArrived;
    String example = "";
    SourceRef at = SourceRef.of("");
  }

  private record Traffic(String protocol, int port) {}

  private void between(Capture a, Capture b, Consumer<Object> facts) {
    long from = Math.max(a.summary().firstNanos(), b.summary().firstNanos()) + MARGIN_NANOS;
    long to = Math.min(a.summary().lastNanos(), b.summary().lastNanos()) - MARGIN_NANOS;
    Map<String, Flow> seenByB = new HashMap<>();
    for (Flow f : b.summary().flows()) {
      if (f.depth() == 0) {
        seenByB.put(key(f, false), f);
        seenByB.put(key(f, true), f);
      }
    }
    List<Ip> own = a.node().object().map(o -> o.internalIps()).orElse(List.of());
    List<Ip> peers = b.node().object().map(o -> o.internalIps()).orElse(List.of());
    Map<Traffic, Sum> sums = new LinkedHashMap<>();
    for (Flow f : a.summary().flows()) {
      if (f.depth() != 0 || f.firstNanos() < from || f.lastNanos() > to) {
        continue;
      }
      for (int d = 0; d < 2; d++) {
        Ip source = d == 0 ? f.source() : f.target();
        Ip target = d == 0 ? f.target() : f.source();
        if (f.packets(d) > 0 && own.contains(source) && peers.contains(target)) {
          Flow arrived = seenByB.get(key(f, d == 1));
          add(sums.computeIfAbsent(traffic(f), k -> new Sum()), a, f, d, arrived);
        }
      }
    }
    sums.forEach((t, s) -> facts.accept(fact(a, b, t, s)));
  }

  private static void add(
      Sum s, Capture a, Flow f, int direction, @org.jspecify.annotations.Nullable Flow arrived) {
    int there =
        arrived == null
            ? 0
            : arrived.source().equals(f.source()) && arrived.sourcePort() == f.sourcePort()
                ? direction
                : 1 - direction;
    long got = arrived == null ? 0 : arrived.packets(there);
    s.flows++;
    s.sent += f.packets(direction);
    s.arrived += Math.min(got, f.packets(direction));
    s.largestSent = Math.max(s.largestSent, f.largest(direction));
    s.largestArrived = Math.max(s.largestArrived, arrived == null ? 0 : arrived.largest(there));
    if (got == 0) {
      s.lost++;
      if (s.example.isEmpty()) {
        s.example = f.toString();
        s.at = a.at(f);
      }
    }
    if (s.at.text().isEmpty()) {
      s.at = a.at(f);
    }
  }

  private UnderlayTraffic fact(Capture a, Capture b, Traffic t, Sum s) {
    return new UnderlayTraffic(
        a.node().name(),
        b.node().name(),
        Subject.path(a.node().name(), b.node().name()).name(),
        t.protocol(),
        t.port(),
        s.flows,
        s.lost,
        s.sent,
        s.arrived,
        s.largestSent,
        s.largestArrived,
        s.arrived > 0 && s.largestArrived < s.largestSent,
        s.example,
        s.at,
        SourceRef.line(
            b.artifact(),
            0,
            s.arrived
                + " of "
                + s.sent
                + " packets arrived, the largest of "
                + s.largestArrived
                + " bytes"));
  }

  private static String key(Flow f, boolean reversed) {
    return reversed
        ? f.protocol()
            + " "
            + f.target()
            + " "
            + f.targetPort()
            + " "
            + f.source()
            + " "
            + f.sourcePort()
        : f.protocol()
            + " "
            + f.source()
            + " "
            + f.sourcePort()
            + " "
            + f.target()
            + " "
            + f.targetPort();
  }

  /**
   * The server's port names the traffic: where the SYN went to, the port of a tunnel, else the
   * lower one.
   */
  private static Traffic traffic(Flow f) {
    int port = Math.min(f.sourcePort(), f.targetPort());
    Optional<TcpStream> t = f.tcp().filter(TcpStream::synSeen);
    if (t.isPresent()) {
      port = t.get().initialSide() == 0 ? f.targetPort() : f.sourcePort();
    }
    return new Traffic(f.protocol().toString(), port);
  }

  private record Place(
      String clientNode,
      Point last,
      String target,
      int targetPort,
      String backend,
      int backendPort,
      boolean answered) {}

  private void lost(Consumer<Object> facts) {
    List<PathJoin.Input> inputs = new ArrayList<>();
    Map<Point, Capture> byPoint = new HashMap<>();
    long from = Long.MIN_VALUE;
    long to = Long.MAX_VALUE;
    for (Capture c : captures) {
      Point p = new Point(c.node().name(), c.device());
      inputs.add(new PathJoin.Input(p, c.summary()));
      byPoint.put(p, c);
      from = Math.max(from, c.summary().firstNanos());
      to = Math.min(to, c.summary().lastNanos());
    }
    Map<Place, List<FlowPath>> groups = new LinkedHashMap<>();
    for (FlowPath p : PathJoin.join(inputs)) {
      long syn = p.sightings().get(0).synNanos();
      boolean whole = syn > from + MARGIN_NANOS && syn < to - 3 * MARGIN_NANOS;
      if (whole && !p.answered() && !p.refused() && icmpErrors(p) == 0) {
        groups.computeIfAbsent(place(p), k -> new ArrayList<>()).add(p);
      }
    }
    groups.forEach(
        (k, paths) -> {
          FlowPath first = paths.get(0);
          FlowPath.Sighting s = first.sightings().get(first.sightings().size() - 1);
          facts.accept(
              new LostConnection(
                  k.clientNode(),
                  k.last().node(),
                  k.last().device(),
                  k.target(),
                  k.targetPort(),
                  k.backend(),
                  k.backendPort(),
                  paths.size(),
                  k.answered(),
                  first.sightings().stream()
                      .map(x -> x.point().toString())
                      .collect(Collectors.joining(", ")),
                  SourceRef.line(
                      byPoint.get(s.point()).artifact(),
                      0,
                      "packet "
                          + s.packet()
                          + ": SYN "
                          + s.flow()
                          + ", sent "
                          + s.syns()
                          + " times")));
        });
  }

  private static int icmpErrors(FlowPath p) {
    return p.sightings().stream().mapToInt(s -> s.flow().icmpErrors()).sum();
  }

  private static Place place(FlowPath p) {
    boolean answered = p.sightings().stream().anyMatch(s -> s.answerNanos() >= 0);
    Point last = p.lastSeen();
    if (answered) {
      for (FlowPath.Sighting s : p.sightings()) {
        if (s.answerNanos() >= 0) {
          last = s.point();
          break;
        }
      }
    }
    return new Place(
        p.sightings().get(0).point().node(),
        last,
        p.target().toString(),
        p.targetPort(),
        p.backend().toString(),
        p.backendPort(),
        answered);
  }
}
