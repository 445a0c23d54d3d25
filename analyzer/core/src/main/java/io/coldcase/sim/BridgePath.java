package io.coldcase.sim;

import io.coldcase.model.Kinds;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.BridgePorts;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Route;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.sim.Netfilter.Branch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Frames on the bridges that pods hang on, and what br_netfilter does with them: where
 * bridge-nf-call-iptables is 1, PREROUTING sees them at the port they come in by, and a destination
 * that is translated to a station on the same bridge is bridged there, not routed
 * (br_nf_pre_routing_finish): its TTL stays, and back out of the same port it needs hairpin mode.
 */
final class BridgePath {
  private final Network net;
  private final Paths paths;

  BridgePath(Network net, Paths paths) {
    this.net = net;
    this.paths = paths;
  }

  /** The bridge whose network the pod's address is in. */
  static String of(HostNet h, Pod pod) {
    for (Iface i : h.ifaces()) {
      if (i.kind().equals("bridge") && pod.ips().stream().anyMatch(ip -> covers(i, ip))) {
        return i.name();
      }
    }
    return "";
  }

  static boolean covers(Iface i, Ip ip) {
    return i.addresses().stream().anyMatch(a -> a.ip().v6() == ip.v6() && a.network().contains(ip));
  }

  static boolean onLink(HostNet h, String dev, Ip dst) {
    return h.iface(dev).filter(i -> i.kind().equals("bridge") && covers(i, dst)).isPresent();
  }

  /**
   * A frame of a pod comes in by a port of bridge {@code dev}.
   *
   * @param station true when it is for another station on the bridge, not for the host
   */
  List<Fate> entered(
      HostNet h, String dev, String portIn, Packet p, boolean station, Progress before) {
    Progress at = before.hop();
    Optional<List<Fate>> refused = paths.hosts().refused(h, Hook.INGRESS, portIn, p, at);
    if (refused.isPresent()) {
      return refused.get();
    }
    if (!filtered(h, p)) {
      return station
          ? toStation(h, dev, "", p.dst(), State.arriving(p, dev, ""), false, at)
          : paths.hosts().receive(h, dev, p, before);
    }
    if (at.hops() > HostPath.MAX_HOPS) {
      return Fate.end(Verdict.LOOP, "goes round in a circle", h.name(), p, at);
    }
    State s = at.track(h.name(), State.arriving(p, dev, portIn));
    List<Fate> out = new ArrayList<>();
    for (Branch b : paths.hosts().run(h, Hook.PREROUTING, s, at)) {
      Progress q = at.after(h.name(), b);
      if (!b.alive()) {
        out.addAll(HostPath.stopped(h, b, q));
        continue;
      }
      Packet now = b.state().packet();
      if (now.dst().equals(p.dst())) {
        out.addAll(
            station
                ? toStation(h, dev, portIn, now.dst(), b.state(), true, q)
                : paths.hosts().routed(h, b.state(), q));
        continue;
      }
      Optional<Route> route =
          h.route(now.src(), now.dst(), now, b.state().mark(), dev).route().filter(HostPath::leads);
      boolean back =
          route.filter(r -> r.type().equals("unicast") && r.dev().equals(dev)).isPresent();
      out.addAll(
          back
                  && HostPath.forwardingOff(h, now, dev).isEmpty()
                  && paths.hosts().martian(h, b.state(), route.get(), q).isEmpty()
              ? toStation(h, dev, portIn, route.get().via().orElse(now.dst()), b.state(), true, q)
              : paths.hosts().routed(h, b.state(), q));
    }
    return out;
  }

  /** True when packet filters see the frames of bridges. */
  private static boolean filtered(HostNet h, Packet p) {
    String key = p.src().v6() ? "ip6tables" : "iptables";
    return h.sysctl("net.bridge.bridge-nf-call-" + key).orElse(0) != 0;
  }

  private List<Fate> toStation(
      HostNet h, String dev, String portIn, Ip station, State s, boolean filtered, Progress at) {
    Optional<Pod> target =
        net.cluster().podByIp(station).filter(t -> t.nodeName().equals(h.name()));
    if (target.isEmpty()) {
      return nobody(h, dev, station, s.packet(), at);
    }
    String portOut = net.pods().port(h, target.get()).map(Iface::name).orElse("");
    Optional<Step> off =
        net.pods().unplugged(h, dev, target.get()).or(() -> hairpin(h, portIn, portOut));
    if (off.isPresent()) {
      return Fate.end(Verdict.DROPPED, off.get().text(), h.name(), s.packet(), at.step(off.get()));
    }
    Step carries =
        Step.of(
            h.name(), Step.Kind.BRIDGE, "bridge " + dev + " carries it to " + target.get().key());
    if (!filtered) {
      return paths.pods().enterPod(target.get(), s.packet(), at.step(carries));
    }
    List<Fate> out = new ArrayList<>();
    for (Branch c : paths.hosts().run(h, Hook.FORWARD, s.toward(dev, portOut), at.step(carries))) {
      Progress q = at.after(h.name(), c);
      if (!c.alive()) {
        out.addAll(HostPath.stopped(h, c, q));
        continue;
      }
      for (Branch d : paths.hosts().run(h, Hook.POSTROUTING, c.state(), q)) {
        Progress r = q.after(h.name(), d);
        out.addAll(
            d.alive()
                ? paths.pods().enterPod(target.get(), d.state().packet(), r)
                : HostPath.stopped(h, d, r));
      }
    }
    return out;
  }

  /** Why a frame does not leave by the port that it came in by, if it should and cannot. */
  private static Optional<Step> hairpin(HostNet h, String in, String out) {
    if (in.isEmpty() || !in.equals(out)) {
      return Optional.empty();
    }
    return h.node().get(Kinds.BRIDGE_LINK).map(BridgePorts::list).orElse(List.of()).stream()
        .filter(p -> p.dev().equals(in) && p.options().getOrDefault("hairpin", "on").equals("off"))
        .findFirst()
        .map(
            p ->
                Step.of(
                    h.name(), Step.Kind.BRIDGE, "hairpin mode of port " + in + " is off", p.at()));
  }

  /** No pod of the API dump has the address; the neighbour table may know more than the dump. */
  List<Fate> nobody(HostNet h, String dev, Ip ip, Packet p, Progress at) {
    boolean sure =
        net.cluster().complete(Kinds.PODS)
            && h.neighbour(ip, dev).filter(n -> !n.mac().isEmpty()).isEmpty();
    Step s =
        Step.of(
            h.name(),
            sure ? Step.Kind.BRIDGE : Step.Kind.UNKNOWN,
            (sure ? "nobody on " : "no pod that the API knows on ") + dev + " has address " + ip);
    return Fate.end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
  }
}
