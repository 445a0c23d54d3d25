package io.coldcase.sim;

import io.coldcase.model.ApiNodes;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Samples;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The walks that tell whether a cluster's network works, made once: tunnel, kubelet and API ports
 * between nodes, pods of every node to pods of every node, to Services, to the outside. One pod
 * stands for all pods of its node. In a large cluster every node asks some peers and some Services
 * only, each node others, so that the number of walks grows with nodes, not with their pairs, and
 * yet every node and every Service is asked by several.
 */
public final class Sweep {
  private static final int MAX_PEERS = 12;
  private static final int MAX_SERVICES = 60;
  private static final int MAX_STRANGERS = 3;

  /** Services that one node asks, were there as many nodes as to share them. */
  private static final int MIN_SERVICES = 12;

  /** TEST-NET-1 (RFC 5737): an address that is nobody's, for "the outside". */
  public static final Ip OUTSIDE = Ip.parse("192.0.2.1");

  private static final Comparator<Pod> PORT_FIRST =
      Comparator.<Pod>comparingInt(p -> port(p).isPresent() ? 0 : 1).thenComparing(Pod::key);

  private final Cluster cluster;
  private final Walker walker;
  private final ApiNodes apiHosts;
  private final Consumer<Walk> walks;

  /** What a walk was for, and what came of it. */
  public record Walk(
      Traffic traffic, String fromNode, String from, String toNode, String to, Trace trace) {}

  /** Kinds of traffic that a cluster cannot do without. */
  public enum Traffic {
    /** Outer packets of the overlay between nodes. */
    OVERLAY,
    /** Nodes to the kubelet of a node, TCP 10250. */
    KUBELET,
    /** Nodes to the API server. */
    API,
    POD_TO_POD,
    POD_TO_SERVICE,
    POD_TO_DNS,
    POD_TO_API,
    POD_TO_OUTSIDE,
    POD_TO_HOST,
    HOST_TO_POD,
    HOST_TO_SERVICE,
    HOST_TO_OUTSIDE,
    NODE_PORT
  }

  private Sweep(Cluster cluster, Walker walker, Consumer<Walk> walks) {
    this.walks = walks;
    this.cluster = cluster;
    this.walker = walker;
    this.apiHosts = ApiNodes.of(cluster);
  }

  /** All walks of the sweep, in a stable order: in a large cluster too much to be kept. */
  public static void of(Cluster cluster, Walker walker, Consumer<Walk> walks) {
    new Sweep(cluster, walker, walks).run();
  }

  private void run() {
    List<Node> nodes = cluster.nodes().stream().filter(n -> walker.known(n.name())).toList();
    Map<String, Pod> pods = new HashMap<>();
    cluster.nodes().forEach(n -> representative(n).ifPresent(p -> pods.put(n.name(), p)));
    List<Service> services = services();
    int share = Math.max(MIN_SERVICES, 3 * MAX_SERVICES / Math.max(1, nodes.size()));
    int asked = 0;
    for (Node n : nodes) {
      for (Node m : peers(n)) {
        if (!m.name().equals(n.name())) {
          between(n, m);
        }
        Pod b = m.name().equals(n.name()) ? second(n, pods.get(n.name())) : pods.get(m.name());
        if (pods.get(n.name()) != null && b != null) {
          toPod(n, pods.get(n.name()), m, b);
        }
      }
      outside(n, Optional.ofNullable(pods.get(n.name())));
      List<Service> mine = some(services, asked, Math.min(MAX_SERVICES, share));
      services(n, Optional.ofNullable(pods.get(n.name())), mine);
      asked += mine.size();
    }
    for (Node n : nodes) {
      for (Node m : cluster.nodes()) {
        if (apiHosts.contains(m) && !m.name().equals(n.name())) {
          api(n, m);
        }
      }
    }
    cluster.nodes().stream()
        .filter(n -> !walker.known(n.name()))
        .limit(MAX_STRANGERS)
        .forEach(n -> nodes.forEach(m -> stranger(n, m)));
  }

  /** What the other nodes' hosts, of which nothing was collected, want of this one. */
  private void stranger(Node n, Node m) {
    between(n, m);
    if (apiHosts.contains(m)) {
      api(n, m);
    }
  }

