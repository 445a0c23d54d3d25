package io.coldcase.fact;

import io.coldcase.capture.FlowPath;
import io.coldcase.capture.Point;
import io.coldcase.fact.Captures.Capture;
import io.coldcase.fact.Captures.Role;
import io.coldcase.finding.Evidence;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Connections that were never answered, grouped by the last place where their SYN was seen. Not
 * where a capture of that node, or of the one that it was for, lost packets itself.
 *
 * @param node node of the last place, {@code device} its device
 * @param stage what that place means:
 *     <ul>
 *       <li>forward: they came into the node or from its pods, and went no further on it
 *       <li>tunnel-in: they arrived on the uplink inside a tunnel, and not on the tunnel device
 *       <li>tunnel-out: they went into the tunnel device, and did not leave by the uplink
 *       <li>bare: they left by the uplink outside of the tunnel that leads to their pod
 *       <li>between: they left by the uplink for another node, where they did not arrive
 *       <li>outside: they left by the uplink for somewhere outside of the cluster
 *       <li>pod: they arrived at the bridge of their pod
 *       <li>host: they arrived at the node that they were for
 *     </ul>
 *
 * @param peer node of the target where there is one, else empty
 * @param target address that they were for as last seen, {@code port} its port
 * @param backendReady the target is a pod that is ready
 * @param connections how many, {@code syns} with how many SYNs
 * @param evidence one packet each, three at most
 */
public record Vanished(
    String node,
    String device,
    String stage,
    String peer,
    String target,
    int port,
    boolean backendReady,
    int connections,
    int syns,
    List<Evidence> evidence) {
  private static final int MAX_EVIDENCE = 3;

  public Vanished {
    evidence = List.copyOf(evidence);
  }

  private record Place(Point last, String stage, String peer, String target, int port) {}

  static void derive(Captures captures, List<FlowPath> paths, Consumer<Object> facts) {
    // a quiet device has its first packet late and its last one early: the node's busiest counts
    Map<String, long[]> windows = new LinkedHashMap<>();
    for (Capture c : captures.all()) {
      long[] w =
          windows.computeIfAbsent(
              c.node().name(), k -> new long[] {Long.MAX_VALUE, Long.MIN_VALUE});
      w[0] = Math.min(w[0], c.summary().firstNanos());
      w[1] = Math.max(w[1], c.summary().lastNanos());
    }
    long from = windows.values().stream().mapToLong(w -> w[0]).max().orElse(0);
    long to = windows.values().stream().mapToLong(w -> w[1]).min().orElse(0);
    Map<Place, List<FlowPath>> groups = new LinkedHashMap<>();
    for (FlowPath p : paths) {
      if (p.dns()) {
        continue;
      }
      long syn = p.sightings().get(0).nanos();
      boolean whole = syn > from + Captures.MARGIN_NANOS && syn < to - 3 * Captures.MARGIN_NANOS;
      boolean lost = !p.answered() && !p.refused() && p.answerFrom().isEmpty();
      if (whole && lost && p.sightings().stream().allMatch(s -> s.icmpErrors() == 0)) {
        Place place = place(captures, p);
        if (!captures.lossy(place.last().node()) && !captures.lossy(place.peer())) {
          groups.computeIfAbsent(place, k -> new ArrayList<>()).add(p);
        }
      }
    }
    groups.forEach((k, same) -> facts.accept(fact(captures, k, same)));
  }

  private static Vanished fact(Captures captures, Place k, List<FlowPath> same) {
    List<Evidence> evidence = new ArrayList<>();
    int syns = 0;
    for (FlowPath p : same) {
      FlowPath.Sighting s = p.sightings().get(p.sightings().size() - 1);
      syns += s.sent();
      if (evidence.size() < MAX_EVIDENCE) {
        evidence.add(
            new Evidence(
                captures
                    .at(s.point())
                    .packet(s.packet(), "SYN " + s.addresses() + ", sent " + times(s.sent())),
                words(k)));
      }
    }
    boolean ready =
        Ip.tryParse(k.target()).flatMap(captures.cluster()::podByIp).map(Pod::ready).orElse(false);
    return new Vanished(
        k.last().node(),
        k.last().device(),
        k.stage(),
        k.peer(),
        k.target(),
        k.port(),
        ready,
        same.size(),
        syns,
        evidence);
  }

  private static String times(int n) {
    return n == 1 ? "once" : n + " times";
  }

  private static String words(Place k) {
    String at = k.last().device() + " of " + k.last().node();
    return switch (k.stage()) {
      case "forward" -> "seen at " + at + " and no further: the node does not forward it";
      case "tunnel-in" -> "arrives at " + at + " inside the tunnel and never comes out of it";
      case "tunnel-out" -> "goes into " + at + " and never leaves the node";
      case "bare" -> "leaves by " + at + " outside of the tunnel to its pod";
      case "between" -> "leaves " + k.last().node() + " and never arrives at " + k.peer();
      case "outside" -> "leaves the cluster by " + at + " and is not answered";
      case "pod" -> "reaches " + at + ", the bridge of its pod, and is not answered";
      default -> "reaches " + k.last().node() + " and is not answered";
    };
  }

  private static Place place(Captures captures, FlowPath p) {
    FlowPath.Sighting last = p.sightings().get(p.sightings().size() - 1);
    String node = last.point().node();
    String peer = captures.nodeOf(p.backend());
    return new Place(
        last.point(),
        stage(captures, p, last, node, peer),
        peer.equals(node) ? "" : peer,
        p.backend().toString(),
        p.backendPort());
  }

  private static String stage(
      Captures captures, FlowPath p, FlowPath.Sighting last, String node, String peer) {
    Role role = captures.at(last.point()).role();
    boolean arrived = p.sightings().stream().anyMatch(s -> !s.point().node().equals(node));
    boolean forHost =
        captures.cluster().nodeByIp(p.backend()).map(n -> n.name().equals(node)).orElse(false);
    if (forHost) {
      return "host";
    }
    if (role == Role.BRIDGE || role == Role.OTHER) {
      return peer.equals(node) ? "pod" : "forward";
    }
    if (role == Role.TUNNEL) {
      return arrived ? "forward" : "tunnel-out";
    }
    if (arrived) {
      return last.depth() > 0 ? "tunnel-in" : "forward";
    }
    if (peer.isEmpty()) {
      return "outside";
    }
    boolean pod = captures.cluster().podByIp(p.backend()).isPresent();
    boolean tunnels = !HostLinks.of(captures.at(last.point()).node()).tunnels().isEmpty();
    if (pod && last.depth() == 0 && tunnels && !peer.equals(node)) {
      return "bare";
    }
    boolean watched = captures.uplink(peer).map(c -> c.covers(last.nanos())).orElse(false);
    return watched ? "between" : "outside";
  }
}
