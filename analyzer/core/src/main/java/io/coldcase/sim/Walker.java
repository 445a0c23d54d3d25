package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.host.Iface;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.sim.Netfilter.Branch;
import io.coldcase.sim.Netfilter.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Walks packets through the cluster: from a pod or a host, through every filter, route, bridge and
 * tunnel of every host on the way, to the far end and back. One for a cluster; it holds indexes
 * only, so walks may run in any order.
 */
public final class Walker {
  private final Network net;
  private final Paths paths;

  /** The one walker of the cluster. */
  public static Walker of(Cluster cluster) {
    return cluster.derived(Walker.class, Walker::new);
  }

  public Walker(Cluster cluster) {
    this.net = new Network(cluster);
    this.paths = new Paths(net);
  }

  Optional<HostNet> host(String node) {
    return Optional.ofNullable(net.host(node));
  }

  /** The filters of a node, as they act together. */
  public Optional<Filters> filters(String node) {
    return Optional.ofNullable(net.host(node)).map(HostNet::filters);
  }

  /** True when routes and filters of the node are in the bundle. */
  public boolean known(String node) {
    HostNet h = net.host(node);
    return h != null && h.known() && h.filters().known();
  }

  /** The address that a host would choose to send to the destination. */
  public Optional<Ip> sourceFor(String node, Ip dst) {
    return net.sourceFor(node, dst);
  }

  /**
   * A packet of a process on the host. {@code withReply}: the first answer is walked too. Where the
   * source is the one that the host would choose, ping leaves it that choice: its route is looked
   * up without a source, and not again (raw_sendmsg), as connections do (ip_route_connect).
   */
  public Trace fromHost(String node, Packet p, boolean withReply) {
    HostNet h = net.host(node);
    boolean free =
        h != null && !p.ports() && net.sourceFor(node, p.dst()).filter(p.src()::equals).isPresent();
    Ip from = free ? (p.dst().v6() ? Ip.ANY6 : Ip.ANY4) : p.src();
    return fromHost(node, p, from, withReply);
  }

  /** A packet of a socket that is bound to the source. */
  public Trace fromBound(String node, Packet p, boolean withReply) {
    return fromHost(node, p, p.src(), withReply);
  }

  private Trace fromHost(String node, Packet p, Ip from, boolean withReply) {
    HostNet h = net.host(node);
    if (h == null) {
      return new Trace(node, p, List.of());
    }
    Progress at = Progress.start(Step.of(node, Step.Kind.SEND, "sends " + p));
    HostNet.Answer route = h.route(from, p.dst(), p, 0, "");
    return finish(node, p, paths.hosts().sendLocal(h, State.local(p), route, at), withReply);
  }

  /** A packet of a process in the pod; on the host network it is the host's. */
  public Trace fromPod(Pod pod, Packet p, boolean withReply) {
    if (pod.spec().hostNetwork()) {
      return fromHost(pod.nodeName(), p, withReply);
    }
    Progress at = Progress.start(Step.of(place(pod), Step.Kind.SEND, "sends " + p));
    return finish(place(pod), p, paths.pods().sendPod(pod, p, at), withReply);
  }

  /**
   * A packet that arrives at a node from outside of the cluster, on the interface that holds the
   * node's address.
   */
  public Trace fromOutside(String node, Packet p, boolean withReply) {
    HostNet h = net.host(node);
    if (h == null) {
      return new Trace("outside", p, List.of());
    }
    Progress at = Progress.start(Step.of("outside", Step.Kind.SEND, "sends " + p));
    return finish("outside", p, paths.hosts().receive(h, uplink(h), p, at), withReply);
  }

  /** The device that holds the node's address. */
  private static String uplink(HostNet h) {
    return h.node().object().stream()
        .flatMap(o -> o.internalIps().stream())
        .flatMap(ip -> h.holder(ip).stream())
        .map(Iface::name)
        .findFirst()
        .orElse("eth0");
  }

  /**
   * What became of a packet at one hook.
   *
   * @param outcomes every branch; empty where the hook is not reached, or not known
   */
  public record Translation(List<Outcome> outcomes, Optional<Particulars> particulars) {
    private static final Translation NONE = new Translation(List.of(), Optional.empty());

    /** Only what {@link Walker#same} needs. */
    public Translation withoutWay() {
      return new Translation(List.of(), particulars);
    }
  }