  /** The node itself and those that follow it in the circle of all nodes. */
  private List<Node> peers(Node n) {
    List<Node> all = cluster.nodes();
    return all.size() <= MAX_PEERS ? all : some(all, all.indexOf(n), MAX_PEERS);
  }

  /** {@code n} elements from {@code start} on in the circle, in the order of the list. */
  private static <T> List<T> some(List<T> all, int start, int n) {
    if (all.size() <= n) {
      return all;
    }
    return IntStream.range(0, n)
        .map(i -> (start + i) % all.size())
        .sorted()
        .mapToObj(all::get)
        .toList();
  }

  private static boolean vital(Service s) {
    return s.key().equals("kube-system/kube-dns") || s.key().equals("default/kubernetes");
  }

  /** The Services with an address that are not vital: of those some do. */
  private List<Service> services() {
    return cluster.objects(Service.class).stream()
        .filter(s -> !vital(s) && !s.clusterIps().isEmpty())
        .toList();
  }

  /** A running pod with an address of its own; one whose namespace was collected is better. */
  private Optional<Pod> representative(Node n) {
    return cluster.podsOn(n.name()).stream().filter(Sweep::usable).min(PORT_FIRST);
  }

  private static boolean usable(Pod p) {
    return !p.spec().hostNetwork() && p.phase().equals("Running") && !p.ips().isEmpty();
  }

  private @org.jspecify.annotations.Nullable Pod second(
      Node n, @org.jspecify.annotations.Nullable Pod first) {
    return cluster.podsOn(n.name()).stream()
        .filter(p -> usable(p) && p != first)
        .min(PORT_FIRST)
        .orElse(null);
  }

  private static Optional<Container.Port> port(Pod p) {
    return p.spec().containers().stream()
        .filter(c -> !c.init())
        .flatMap(c -> c.ports().stream())
        .filter(x -> x.protocol().equals("TCP"))
        .findFirst();
  }

  private void add(Traffic t, String fromNode, String from, String toNode, String to, Trace trace) {
    walks.accept(new Walk(t, fromNode, from, toNode, to, trace));
  }

  private static Optional<Ip> address(Node n) {
    return n.object().flatMap(o -> o.internalIps().stream().findFirst());
  }

  private void between(Node n, Node m) {
    Optional<Ip> to = address(m);
    Optional<Ip> src = to.flatMap(t -> source(n, t));
    if (src.isEmpty()) {
      return;
    }
    for (int p : vxlanPorts(walker.known(n.name()) ? n : m)) {
      send(Traffic.OVERLAY, n, m, "udp " + p, Packet.udp(src.get(), to.get(), p), false);
    }
    if (!apiHosts.names().isEmpty() && !apiHosts.contains(n)) {
      return; // the API server asks kubelets; a firewall may keep other nodes away from them
    }
    int kubelet = m.object().map(KubeNode::kubeletEndpoint).orElse(10250);
    Packet p = Packet.tcp(src.get(), to.get(), kubelet);
    send(Traffic.KUBELET, n, m, "tcp " + kubelet, p, true);
  }

  private Optional<Ip> source(Node n, Ip to) {
    return walker.known(n.name()) ? walker.sourceFor(n.name(), to) : address(n);
  }

  /** From a host of which nothing is known: as far as the other end tells. */
  private void send(Traffic t, Node n, Node m, String to, Packet p, boolean withReply) {
    Trace trace =
        walker.known(n.name())
            ? walker.fromHost(n.name(), p, withReply)
            : walker.fromOutside(m.name(), p, withReply);
    add(t, n.name(), n.name(), m.name(), to, trace);
  }

  private static Set<Integer> vxlanPorts(Node n) {
    Set<Integer> ports = new TreeSet<>();
    n.get(Kinds.IP_ADDR).flatMap(Samples::last).stream()
        .flatMap(i -> i.list().stream())
        .filter(i -> i.kind().equals("vxlan"))
        .forEach(i -> ports.add(vxlanPort(i)));
    return ports;
  }

  private static int vxlanPort(Iface i) {
    try {
      return i.detail("dstport").map(Integer::parseInt).orElse(4789);
    } catch (NumberFormatException e) {
      return 4789;
    }
  }

