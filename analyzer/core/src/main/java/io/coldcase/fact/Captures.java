package io.coldcase.fact;

import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.Flow;
import io.coldcase.capture.FlowPath;
import io.coldcase.capture.PathJoin;
import io.coldcase.capture.Point;
import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.CaptureLog;
import io.coldcase.model.host.Iface;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The captures of a case with packets in them, and the part that each device plays. */
final class Captures {
  /** Flows this close to either end of a capture may have been cut by it. */
  static final long MARGIN_NANOS = 1_000_000_000L;

  /** What a device is for. */
  enum Role {
    /** Holds the node's InternalIP. */
    UPLINK,
    /** Puts pod traffic into tunnels. */
    TUNNEL,
    /** Has pods as ports. */
    BRIDGE,
    OTHER
  }

  /**
   * A capture of one device of one node.
   *
   * @param lossy so many packets were dropped by the capture itself that absence from it says
   *     nothing
   */
  record Capture(
      Node node, String device, Role role, CaptureSummary summary, String artifact, boolean lossy) {
    Point point() {
      return new Point(node.name(), device);
    }

    /** A packet as evidence: its number is the line. */
    SourceRef packet(long number, String text) {
      int line = (int) Math.min(Integer.MAX_VALUE, number);
      return SourceRef.line(artifact, line, "packet " + number + ": " + text);
    }

    SourceRef at(Flow f) {
      return packet(f.firstPacket(), f.toString());
    }

    /** True when {@code nanos} lies well within what was captured. */
    boolean covers(long nanos) {
      return nanos > summary.firstNanos() + MARGIN_NANOS
          && nanos < summary.lastNanos() - MARGIN_NANOS;
    }
  }

  private final Cluster cluster;
  private final List<Capture> all = new ArrayList<>();
  private final Map<Point, Capture> byPoint = new HashMap<>();

  /** Those of the case, made once. */
  static Captures of(Cluster cluster) {
    return cluster.derived(Captures.class, Captures::new);
  }

  Captures(Cluster cluster) {
    this.cluster = cluster;
    for (Node n : cluster.nodes()) {
      for (Map.Entry<String, Store.Entry<CaptureSummary>> e :
          n.store().entries(Kinds.PCAP).entrySet()) {
        CaptureSummary s = e.getValue().value();
        if (s.packets() > 0) {
          Capture c =
              new Capture(
                  n,
                  e.getKey(),
                  role(n, e.getKey()),
                  s,
                  e.getValue().artifact().path(),
                  lossy(n, e.getKey(), s));
          all.add(c);
          byPoint.put(c.point(), c);
        }
      }
    }
  }

  private static boolean lossy(Node n, String device, CaptureSummary s) {
    long dropped = s.interfaces().stream().mapToLong(i -> Math.max(0, i.dropped())).sum();
    return new CaptureLog(s.packets(), 0, dropped, SourceRef.of("")).lossy()
        || Optional.ofNullable(n.store().entries(Kinds.PCAP_LOG).get(device))
            .filter(e -> e.value().lossy())
            .isPresent();
  }

  /** True when a capture of {@code node} lost too many packets itself. */
  boolean lossy(String node) {
    return all.stream().anyMatch(c -> c.lossy() && c.node().name().equals(node));
  }

  private static Role role(Node n, String device) {
    HostLinks links = HostLinks.of(n);
    if (links.uplink().map(Iface::name).filter(device::equals).isPresent()) {
      return Role.UPLINK;
    }
    if (links.tunnels().stream().anyMatch(i -> i.name().equals(device))) {
      return Role.TUNNEL;
    }
    boolean bridge = links.podBridges().stream().anyMatch(i -> i.name().equals(device));
    return bridge ? Role.BRIDGE : Role.OTHER;
  }

  Cluster cluster() {
    return cluster;
  }

  List<Capture> all() {
    return all;
  }

  Capture at(Point p) {
    return byPoint.get(p);
  }

  Optional<Capture> uplink(String node) {
    return all.stream()
        .filter(c -> c.role() == Role.UPLINK && c.node().name().equals(node))
        .findFirst();
  }

  private record Joined(List<FlowPath> paths) {}

  /** The flows of all captures, joined along their ways. */
  List<FlowPath> paths() {
    return cluster
        .derived(
            Joined.class,
            c ->
                new Joined(
                    PathJoin.join(
                        all.stream()
                            .map(x -> new PathJoin.Input(x.point(), x.summary()))
                            .toList())))
        .paths();
  }

  /** The node that has the address, or whose pod has it; empty for others. */
  String nodeOf(Ip ip) {
    return cluster
        .nodeByIp(ip)
        .map(Node::name)
        .or(() -> cluster.podByIp(ip).map(p -> p.nodeName()))
        .orElse("");
  }
}
