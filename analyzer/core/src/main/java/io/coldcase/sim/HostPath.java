package io.coldcase.sim;

import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.sim.Netfilter.Branch;
import io.coldcase.sim.Netfilter.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packets in hosts: hooks, source checks, routing, and the delivery to processes. */
final class HostPath {
  static final int MAX_HOPS = 24;

  private final Network net;
  private final Paths paths;
  private final VirtualServers virtual;

  HostPath(Network net, Paths paths) {
    this.net = net;
    this.paths = paths;
    this.virtual = new VirtualServers(paths);
  }

  List<Branch> run(HostNet h, Hook hook, State s, Progress at) {
    List<Branch> out =
        net.filters(h).run(hook, new Branch(s, at.probability(), End.CONTINUE, at.way(), ""));
    return hook == Hook.POSTROUTING || hook == Hook.INPUT
        ? out.stream().map(b -> at.unclashed(h.name(), b)).toList()
        : out;
  }

  /** Why a packet does not pass the chains of a device itself; empty when it does. */
  Optional<List<Fate>> refused(HostNet h, Hook hook, String dev, Packet p, Progress at) {
    Optional<Qdiscs.Filter> program = h.program(hook, dev);
    if (program.isPresent()) {
      String why = "what a filter at " + hook.word() + " of " + dev + " does is not modelled";
      Step s = Step.of(h.name(), Step.Kind.UNKNOWN, why, program.get().at());
      return Optional.of(Fate.end(Verdict.UNKNOWN, why, h.name(), p, at.step(s)));
    }
    if (h.filters().on(dev, hook, p.src().v6()).isEmpty()) {
      return Optional.empty();
    }
    State s = hook == Hook.INGRESS ? State.arriving(p, dev, "") : State.local(p).toward(dev, "");
    Branch in = new Branch(s, at.probability(), End.CONTINUE, at.way(), "");
    List<Branch> out = net.filters(h).device(hook, dev, in);
    if (out.stream().anyMatch(Branch::alive)) {
      return Optional.empty(); // what passes by chance passes
    }
    return Optional.of(
        out.stream().flatMap(b -> stopped(h, b, at.after(h.name(), b)).stream()).toList());
  }

  static List<Fate> stopped(HostNet h, Branch b, Progress at) {
    Verdict v =
        switch (b.end()) {
          case DROP -> Verdict.DROPPED;
          case REJECT -> Verdict.REJECTED;
          default -> Verdict.UNKNOWN;
        };
    return Fate.end(v, b.why(), h.name(), b.state().packet(), at);
  }

  /** The way with the routing rule that chose the table, if somebody wrote one. */
  private static Progress ruled(HostNet h, HostNet.Answer a, Progress at) {
    return a.by()
        .filter(r -> r.priority() > 0 && r.priority() < 32766)
        .map(r -> Step.of(h.name(), Step.Kind.ROUTING_RULE, r.at().text().strip(), r.at()))
        .map(at::step)
        .orElse(at);
  }