  private void api(Node n, Node m) {
    int port =
        cluster.service("default", "kubernetes").stream()
            .flatMap(s -> cluster.slices(s).stream())
            .flatMap(e -> e.ports().stream())
            .map(p -> p.port())
            .filter(p -> p > 0)
            .findFirst()
            .orElse(6443);
    Optional<Ip> to = address(m);
    Optional<Ip> src = to.flatMap(t -> source(n, t));
    if (src.isPresent()) {
      Packet p = Packet.tcp(src.get(), to.get(), port);
      send(Traffic.API, n, m, to.get() + ":" + port, p, true);
    }
  }

  private void toPod(Node n, Pod a, Node m, Pod b) {
    Ip to = b.ips().get(0);
    Packet p =
        port(b)
            .map(x -> Packet.tcp(a.ips().get(0), to, x.number()))
            .orElseGet(() -> Packet.ping(a.ips().get(0), to, 56));
    add(Traffic.POD_TO_POD, n.name(), a.key(), m.name(), b.key(), walker.fromPod(a, p, true));
    walker
        .sourceFor(n.name(), to)
        .ifPresent(
            src ->
                add(
                    Traffic.HOST_TO_POD,
                    n.name(),
                    n.name(),
                    m.name(),
                    b.key(),
                    walker.fromHost(n.name(), p.from(src), true)));
    if (!m.name().equals(n.name())) {
      address(m)
          .ifPresent(
              ip ->
                  add(
                      Traffic.POD_TO_HOST,
                      n.name(),
                      a.key(),
                      m.name(),
                      m.name(),
                      walker.fromPod(a, Packet.tcp(a.ips().get(0), ip, 10250), true)));
    }
  }

  private void outside(Node n, Optional<Pod> pod) {
    pod.ifPresent(
        a ->
            add(
                Traffic.POD_TO_OUTSIDE,
                n.name(),
                a.key(),
                "",
                OUTSIDE.toString(),
                walker.fromPod(a, Packet.tcp(a.ips().get(0), OUTSIDE, 443), true)));
    walker
        .sourceFor(n.name(), OUTSIDE)
        .ifPresent(
            src ->
                add(
                    Traffic.HOST_TO_OUTSIDE,
                    n.name(),
                    n.name(),
                    "",
                    OUTSIDE.toString(),
                    walker.fromHost(n.name(), Packet.tcp(src, OUTSIDE, 443), true)));
  }

  private void services(Node n, Optional<Pod> pod, List<Service> some) {
    Set<Service> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    chosen.addAll(some);
    for (Service s : cluster.objects(Service.class)) {
      if (s.clusterIps().isEmpty() || !(vital(s) || chosen.contains(s))) {
        continue;
      }
      Ip ip = s.clusterIps().get(0);
      for (Service.Port port : s.ports()) {
        Protocol protocol = Protocol.tryParse(port.protocol()).orElse(Protocol.TCP);
        Packet p =
            new Packet(ip, ip, protocol, 40000, port.port(), 60, 64, protocol.equals(Protocol.TCP));
        Traffic t =
            s.key().equals("default/kubernetes")
                ? Traffic.POD_TO_API
                : vital(s) ? Traffic.POD_TO_DNS : Traffic.POD_TO_SERVICE;
        String to = s.key() + ":" + (port.name().isEmpty() ? port.port() : port.name());
        pod.ifPresent(
            a ->
                add(t, n.name(), a.key(), "", to, walker.fromPod(a, p.from(a.ips().get(0)), true)));
        walker
            .sourceFor(n.name(), ip)
            .ifPresent(
                src ->
                    add(
                        Traffic.HOST_TO_SERVICE,
                        n.name(),
                        n.name(),
                        "",
                        to,
                        walker.fromHost(n.name(), p.from(src), true)));
        if (port.nodePort() > 0) {
          address(n)
              .ifPresent(
                  own ->
                      add(
                          Traffic.NODE_PORT,
                          n.name(),
                          "outside",
                          n.name(),
                          to + " node port " + port.nodePort(),
                          walker.fromOutside(
                              n.name(),
                              new Packet(
                                  OUTSIDE, own, protocol, 40000, port.nodePort(), 60, 60, false),
                              true)));
        }
      }
    }
  }
}
