package io.coldcase.sim;

import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.Ipvs;
import io.coldcase.model.host.Route;
import io.coldcase.sim.Netfilter.Branch;
import io.coldcase.sim.Netfilter.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * IP Virtual Server, kube-proxy's IPVS mode: a packet that is for a virtual address of the host
 * goes to one of the servers behind it, each as likely as its weight has it. It happens where
 * packets are delivered to the host, or leave it, behind the nat chains of OUTPUT; the packet then
 * leaves through OUTPUT and POSTROUTING (ip_vs_nat_xmit), and answers are translated back by the
 * connection.
 */
final class VirtualServers {
  private final Paths paths;

  VirtualServers(Paths paths) {
    this.paths = paths;
  }

  /** The fates of a packet for a virtual address; empty when it is for none. */
  Optional<List<Fate>> serve(HostNet h, State s, Progress at) {
    Packet p = s.packet();
    if (s.reply() || !p.ports() || !h.bindsVirtual(p.dst())) {
      return Optional.empty();
    }
    if (h.virtualServers().isEmpty()) {
      Step unknown = Step.of(h.name(), Step.Kind.UNKNOWN, "the IPVS table is not in the bundle");
      return Optional.of(Fate.end(Verdict.UNKNOWN, unknown.text(), h.name(), p, at.step(unknown)));
    }
    Optional<Ipvs.Virtual> virtual = h.virtualServers().get().at(p.protocol(), p.dst(), p.dport());
    if (virtual.isEmpty()) {
      return Optional.empty();
    }
    List<Ipvs.Real> reals = virtual.get().reals().stream().filter(r -> r.weight() > 0).toList();
    if (reals.isEmpty()) {
      Step none =
          Step.of(
              h.name(),
              Step.Kind.KERNEL,
              "IPVS has no server for " + p.dst() + " port " + p.dport(),
              virtual.get().at());
      return Optional.of(Fate.end(Verdict.REJECTED, none.text(), h.name(), p, at.step(none)));
    }
    double weights = reals.stream().mapToInt(Ipvs.Real::weight).sum();
    List<Fate> out = new ArrayList<>();
    for (Ipvs.Real r : reals) {
      out.addAll(to(h, s, r, at.share(r.weight() / weights)));
    }
    return Optional.of(out);
  }

  private List<Fate> to(HostNet h, State s, Ipvs.Real r, Progress before) {
    Step step =
        Step.of(h.name(), Step.Kind.NAT, "IPVS: " + r.at().text().strip(), Optional.of(r.at()));
    State t = s.with(s.flow().dnat(r.ip(), r.port())).with(s.packet().to(r.ip(), r.port()));
    Progress at =
        before.after(
            h.name(),
            new Branch(t, before.probability(), End.CONTINUE, before.way().then(step), ""));
    if (!r.forward().equals("Masq") && !r.forward().equals("Local")) {
      Step other =
          Step.of(h.name(), Step.Kind.UNKNOWN, "IPVS forwarding by " + r.forward(), r.at());
      return Fate.end(Verdict.UNKNOWN, other.text(), h.name(), s.packet(), at.step(other));
    }
    Packet p = t.packet();
    if (h.local(p.dst())) {
      return paths.hosts().deliver(h, t, at);
    }
    HostNet.Answer a = h.route(p.src(), p.dst(), p, t.mark(), "");
    Optional<Route> route = a.route().filter(HostPath::leads);
    if (route.isEmpty()) {
      return HostPath.noRoute(h, a, p, at);
    }
    List<Fate> out = new ArrayList<>();
    State leaving = t.toward(route.get().dev(), "");
    for (Branch b : paths.hosts().run(h, Hook.OUTPUT, leaving, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(
          b.end() == End.CONTINUE
              ? paths.hosts().leave(h, b.state(), route.get(), q)
              : HostPath.stopped(h, b, q));
    }
    return out;
  }
}
