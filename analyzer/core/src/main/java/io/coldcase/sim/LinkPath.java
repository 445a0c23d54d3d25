package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.FdbEntry;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;
import java.util.Optional;

/** Packets that leave a host by a device: to pods, to other hosts, into tunnels and out. */
final class LinkPath {
  private final Network net;
  private final Paths paths;

  LinkPath(Network net, Paths paths) {
    this.net = net;
    this.paths = paths;
  }

  List<Fate> transmit(HostNet h, String dev, Ip next, State sent, Progress at) {
    Packet p = sent.packet();
    Optional<Iface> iface = h.iface(dev);
    if (iface.isPresent() && !iface.get().up()) {
      Step s = Step.of(h.name(), Step.Kind.KERNEL, dev + " is down", iface.get().at());
      return Fate.end(Verdict.DROPPED, s.text(), h.name(), p, at.step(s));
    }
    Optional<Step> big = Mtu.exceeded(h.name(), dev, iface, p);
    if (big.isPresent() && p.dontFragment()) {
      return Fate.end(Verdict.TOO_BIG, big.get().text(), h.name(), p, at.step(big.get()));
    }
    Optional<List<Fate>> refused = paths.hosts().refused(h, Hook.EGRESS, dev, p, at);
    if (refused.isPresent()) {
      return refused.get();
    }
    String kind = iface.map(Iface::kind).orElse("");
    switch (kind) {
      case "vxlan" -> {
        return vxlan(h, iface.get(), next, sent, at);
      }
      case "ipip", "tunnel" -> {
        return encapsulate(h, iface.get(), Protocol.IPIP, next, "", sent, at);
      }
      case "wireguard", "tun", "gre", "geneve", "ip6tnl", "sit" -> {
        Step s =
            Step.of(h.name(), Step.Kind.UNKNOWN, "tunnels of kind " + kind + " are not modelled");
        return Fate.end(Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
      }
      default -> {
        return link(h, dev, kind, next, p, at);
      }
    }
  }

  List<Fate> link(HostNet h, String dev, String kind, Ip next, Packet p, Progress at) {
    Optional<Pod> pod = net.cluster().podByIp(next).filter(x -> x.nodeName().equals(h.name()));
    HostNet far = net.holder(next);
    if (pod.isPresent() && (far == null || far == h)) {
      Optional<Step> off = net.pods().unplugged(h, dev, pod.get());
      if (off.isPresent()) {
        return Fate.end(Verdict.DROPPED, off.get().text(), h.name(), p, at.step(off.get()));
      }
      return paths.pods().enterPod(pod.get(), p, at);
    }
    if (local(h, dev, kind) || (kind.equals("bridge") && BridgePath.onLink(h, dev, next))) {
      return paths.bridges().nobody(h, dev, next, p, at);
    }
    if (far != null && far != h) {
      return underlay(h, far, next, dev, p, at);
    }
    HostNet target = net.holder(p.dst());
    if (target != null && target != h && net.cluster().nodeByIp(p.dst()).isPresent()) {
      if (p.ttl() <= 1) {
        return Fate.end(Verdict.TTL, "time to live ends at router " + next, h.name(), p, at);
      }
      // by way of a router that the bundle does not know
      return underlay(h, target, p.dst(), dev, p.aged(), at);
    }
    Optional<String> astray = astray(p.dst());
    if (astray.isPresent()) {
      // the route that led out here is what decided
      Optional<SourceRef> route = at.way().last(Step.Kind.ROUTE).flatMap(Step::at);
      String text = "leaves by " + dev + " for " + next + ": " + astray.get();
      Step s = Step.of(h.name(), Step.Kind.UNDERLAY, text, route);
      return Fate.end(Verdict.NO_ROUTE, astray.get(), h.name(), p, at.step(s));
    }
    Step s =
        Step.of(
            h.name(),
            Step.Kind.UNDERLAY,
            "leaves by "
                + dev
                + (next.equals(p.dst()) ? "" : " to router " + next)
                + ": what lies beyond is not in the bundle");
    return Fate.end(Verdict.LEFT, s.text(), h.name(), p, at.step(s));
  }

  /** True for devices behind which there are pods of this host only. */
  private boolean local(HostNet h, String dev, String kind) {
    if (kind.equals("bridge")) {
      for (Iface i : h.ifaces()) {
        if (i.master().equals(dev) && !net.pods().behind(h.name(), i)) {
          return false;
        }
      }
      return true;
    }
    return h.iface(dev).filter(i -> net.pods().behind(h.name(), i)).isPresent();
  }

  /**
   * Why a packet to the address is lost once it left for the outside; empty when it may belong
   * there.
   */
  private Optional<String> astray(Ip dst) {
    if (net.cluster().serviceByIp(dst).isPresent()) {
      return Optional.of("the service address " + dst + " was not translated");
    }
    return net.tunnelled(dst)
        ? Optional.of("the underlay does not know pod address " + dst)
        : Optional.empty();
  }

  List<Fate> underlay(HostNet h, HostNet far, Ip next, String dev, Packet p, Progress at) {
    Step s =
        Step.of(
            h.name(),
            Step.Kind.UNDERLAY,
            dev
                + " to node "
                + far.name()
                + " ("
                + next
                + "): the network between is not in the bundle");
    String in = far.holder(next).map(Iface::name).orElse("");
    return paths.hosts().receive(far, in, p, at.step(s));
  }

  private List<Fate> vxlan(HostNet h, Iface vtep, Ip next, State sent, Progress at) {
    Packet p = sent.packet();
    Optional<Neighbour> n = h.neighbour(next, vtep.name()).filter(x -> !x.mac().isEmpty());
    if (n.isEmpty()) {
      Step s =
          Step.of(
              h.name(),
              Step.Kind.ENCAP,
              "no neighbour entry for " + next + " on " + vtep.name(),
              vtep.at());
      boolean sure = h.neighboursKnown();
      return Fate.end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
    }
    List<FdbEntry> fdb = h.fdb(vtep.name(), n.get().mac());
    if (fdb.isEmpty()) {
      Step s =
          Step.of(
              h.name(),
              Step.Kind.ENCAP,
              "no forwarding entry for " + n.get().mac() + " on " + vtep.name(),
              n.get().at());
      boolean sure = h.neighboursKnown();
      return Fate.end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
    }
    Progress known =
        at.step(Step.of(h.name(), Step.Kind.ENCAP, n.get().at().text().strip(), n.get().at()))
            .step(
                Step.of(
                    h.name(), Step.Kind.ENCAP, fdb.get(0).at().text().strip(), fdb.get(0).at()));
    return encapsulate(
        h, vtep, Protocol.UDP, fdb.get(0).dst().orElse(next), n.get().mac(), sent, known);
  }

  /**
   * Inside one host the mark of a packet outlives the wrapping and the unwrapping
   * (skb_scrub_packet).
   */
  private List<Fate> encapsulate(
      HostNet h, Iface dev, Protocol protocol, Ip far, String mac, State sent, Progress at) {
    Packet p = sent.packet();
    if (at.hops() > HostPath.MAX_HOPS) {
      return Fate.end(Verdict.LOOP, "its tunnel leads into itself", h.name(), p, at);
    }
    Ip src =
        dev.detail("local")
            .flatMap(Ip::tryParse)
            .or(() -> net.sourceFor(h.name(), far))
            .orElse(far);
    boolean vxlan = protocol.equals(Protocol.UDP);
    int port = vxlan ? dev.detail("dstport").map(Integer::parseInt).orElse(4789) : 0;
    Packet outer =
        new Packet(
            src,
            far,
            protocol,
            vxlan ? Packet.HASHED : 0,
            port,
            p.size() + (vxlan ? 50 : 20),
            64,
            false);
    Step s = Step.of(h.name(), Step.Kind.ENCAP, dev.name() + " wraps it: " + outer, dev.at());
    return paths
        .hosts()
        .sendLocal(
            h,
            State.local(outer).marked(sent.mark()),
            at.step(s).wrap(p, mac, dev.detail("id").orElse("")).hop());
  }

  List<Fate> decapsulate(HostNet h, State received, Progress at) {
    Packet outer = received.packet();
    Progress.Inner inner = at.inner().get();
    boolean vxlan = outer.protocol().equals(Protocol.UDP);
    for (Iface i : h.ifaces()) {
      boolean matches =
          vxlan
              ? i.kind().equals("vxlan")
                  && i.detail("dstport").orElse("4789").equals("" + outer.dport())
                  && i.detail("id").orElse("").equals(inner.vni())
              : i.kind().equals("ipip") || i.kind().equals("tunnel");
      if (!matches) {
        continue;
      }
      if (!i.up()) {
        Step s = Step.of(h.name(), Step.Kind.DECAP, i.name() + " is down", i.at());
        return Fate.end(Verdict.DROPPED, s.text(), h.name(), outer, at.step(s));
      }
      if (vxlan && !i.mac().isEmpty() && !i.mac().equals(inner.mac())) {
        Step s =
            Step.of(
                h.name(),
                Step.Kind.DECAP,
                "the inner frame is for " + inner.mac() + ", but " + i.name() + " has " + i.mac(),
                i.at());
        return Fate.end(Verdict.DROPPED, s.text(), h.name(), outer, at.step(s));
      }
      Step s = Step.of(h.name(), Step.Kind.DECAP, i.name() + " unwraps " + inner.packet(), i.at());
      State in = State.arriving(inner.packet(), i.name(), "").marked(received.mark());
      return paths.hosts().receive(h, in, at.step(s).unwrap());
    }
    Step s =
        Step.of(
            h.name(), Step.Kind.DECAP, "no tunnel device takes " + outer + " VNI " + inner.vni());
    return Fate.end(Verdict.NO_LISTENER, s.text(), h.name(), outer, at.step(s));
  }
}
