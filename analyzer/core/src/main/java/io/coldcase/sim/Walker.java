package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.FdbEntry;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.Route;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Netfilter.Branch;
import io.coldcase.sim.Netfilter.End;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks packets through the cluster: from a pod or a host, through every filter, route, bridge and
 * tunnel of every host on the way, to the far end and back. One for a cluster; it holds indexes
 * only, so walks may run in any order.
 */
public final class Walker {
  private static final int MAX_HOPS = 24;

  private final Cluster cluster;
  private final Map<String, HostNet> hosts = new HashMap<>();
  private final Map<String, Netfilter> filters = new HashMap<>();
  private final Map<Ip, HostNet> byAddress = new HashMap<>();
  private final PodNets pods;

  public Walker(Cluster cluster) {
    this.cluster = cluster;
    for (Node n : cluster.nodes()) {
      HostNet h = new HostNet(n);
      hosts.put(n.name(), h);
      filters.put(n.name(), new Netfilter(h));
      n.object().ifPresent(o -> o.internalIps().forEach(ip -> byAddress.putIfAbsent(ip, h)));
    }
    for (HostNet h : hosts.values()) {
      for (Iface i : h.ifaces()) {
        // what kube-proxy's IPVS mode binds on every node belongs to none of them
        if (!i.kind().equals("dummy") && !i.name().equals("lo")) {
          i.addresses().stream()
              .filter(a -> !a.ip().isLinkLocal() && !a.ip().isLoopback())
              .forEach(a -> byAddress.putIfAbsent(a.ip(), h));
        }
      }
    }
    this.pods = new PodNets(cluster);
  }

  Optional<HostNet> host(String node) {
    return Optional.ofNullable(hosts.get(node));
  }

  /** The filters of a node, as they act together. */
  public Optional<Filters> filters(String node) {
    return Optional.ofNullable(hosts.get(node)).map(HostNet::filters);
  }

  /** True when routes and filters of the node are in the bundle. */
  public boolean known(String node) {
    HostNet h = hosts.get(node);
    return h != null && h.known() && h.filters().known();
  }

  /** The address that a host would choose to send to the destination. */
  public Optional<Ip> sourceFor(String node, Ip dst) {
    HostNet h = hosts.get(node);
    if (h == null) {
      return Optional.empty();
    }
    Ip any = dst.v6() ? Ip.ANY6 : Ip.ANY4;
    Optional<Route> r = h.route(any, dst, Packet.tcp(any, dst, 1), 0, "").route();
    return r.filter(x -> x.type().equals("local"))
        .map(x -> dst)
        .or(() -> r.flatMap(Route::src))
        .or(() -> r.flatMap(x -> h.address(x.dev(), dst.v6())))
        .or(() -> h.node().object().flatMap(o -> o.internalIps().stream().findFirst()));
  }

  /** A packet of a process on the host. {@code withReply}: the first answer is walked too. */
  public Trace fromHost(String node, Packet p, boolean withReply) {
    HostNet h = hosts.get(node);
    if (h == null) {
      return new Trace(node, p, List.of());
    }
    Progress at = Progress.start(Step.of(node, Step.Kind.SEND, "sends " + p));
    return finish(node, p, sendLocal(h, State.local(p), at), withReply);
  }

  /** A packet of a process in the pod; on the host network it is the host's. */
  public Trace fromPod(Pod pod, Packet p, boolean withReply) {
    if (pod.spec().hostNetwork()) {
      return fromHost(pod.nodeName(), p, withReply);
    }
    Progress at = Progress.start(Step.of(place(pod), Step.Kind.SEND, "sends " + p));
    return finish(place(pod), p, sendPod(pod, p, at), withReply);
  }

  /**
   * A packet that arrives at a node from outside of the cluster, on the interface that holds the
   * node's address.
   */
  public Trace fromOutside(String node, Packet p, boolean withReply) {
    HostNet h = hosts.get(node);
    if (h == null) {
      return new Trace("outside", p, List.of());
    }
    Progress at = Progress.start(Step.of("outside", Step.Kind.SEND, "sends " + p));
    String dev =
        h.node().object().stream()
            .flatMap(o -> o.internalIps().stream())
            .flatMap(ip -> h.holder(ip).stream())
            .map(Iface::name)
            .findFirst()
            .orElse("eth0");
    return finish("outside", p, receive(h, dev, "", p, at), withReply);
  }