  /** What a packet that arrives from a pod's side becomes at PREROUTING, every branch. */
  public Translation translate(String node, Packet p) {
    return translate(node, p, Hook.PREROUTING);
  }

  /**
   * What a packet of a process on the node becomes at OUTPUT, every branch; empty without route.
   */
  public Translation translateOwn(String node, Packet p) {
    return translate(node, p, Hook.OUTPUT);
  }

  /** True when the packet is sure to come to the same there, because the same rules decide it. */
  public boolean same(Translation t, String node, Packet p) {
    HostNet h = net.host(node);
    return h != null
        && t.particulars()
            .filter(x -> start(h, p, x.hook()).filter(s -> x.hold(h, s)).isPresent())
            .isPresent();
  }

  private Translation translate(String node, Packet p, Hook hook) {
    HostNet h = net.host(node);
    Optional<State> start = h == null ? Optional.empty() : start(h, p, hook);
    if (h == null || start.isEmpty()) {
      return Translation.NONE;
    }
    Particulars own = new Particulars(h.filters(), hook, start.get());
    return new Translation(ends(h, new Netfilter(h, own), hook, start.get(), p), Optional.of(own));
  }

  /** The packet as it comes to the hook; empty when it does not, or the rules are not known. */
  private static Optional<State> start(HostNet h, Packet p, Hook hook) {
    if (!h.filters().known()) {
      return Optional.empty();
    }
    if (hook == Hook.OUTPUT) {
      return h.known()
          ? h.route(p.src(), p.dst(), p, 0, "")
              .route()
              .filter(HostPath::leads)
              .map(r -> State.local(p).toward(r.dev(), ""))
          : Optional.empty();
    }
    String dev =
        h.ifaces().stream()
            .filter(i -> i.kind().equals("bridge") && BridgePath.covers(i, p.src()))
            .map(Iface::name)
            .findFirst()
            .orElse("");
    return Optional.of(State.arriving(p, dev, ""));
  }

  /** What a packet from outside becomes at PREROUTING of the node's own interface. */
  public List<Outcome> translateFromOutside(String node, Packet p) {
    HostNet h = net.host(node);
    // without routes nobody knows which addresses are the node's own
    return h == null || !h.filters().known() || !h.known()
        ? List.of()
        : ends(h, net.filters(h), Hook.PREROUTING, State.arriving(p, uplink(h), ""), p);
  }

  private static List<Outcome> ends(HostNet h, Netfilter filters, Hook hook, State s, Packet p) {
    Progress at = Progress.start(Step.of(h.name(), Step.Kind.SEND, p.toString()));
    List<Outcome> out = new ArrayList<>();
    for (Branch b :
        filters.run(hook, new Branch(s, at.probability(), End.CONTINUE, at.way(), ""))) {
      Progress q = at.after(h.name(), b);
      List<Fate> f =
          b.alive()
              ? Fate.end(Verdict.DELIVERED, "", h.name(), b.state().packet(), q)
              : HostPath.stopped(h, b, q);
      f.forEach(x -> out.add(x.outcome(Optional.empty())));
    }
    return out;
  }

  static String place(Pod pod) {
    return pod.nodeName() + "/" + pod.key();
  }

  private Trace finish(String from, Packet sent, List<Fate> fates, boolean withReply) {
    List<Outcome> out = new ArrayList<>();
    for (Fate f : fates) {
      if (!withReply || f.verdict() != Verdict.DELIVERED) {
        out.add(f.outcome(Optional.empty()));
        continue;
      }
      for (Fate r : answer(f, sent)) {
        out.add(f.outcome(Optional.of(r.outcome(Optional.empty()))));
      }
    }
    return new Trace(from, sent, out);
  }

  private List<Fate> answer(Fate f, Packet sent) {
    Packet p = f.last().answer();
    Progress at = f.at().answer(Step.of(f.place(), Step.Kind.SEND, "answers " + p), sent);
    if (f.pod().isPresent()) {
      return paths.pods().sendPod(f.pod().get(), p, at);
    }
    HostNet h = net.host(f.place());
    return h == null
        ? Fate.end(Verdict.UNKNOWN, "the far end is not in the bundle", f.place(), p, at)
        : paths.hosts().sendLocal(h, State.local(p), at);
  }
}