  static List<Fate> noRoute(HostNet h, HostNet.Answer a, Packet p, Progress before) {
    Progress at = ruled(h, a, before);
    if (a.unknown().isPresent()) {
      Step s = Step.of(h.name(), Step.Kind.UNKNOWN, a.unknown().get(), a.at());
      return Fate.end(Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
    }
    String type = a.route().map(Route::type).orElse("");
    Step s =
        Step.of(
            h.name(),
            Step.Kind.ROUTE,
            a.route().map(r -> r.at().text().strip()).orElse("no route to " + p.dst()),
            a.at());
    Verdict v =
        type.equals("blackhole")
            ? Verdict.DROPPED
            : type.equals("prohibit") ? Verdict.REJECTED : Verdict.NO_ROUTE;
    return Fate.end(v, type.isEmpty() ? s.text() : type + " route", h.name(), p, at.step(s));
  }

  List<Fate> sendLocal(HostNet h, State s, Progress at) {
    return sendLocal(
        h, s, h.route(s.packet().src(), s.packet().dst(), s.packet(), s.mark(), ""), at);
  }

  /** With the route that the sender's socket got. */
  List<Fate> sendLocal(HostNet h, State s, HostNet.Answer a, Progress at) {
    if (!h.known(s.packet().src().v6())) {
      return Fate.end(
          Verdict.UNKNOWN, "nothing was collected on node " + h.name(), h.name(), s.packet(), at);
    }
    if (a.route().filter(HostPath::leads).isEmpty()) {
      return noRoute(h, a, s.packet(), at);
    }
    // local routes name the device that holds the address, but lead to lo
    Route first = a.route().get();
    Optional<List<Fate>> kept = keptInside(h, s.packet(), first, at);
    if (kept.isPresent()) {
      return kept.get();
    }
    String dev = first.type().equals("local") ? "lo" : first.dev();
    // a socket asks the MTU of its own route (EMSGSIZE), whatever OUTPUT makes of the packet
    Optional<Step> big = Mtu.exceeded(h.name(), dev, h.iface(dev), s.packet());
    if (big.isPresent() && s.packet().dontFragment() && first.hops().size() < 2) {
      Progress q = routed(h, first, ruled(h, a, at));
      return Fate.end(Verdict.TOO_BIG, big.get().text(), h.name(), s.packet(), q.step(big.get()));
    }
    State tracked = at.track(h.name(), s).toward(dev, "");
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.OUTPUT, tracked, at)) {
      Progress q = at.after(h.name(), b);
      if (!b.alive()) {
        out.addAll(stopped(h, b, q));
        continue;
      }
      State t = b.state();
      Packet p = t.packet();
      Optional<List<Fate>> served = virtual.serve(h, t, q);
      if (served.isPresent()) {
        out.addAll(served.get());
        continue;
      }
      HostNet.Answer again = t.rerouted() ? h.route(p.src(), p.dst(), p, t.mark(), "") : a;
      if (again.route().filter(HostPath::leads).isEmpty()) {
        out.addAll(noRoute(h, again, p, q));
        continue;
      }
      Route r = again.route().get();
      out.addAll(
          (t.rerouted() ? keptInside(h, p, r, q) : Optional.<List<Fate>>empty())
              .orElseGet(() -> leave(h, t, r, ruled(h, again, q))));
    }
    return out;
  }

  /** What comes from a loopback address leaves a host with route_localnet only (mkroute_output). */
  private static Optional<List<Fate>> keptInside(HostNet h, Packet p, Route r, Progress at) {
    String key = "net.ipv4.conf.all.route_localnet";
    if (p.src().v6()
        || !p.src().isLoopback()
        || r.type().equals("local")
        || r.dev().equals("lo")
        || h.sysctl(key).isEmpty()
        || h.conf(r.dev(), "route_localnet") != 0) {
      return Optional.empty();
    }
    String why = "its source " + p.src() + " must not leave by " + r.dev();
    Step s = Step.of(h.name(), Step.Kind.KERNEL, why, h.sysctlAt(key));
    return Optional.of(Fate.end(Verdict.DROPPED, why, h.name(), p, at.step(s)));
  }

  static boolean leads(Route r) {
    return r.type().equals("unicast") || r.type().equals("local");
  }

  private static Progress routed(HostNet h, Route route, Progress at) {
    return at.step(Step.of(h.name(), Step.Kind.ROUTE, route.at().text().strip(), route.at()));
  }

  /** Through POSTROUTING and out of the device of the route; every path of a multipath route. */
  List<Fate> leave(HostNet h, State s, Route route, Progress at) {
    Progress routed = routed(h, route, at);
    boolean local = route.type().equals("local");
    int weights = Math.max(1, route.hops().stream().mapToInt(Route.Hop::weight).sum());
    List<Fate> out = new ArrayList<>();
    List<Route.Hop> hops =
        route.hops().isEmpty() ? List.of(new Route.Hop(Optional.empty(), "lo", 1)) : route.hops();
    for (Route.Hop hop : hops) {
      double share = hops.size() == 1 ? 1 : (double) hop.weight() / weights;
      String dev = local ? "lo" : hop.dev();
      for (Branch b : run(h, Hook.POSTROUTING, s.toward(dev, ""), routed.share(share))) {
        Progress q = routed.share(share).after(h.name(), b);
        if (!b.alive()) {
          out.addAll(stopped(h, b, q));
        } else if (local) {
          out.addAll(looped(h, b.state(), q));
        } else {
          Ip next = hop.via().orElse(b.state().packet().dst());
          out.addAll(paths.links().transmit(h, dev, next, b.state(), q));
        }
      }
    }
    return out;
  }

  /** Over the loopback device back into the same host. */
  List<Fate> looped(HostNet h, State s, Progress at) {
    State in =
        new State(s.packet(), s.mark(), "lo", "", "", "", s.tracked(), s.flow(), s.reply(), false);
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, in, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(b.alive() ? input(h, b.state(), q) : stopped(h, b, q));
    }
    return out;
  }

  List<Fate> receive(HostNet h, String dev, Packet p, Progress before) {
    return receive(h, State.arriving(p, dev, ""), before);
  }

  List<Fate> receive(HostNet h, State arriving, Progress before) {
    Packet p = arriving.packet();
    Progress at = before.hop();
    if (at.hops() > MAX_HOPS) {
      return Fate.end(Verdict.LOOP, "goes round in a circle", h.name(), p, at);
    }
    if (!h.known(p.src().v6())) {
      return Fate.end(
          Verdict.UNKNOWN, "nothing was collected on node " + h.name(), h.name(), p, at);
    }
    Optional<List<Fate>> refused = refused(h, Hook.INGRESS, arriving.in(), p, at);
    if (refused.isPresent()) {
      return refused.get();
    }
    State s = at.track(h.name(), arriving);
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, s, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(b.alive() ? routed(h, b.state(), q) : stopped(h, b, q));
    }
    return out;
  }

  /** Behind PREROUTING: source checks, routing, and on to INPUT or FORWARD. */
  List<Fate> routed(HostNet h, State s, Progress before) {
    Packet p = s.packet();
    HostNet.Answer a = h.route(p.src(), p.dst(), p, s.mark(), s.in());
    if (a.route().filter(HostPath::leads).isEmpty()) {
      return noRoute(h, a, p, before);
    }
    Progress at = ruled(h, a, before);
    Route r = a.route().get();
    Optional<List<Fate>> martian = martian(h, s, r, at);
    if (martian.isPresent()) {
      return martian.get();
    }
    if (r.type().equals("local")) {
      return input(h, s, at);
    }
    Optional<String> off = forwardingOff(h, p, s.in());
    if (off.isPresent()) {
      Step closed = Step.of(h.name(), Step.Kind.KERNEL, off.get() + " is 0", h.sysctlAt(off.get()));
      return Fate.end(Verdict.DROPPED, "forwarding is off", h.name(), p, at.step(closed));
    }
    if (p.ttl() <= 1) {
      return Fate.end(Verdict.TTL, "time to live ended", h.name(), p, at);
    }
    Optional<Step> big = Mtu.exceeded(h.name(), r.dev(), h.iface(r.dev()), p);
    if (big.isPresent() && (p.dontFragment() || p.src().v6())) {
      return Fate.end(Verdict.TOO_BIG, big.get().text(), h.name(), p, at.step(big.get()));
    }
    List<Fate> fates = new ArrayList<>();
    for (Branch b : run(h, Hook.FORWARD, s.with(p.aged()).toward(r.dev(), ""), at)) {
      Progress q = at.after(h.name(), b);
      fates.addAll(b.alive() ? leave(h, b.state(), r, q) : stopped(h, b, q));
    }
    return fates;
  }

  /** The setting because of which the host does not forward what comes in by a device. */
  static Optional<String> forwardingOff(HostNet h, Packet p, String in) {
    String key = p.src().v6() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
    if (h.sysctl(key).orElse(1) == 0) {
      return Optional.of(key);
    }
    String own = "net.ipv4.conf." + in.replace('.', '/') + ".forwarding";
    return !p.src().v6() && h.sysctl(own).orElse(1) == 0 ? Optional.of(own) : Optional.empty();
  }

  /** What ip_route_input refuses: loopback addresses from outside, own or unreachable sources. */
  Optional<List<Fate>> martian(HostNet h, State s, Route forth, Progress at) {
    Packet p = s.packet();
    if (p.src().v6() || s.in().isEmpty() || s.in().equals("lo")) {
      return Optional.empty();
    }
    String why = "";
    Optional<io.coldcase.diag.SourceRef> cite = Optional.empty();
    if ((p.src().isLoopback() || p.dst().isLoopback()) && h.conf(s.in(), "route_localnet") == 0) {
      why = "loopback address on " + s.in() + " (martian)";
    } else if (!p.src().isLoopback() && h.local(p.src()) && h.conf(s.in(), "accept_local") == 0) {
      why = "its source " + p.src() + " is an address of this host (martian)";
    } else {
      long filter = h.conf(s.in(), "rp_filter");
      // a device without an address of its own is filtered strictly (no_addr of
      // fib_validate_source)
      boolean bare = h.iface(s.in()).isPresent() && h.address(s.in(), false).isEmpty();
      if (filter > 0
          && h.reversePath(s, filter == 2 && !bare, forth.type().equals("local") ? "" : forth.dev())
              == Tri.NO) {
        why = "rp_filter=" + filter + ": the route back to " + p.src() + " is not out of " + s.in();
        String one = "net.ipv4.conf." + s.in().replace('.', '/') + ".rp_filter";
        cite =
            h.sysctl(one).orElse(0) == filter
                ? h.sysctlAt(one)
                : h.sysctlAt("net.ipv4.conf.all.rp_filter");
      }
    }
    if (why.isEmpty()) {
      return Optional.empty();
    }
    Step step = Step.of(h.name(), Step.Kind.KERNEL, why, cite);
    return Optional.of(Fate.end(Verdict.DROPPED, why, h.name(), p, at.step(step)));
  }

  List<Fate> input(HostNet h, State s, Progress at) {
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.INPUT, s, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(
          b.alive()
              ? virtual.serve(h, b.state(), q).orElseGet(() -> deliver(h, b.state(), q))
              : stopped(h, b, q));
    }
    return out;
  }

  List<Fate> deliver(HostNet h, State s, Progress at) {
    Packet p = s.packet();
    if (at.inner().isPresent()) {
      return paths.links().decapsulate(h, s, at);
    }
    if (at.answering()) {
      return paths.pods().received(h.name(), p, at, Optional.empty());
    }
    boolean listens =
        !p.ports()
            || h.sockets().map(x -> x.accepts(p.protocol(), p.dst(), p.dport())).orElse(true);
    Step end =
        Step.of(
            h.name(),
            Step.Kind.DELIVER,
            listens
                ? "arrives at the host"
                : "nothing listens on " + p.protocol() + " " + p.dport());
    return Fate.end(
        listens ? Verdict.DELIVERED : Verdict.NO_LISTENER, end.text(), h.name(), p, at.step(end));
  }
}