  /** What a packet that arrives from a pod's side becomes at PREROUTING, every branch. */
  public List<Outcome> translate(String node, Packet p) {
    HostNet h = hosts.get(node);
    if (h == null || !h.filters().known()) {
      return List.of();
    }
    String dev =
        h.ifaces().stream()
            .filter(i -> i.kind().equals("bridge") && covers(i, p.src()))
            .map(Iface::name)
            .findFirst()
            .orElse("");
    Progress at = Progress.start(Step.of(node, Step.Kind.SEND, p.toString()));
    State s = State.arriving(p, dev, "");
    List<Outcome> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, s, at)) {
      Progress q = at.after(node, b);
      List<Fate> f =
          b.alive() ? end(Verdict.DELIVERED, "", node, b.state().packet(), q) : stopped(h, b, q);
      f.forEach(x -> out.add(outcome(x, Optional.empty())));
    }
    return out;
  }

  static String place(Pod pod) {
    return pod.nodeName() + "/" + pod.key();
  }

  /** How one branch ended, with what it left behind for the answer. */
  private record Fate(
      Verdict verdict, String why, String place, Packet last, Progress at, Optional<Pod> pod) {}

  private static List<Fate> end(Verdict v, String why, String place, Packet last, Progress at) {
    return List.of(new Fate(v, why, place, last, at, Optional.empty()));
  }

  private Trace finish(String from, Packet sent, List<Fate> fates, boolean withReply) {
    List<Outcome> out = new ArrayList<>();
    for (Fate f : fates) {
      if (!withReply || f.verdict() != Verdict.DELIVERED) {
        out.add(outcome(f, Optional.empty()));
        continue;
      }
      for (Fate r : answer(f, sent)) {
        out.add(outcome(f, Optional.of(outcome(r, Optional.empty()))));
      }
    }
    return new Trace(from, sent, out);
  }

  private static Outcome outcome(Fate f, Optional<Outcome> reply) {
    return new Outcome(
        f.verdict(),
        reply.map(Outcome::probability).orElse(f.at().probability()),
        f.why(),
        f.place(),
        f.last(),
        f.at().way().list(),
        reply);
  }

  private List<Fate> answer(Fate f, Packet sent) {
    Packet p = f.last().answer();
    Progress at = f.at().answer(Step.of(f.place(), Step.Kind.SEND, "answers " + p), sent);
    if (f.pod().isPresent()) {
      return sendPod(f.pod().get(), p, at);
    }
    HostNet h = hosts.get(f.place());
    return h == null
        ? end(Verdict.UNKNOWN, "the far end is not in the bundle", f.place(), p, at)
        : sendLocal(h, State.local(p), at);
  }

  // --- a pod

  private List<Fate> sendPod(Pod pod, Packet p, Progress at) {
    HostNet h = hosts.get(pod.nodeName());
    String here = place(pod);
    if (h == null || !h.known()) {
      return end(Verdict.UNKNOWN, "nothing was collected on node " + pod.nodeName(), here, p, at);
    }
    if (pod.ips().contains(p.dst()) || p.dst().isLoopback()) {
      return arrivePod(pod, p, at);
    }
    Optional<Iface> eth = pods.iface(pod);
    if (eth.isPresent() && p.size() > eth.get().mtu() && eth.get().mtu() > 0 && p.dontFragment()) {
      Step s =
          Step.of(
              here, Step.Kind.KERNEL, "MTU of its interface is " + eth.get().mtu(), eth.get().at());
      return end(Verdict.TOO_BIG, s.text(), here, p, at.step(s));
    }
    List<Route> routes = pods.routes(pod);
    Optional<Route> route =
        routes.stream()
            .filter(r -> r.dst().contains(p.dst()))
            .max(java.util.Comparator.comparingInt(r -> r.dst().length()));
    if (!routes.isEmpty() && route.isEmpty()) {
      Step s =
          Step.of(here, Step.Kind.ROUTE, "the pod has no route to " + p.dst(), routes.get(0).at());
      return end(Verdict.NO_ROUTE, s.text(), here, p, at.step(s));
    }
    Optional<Iface> port =
        eth.flatMap(e -> h.ifaces().stream().filter(i -> i.index() == e.peerIndex()).findFirst());
    String dev =
        port.map(i -> i.master().isEmpty() ? i.name() : i.master()).orElseGet(() -> bridge(h, pod));
    String portIn = port.map(Iface::name).orElse("");
    boolean direct = route.map(r -> r.via().isEmpty()).orElseGet(() -> onLink(h, dev, p.dst()));
    Progress next =
        route.isPresent()
            ? at.step(
                Step.of(here, Step.Kind.ROUTE, route.get().at().text().strip(), route.get().at()))
            : at;
    if (direct && h.holder(p.dst()).isEmpty()) {
      return bridged(h, dev, portIn, p, next);
    }
    return receive(h, dev, portIn, p, next);
  }

  /** The bridge whose network the pod's address is in. */
  private static String bridge(HostNet h, Pod pod) {
    for (Iface i : h.ifaces()) {
      if (i.kind().equals("bridge") && pod.ips().stream().anyMatch(ip -> covers(i, ip))) {
        return i.name();
      }
    }
    return "";
  }

  private static boolean covers(Iface i, Ip ip) {
    return i.addresses().stream()
        .anyMatch(a -> a.ip().v6() == ip.v6() && new Prefix(a.ip(), a.prefixLength()).contains(ip));
  }

  private static boolean onLink(HostNet h, String dev, Ip dst) {
    return h.iface(dev).filter(i -> i.kind().equals("bridge") && covers(i, dst)).isPresent();
  }

  /** From one port of a bridge to another; iptables sees it where bridge-nf-call-iptables is 1. */
  private List<Fate> bridged(HostNet h, String dev, String portIn, Packet p, Progress at) {
    Optional<Pod> target = cluster.podByIp(p.dst()).filter(t -> t.nodeName().equals(h.name()));
    if (target.isEmpty()) {
      return nobody(h, dev, p.dst(), p, at);
    }
    String key =
        p.src().v6() ? "net.bridge.bridge-nf-call-ip6tables" : "net.bridge.bridge-nf-call-iptables";
    Progress across =
        at.step(
            Step.of(
                h.name(),
                Step.Kind.BRIDGE,
                "bridge " + dev + " carries it to " + target.get().key()));
    if (h.sysctl(key).orElse(0) == 0) {
      return arrivePod(target.get(), p, across);
    }
    String portOut =
        pods.iface(target.get())
            .flatMap(e -> h.ifaces().stream().filter(i -> i.index() == e.peerIndex()).findFirst())
            .map(Iface::name)
            .orElse("");
    State s = at.track(h.name(), State.arriving(p, dev, portIn));
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, s, across)) {
      Progress q = across.after(h.name(), b);
      if (!b.alive()) {
        out.addAll(stopped(h, b, q));
      } else if (!b.state().packet().dst().equals(p.dst())) {
        out.addAll(routed(h, b.state(), q));
      } else {
        State f = b.state().toward(dev, portOut);
        for (Branch c : run(h, Hook.FORWARD, f, q)) {
          if (!c.alive()) {
            out.addAll(stopped(h, c, q.after(h.name(), c)));
            continue;
          }
          for (Branch d : run(h, Hook.POSTROUTING, c.state(), q.after(h.name(), c))) {
            Progress r = q.after(h.name(), d);
            out.addAll(
                d.alive() ? arrivePod(target.get(), d.state().packet(), r) : stopped(h, d, r));
          }
        }
      }
    }
    return out;
  }

  /** No pod of the API dump has the address; the neighbour table may know more than the dump. */
  private List<Fate> nobody(HostNet h, String dev, Ip ip, Packet p, Progress at) {
    boolean sure =
        cluster.complete(Kinds.PODS)
            && h.neighbour(ip, dev).filter(n -> !n.mac().isEmpty()).isEmpty();
    Step s =
        Step.of(
            h.name(),
            sure ? Step.Kind.BRIDGE : Step.Kind.UNKNOWN,
            (sure ? "nobody on " : "no pod that the API knows on ") + dev + " has address " + ip);
    return end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
  }

  private List<Fate> arrivePod(Pod pod, Packet p, Progress at) {
    String here = place(pod);
    if (at.answering()) {
      return received(here, p, at, Optional.of(pod));
    }
    boolean listens =
        !p.ports()
            || pods.sockets(pod).map(s -> s.accepts(p.protocol(), p.dst(), p.dport())).orElse(true);
    Step s =
        Step.of(
            here,
            Step.Kind.DELIVER,
            listens
                ? "arrives at the pod"
                : "nothing listens on " + p.protocol() + " " + p.dport());
    return List.of(
        new Fate(
            listens ? Verdict.DELIVERED : Verdict.NO_LISTENER,
            s.text(),
            here,
            p,
            at.step(s),
            Optional.of(pod)));
  }

  /** The answer is back: it counts only when it comes from whom the question went to. */
  private List<Fate> received(String here, Packet p, Progress at, Optional<Pod> pod) {
    Packet sent = at.expected().orElse(p);
    boolean mine = p.dst().equals(sent.src());
    boolean right =
        mine
            && p.src().equals(sent.dst())
            && (!p.ports() || (p.sport() == sent.dport() && p.dport() == sent.sport()));
    Step s =
        Step.of(
            here,
            Step.Kind.DELIVER,
            right
                ? "the answer arrives"
                : mine
                    ? "the answer comes from "
                        + p.src()
                        + ", not from "
                        + sent.dst()
                        + ": discarded"
                    : "the answer ends up here instead of at " + sent.src());
    return List.of(
        new Fate(right ? Verdict.DELIVERED : Verdict.DROPPED, s.text(), here, p, at.step(s), pod));
  }

  // --- a host

  private List<Branch> run(HostNet h, Hook hook, State s, Progress at) {
    return filters
        .get(h.name())
        .run(hook, new Branch(s, at.probability(), End.CONTINUE, at.way(), ""));
  }

  private static List<Fate> stopped(HostNet h, Branch b, Progress at) {
    Verdict v =
        switch (b.end()) {
          case DROP -> Verdict.DROPPED;
          case REJECT -> Verdict.REJECTED;
          default -> Verdict.UNKNOWN;
        };
    return end(v, b.why(), h.name(), b.state().packet(), at);
  }

  private static List<Fate> noRoute(HostNet h, HostNet.Answer a, Packet p, Progress at) {
    if (a.unknown().isPresent()) {
      Step s =
          new Step(
              h.name(),
              Step.Kind.UNKNOWN,
              "",
              "",
              "",
              a.unknown().get(),
              a.at(),
              Optional.empty(),
              "");
      return end(Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
    }
    String type = a.route().map(Route::type).orElse("");
    Step s =
        new Step(
            h.name(),
            Step.Kind.ROUTE,
            "",
            "",
            "",
            a.route().map(r -> r.at().text().strip()).orElse("no route to " + p.dst()),
            a.at(),
            Optional.empty(),
            "");
    Verdict v =
        type.equals("blackhole")
            ? Verdict.DROPPED
            : type.equals("prohibit") ? Verdict.REJECTED : Verdict.NO_ROUTE;
    return end(v, type.isEmpty() ? s.text() : type + " route", h.name(), p, at.step(s));
  }

  private List<Fate> sendLocal(HostNet h, State s, Progress at) {
    if (!h.known()) {
      return end(
          Verdict.UNKNOWN, "nothing was collected on node " + h.name(), h.name(), s.packet(), at);
    }
    HostNet.Answer a = h.route(s.packet().src(), s.packet().dst(), s.packet(), s.mark(), "");
    if (a.route().filter(Walker::leads).isEmpty()) {
      return noRoute(h, a, s.packet(), at);
    }
    State tracked = at.track(h.name(), s).toward(a.route().get().dev(), "");
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.OUTPUT, tracked, at)) {
      Progress q = at.after(h.name(), b);
      if (!b.alive()) {
        out.addAll(stopped(h, b, q));
        continue;
      }
      State t = b.state();
      HostNet.Answer again = h.route(t.packet().src(), t.packet().dst(), t.packet(), t.mark(), "");
      if (again.route().filter(Walker::leads).isEmpty()) {
        out.addAll(noRoute(h, again, t.packet(), q));
        continue;
      }
      out.addAll(leave(h, t, again.route().get(), q));
    }
    return out;
  }

  private static boolean leads(Route r) {
    return r.type().equals("unicast") || r.type().equals("local");
  }

  /** Through POSTROUTING and out of the device of the route; every path of a multipath route. */
  private List<Fate> leave(HostNet h, State s, Route route, Progress at) {
    Progress routed =
        at.step(Step.of(h.name(), Step.Kind.ROUTE, route.at().text().strip(), route.at()));
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
          out.addAll(transmit(h, dev, next, b.state().packet(), q));
        }
      }
    }
    return out;
  }

  /** Over the loopback device back into the same host. */
  private List<Fate> looped(HostNet h, State s, Progress at) {
    State in = new State(s.packet(), s.mark(), "lo", "", "", "", s.tracked(), s.flow(), s.reply());
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, in, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(b.alive() ? input(h, b.state(), q) : stopped(h, b, q));
    }
    return out;
  }

  private List<Fate> receive(HostNet h, String dev, String portIn, Packet p, Progress before) {
    Progress at = before.hop();
    if (at.hops() > MAX_HOPS) {
      return end(Verdict.LOOP, "goes round in a circle", h.name(), p, at);
    }
    if (!h.known()) {
      return end(Verdict.UNKNOWN, "nothing was collected on node " + h.name(), h.name(), p, at);
    }
    State s = at.track(h.name(), State.arriving(p, dev, portIn));
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.PREROUTING, s, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(b.alive() ? routed(h, b.state(), q) : stopped(h, b, q));
    }
    return out;
  }

  /** Behind PREROUTING: source checks, routing, and on to INPUT or FORWARD. */
  private List<Fate> routed(HostNet h, State s, Progress at) {
    Packet p = s.packet();
    Optional<List<Fate>> martian = martian(h, s, at);
    if (martian.isPresent()) {
      return martian.get();
    }
    HostNet.Answer a = h.route(p.src(), p.dst(), p, s.mark(), s.in());
    if (a.route().filter(Walker::leads).isEmpty()) {
      return noRoute(h, a, p, at);
    }
    Route r = a.route().get();
    if (r.type().equals("local")) {
      return input(h, s, at);
    }
    String key = p.src().v6() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
    String own = "net.ipv4.conf." + s.in().replace('.', '/') + ".forwarding";
    long forwarding =
        p.src().v6() ? h.sysctl(key).orElse(1) : h.sysctl(own).orElse(h.sysctl(key).orElse(1));
    if (forwarding == 0 || (!p.src().v6() && h.sysctl(key).orElse(1) == 0)) {
      Step off =
          new Step(
              h.name(),
              Step.Kind.KERNEL,
              "",
              "",
              "",
              (h.sysctl(key).orElse(1) == 0 ? key : own) + " is 0",
              h.sysctl(key).orElse(1) == 0 ? h.sysctlAt(key) : h.sysctlAt(own),
              Optional.empty(),
              "");
      return end(Verdict.DROPPED, "forwarding is off", h.name(), p, at.step(off));
    }
    if (p.ttl() <= 1) {
      return end(Verdict.TTL, "time to live ended", h.name(), p, at);
    }
    Optional<Iface> out = h.iface(r.dev());
    if (out.isPresent() && out.get().mtu() > 0 && p.size() > out.get().mtu() && p.dontFragment()) {
      Step big =
          Step.of(
              h.name(),
              Step.Kind.KERNEL,
              "MTU of " + r.dev() + " is " + out.get().mtu(),
              out.get().at());
      return end(Verdict.TOO_BIG, big.text(), h.name(), p, at.step(big));
    }
    List<Fate> fates = new ArrayList<>();
    for (Branch b : run(h, Hook.FORWARD, s.with(p.aged()).toward(r.dev(), ""), at)) {
      Progress q = at.after(h.name(), b);
      fates.addAll(b.alive() ? leave(h, b.state(), r, q) : stopped(h, b, q));
    }
    return fates;
  }

  /** What ip_route_input refuses: loopback addresses from outside, own or unreachable sources. */
  private Optional<List<Fate>> martian(HostNet h, State s, Progress at) {
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
      if (filter > 0 && h.reversePath(s, filter == 2) == Tri.NO) {
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
    Step step = new Step(h.name(), Step.Kind.KERNEL, "", "", "", why, cite, Optional.empty(), "");
    return Optional.of(end(Verdict.DROPPED, why, h.name(), p, at.step(step)));
  }

  private List<Fate> input(HostNet h, State s, Progress at) {
    List<Fate> out = new ArrayList<>();
    for (Branch b : run(h, Hook.INPUT, s, at)) {
      Progress q = at.after(h.name(), b);
      out.addAll(b.alive() ? deliver(h, b.state().packet(), q) : stopped(h, b, q));
    }
    return out;
  }

  private List<Fate> deliver(HostNet h, Packet p, Progress at) {
    if (at.inner().isPresent()) {
      return decapsulate(h, p, at);
    }
    if (at.answering()) {
      return received(h.name(), p, at, Optional.empty());
    }
    boolean listens =
        !p.ports()
            || h.sockets().map(x -> x.accepts(p.protocol(), p.dst(), p.dport())).orElse(true);
    Step s =
        Step.of(
            h.name(),
            Step.Kind.DELIVER,
            listens
                ? "arrives at the host"
                : "nothing listens on " + p.protocol() + " " + p.dport());
    return end(
        listens ? Verdict.DELIVERED : Verdict.NO_LISTENER, s.text(), h.name(), p, at.step(s));
  }

  // --- between hosts

  private List<Fate> transmit(HostNet h, String dev, Ip next, Packet p, Progress at) {
    Optional<Iface> iface = h.iface(dev);
    if (iface.isPresent() && !iface.get().up()) {
      Step s = Step.of(h.name(), Step.Kind.KERNEL, dev + " is down", iface.get().at());
      return end(Verdict.DROPPED, s.text(), h.name(), p, at.step(s));
    }
    if (iface.isPresent()
        && iface.get().mtu() > 0
        && p.size() > iface.get().mtu()
        && p.dontFragment()) {
      Step s =
          Step.of(
              h.name(),
              Step.Kind.KERNEL,
              "MTU of " + dev + " is " + iface.get().mtu(),
              iface.get().at());
      return end(Verdict.TOO_BIG, s.text(), h.name(), p, at.step(s));
    }
    String kind = iface.map(Iface::kind).orElse("");
    switch (kind) {
      case "vxlan" -> {
        return vxlan(h, iface.get(), next, p, at);
      }
      case "ipip", "tunnel" -> {
        return encapsulate(h, iface.get(), Protocol.IPIP, next, "", p, at);
      }
      case "wireguard", "tun", "gre", "geneve", "ip6tnl", "sit" -> {
        Step s =
            Step.of(h.name(), Step.Kind.UNKNOWN, "tunnels of kind " + kind + " are not modelled");
        return end(Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
      }
      default -> {
        return link(h, dev, kind, next, p, at);
      }
    }
  }

  private List<Fate> link(HostNet h, String dev, String kind, Ip next, Packet p, Progress at) {
    Optional<Pod> pod = cluster.podByIp(next).filter(x -> x.nodeName().equals(h.name()));
    HostNet far = byAddress.get(next);
    if (pod.isPresent() && (far == null || far == h)) {
      return arrivePod(pod.get(), p, at);
    }
    if (far != null && far != h) {
      return underlay(h, far, next, dev, p, at);
    }
    if (kind.equals("bridge") && onLink(h, dev, next)) {
      return nobody(h, dev, next, p, at);
    }
    HostNet target = byAddress.get(p.dst());
    if (target != null && target != h && cluster.nodeByIp(p.dst()).isPresent()) {
      return underlay(h, target, p.dst(), dev, p, at);
    }
    Optional<String> astray = astray(p.dst());
    if (astray.isPresent()) {
      Step s =
          Step.of(
              h.name(),
              Step.Kind.UNDERLAY,
              "leaves by " + dev + " for " + next + ": " + astray.get());
      return end(Verdict.NO_ROUTE, astray.get(), h.name(), p, at.step(s));
    }
    Step s =
        Step.of(
            h.name(),
            Step.Kind.UNDERLAY,
            "leaves by "
                + dev
                + (next.equals(p.dst()) ? "" : " to router " + next)
                + ": what lies beyond is not in the bundle");
    return end(Verdict.LEFT, s.text(), h.name(), p, at.step(s));
  }

  /**
   * Why a packet to the address is lost once it left for the outside; empty when it may belong
   * there.
   */
  private Optional<String> astray(Ip dst) {
    if (cluster.serviceByIp(dst).isPresent()) {
      return Optional.of("the service address " + dst + " was not translated");
    }
    return hosts.values().stream().anyMatch(h -> h.routesPods(dst))
        ? Optional.of("the underlay does not know pod address " + dst)
        : Optional.empty();
  }

  private List<Fate> underlay(HostNet h, HostNet far, Ip next, String dev, Packet p, Progress at) {
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
    return receive(far, in, "", p, at.step(s));
  }

  private List<Fate> vxlan(HostNet h, Iface vtep, Ip next, Packet p, Progress at) {
    Optional<Neighbour> n = h.neighbour(next, vtep.name()).filter(x -> !x.mac().isEmpty());
    if (n.isEmpty()) {
      Step s =
          Step.of(
              h.name(),
              Step.Kind.ENCAP,
              "no neighbour entry for " + next + " on " + vtep.name(),
              vtep.at());
      boolean sure = h.neighboursKnown();
      return end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
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
      return end(sure ? Verdict.DROPPED : Verdict.UNKNOWN, s.text(), h.name(), p, at.step(s));
    }
    Progress known =
        at.step(Step.of(h.name(), Step.Kind.ENCAP, n.get().at().text().strip(), n.get().at()))
            .step(
                Step.of(
                    h.name(), Step.Kind.ENCAP, fdb.get(0).at().text().strip(), fdb.get(0).at()));
    return encapsulate(
        h, vtep, Protocol.UDP, fdb.get(0).dst().orElse(next), n.get().mac(), p, known);
  }

  private List<Fate> encapsulate(
      HostNet h, Iface dev, Protocol protocol, Ip far, String mac, Packet p, Progress at) {
    Ip src =
        dev.detail("local").flatMap(Ip::tryParse).or(() -> sourceFor(h.name(), far)).orElse(far);
    boolean vxlan = protocol.equals(Protocol.UDP);
    int port = vxlan ? dev.detail("dstport").map(Integer::parseInt).orElse(4789) : 0;
    Packet outer =
        new Packet(
            src, far, protocol, vxlan ? 50000 : 0, port, p.size() + (vxlan ? 50 : 20), 64, false);
    Step s = Step.of(h.name(), Step.Kind.ENCAP, dev.name() + " wraps it: " + outer, dev.at());
    return sendLocal(
        h, State.local(outer), at.step(s).wrap(p, mac, dev.detail("id").orElse("")).hop());
  }

  private List<Fate> decapsulate(HostNet h, Packet outer, Progress at) {
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
        return end(Verdict.DROPPED, s.text(), h.name(), outer, at.step(s));
      }
      if (vxlan && !i.mac().isEmpty() && !i.mac().equals(inner.mac())) {
        Step s =
            Step.of(
                h.name(),
                Step.Kind.DECAP,
                "the inner frame is for " + inner.mac() + ", but " + i.name() + " has " + i.mac(),
                i.at());
        return end(Verdict.DROPPED, s.text(), h.name(), outer, at.step(s));
      }
      Step s = Step.of(h.name(), Step.Kind.DECAP, i.name() + " unwraps " + inner.packet(), i.at());
      return receive(h, i.name(), "", inner.packet(), at.step(s).unwrap());
    }
    Step s =
        Step.of(
            h.name(), Step.Kind.DECAP, "no tunnel device takes " + outer + " VNI " + inner.vni());
    return end(Verdict.NO_LISTENER, s.text(), h.name(), outer, at.step(s));
  }
}
