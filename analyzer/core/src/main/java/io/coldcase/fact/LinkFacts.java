package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Chains;
import io.coldcase.model.filter.Table;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.LinkCounters;
import io.coldcase.model.host.MachineIds;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.Neighbours;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Interfaces that do not carry what they should. */
public final class LinkFacts {
  private static final Set<String> UNSTABLE = Set.of("listening", "learning", "blocking");

  private LinkFacts() {}

  /**
   * An interface that pod traffic needs is down, or comes and goes; role uplink, tunnel or bridge.
   */
  public record DownLink(String node, String dev, String role, String how, SourceRef at) {}

  /**
   * A bond that does not use all of its ports.
   *
   * @param split LACP did not join them, or nobody answers it; else a port has no link
   */
  public record DegradedBond(String node, String dev, boolean split, List<Evidence> evidence) {
    public DegradedBond {
      evidence = List.copyOf(evidence);
    }
  }

  /** The interface pair of a pod is not whole. */
  public record BrokenVeth(
      String node, String namespace, String pod, String dev, String why, SourceRef at) {}

  /** A bridge port that spanning tree kept from forwarding in every sample. */
  public record StuckBridgePort(
      String node, String dev, String bridge, String state, SourceRef at) {}

  /** A queueing discipline that delays or loses packets on purpose, or lost many. */
  public record ShapedLink(
      String node, String dev, String kind, String options, long dropped, SourceRef at) {}

  /** Uplinks or tunnel devices of two nodes with one MAC. */
  public record SharedMac(
      String first,
      String second,
      String mac,
      String devFirst,
      String devSecond,
      SourceRef atFirst,
      SourceRef atSecond) {}

  /** A node's address is answered by a machine with another MAC. */
  public record ForeignMac(
      String node,
      String ip,
      String seenBy,
      String mac,
      String own,
      SourceRef at,
      SourceRef ownAt) {}

  /**
   * Two nodes have different MAC addresses for the address of a third, which told nobody its own:
   * for one of them it is the MAC address of yet another host.
   *
   * @param mac of that host, as {@code seenBy} has it
   */
  public record RivalMacs(
      String node, String ip, String seenBy, String mac, List<Evidence> evidence) {
    public RivalMacs {
      evidence = List.copyOf(evidence);
    }
  }

  /** An entry made by hand that leads packets for a node or pod to another MAC than its own. */
  public record StaticNeighbour(
      String node,
      String dev,
      String ip,
      String mac,
      String wanted,
      SourceRef at,
      SourceRef wantedAt) {}

  /** Two nodes with one machine-id. */
  public record SharedMachineId(
      String first, String second, SourceRef atFirst, SourceRef atSecond) {}

  /** Two Node objects with one InternalIP. */
  public record SharedNodeIp(
      String first, String second, String ip, SourceRef atFirst, SourceRef atSecond) {}

  /**
   * The bridge port of a pod does not send packets back where they came from.
   *
   * @param pod CLUSTER when nobody looked into the pods of the node
   */
  public record HairpinOff(String node, String dev, String bridge, Subject pod, SourceRef at) {
    /** True when the port is the pod's, as far as is known. */
    public boolean of(Subject other) {
      return pod.equals(Subject.CLUSTER) || pod.equals(other);
    }
  }

  /**
   * Connections of a pod to a Service that were led to the pod itself between the samples.
   *
   * @param at kube-proxy's rule that counted them
   */
  public record SelfCall(String node, Subject pod, long packets, SourceRef at) {}

  /** A pod that stands behind a Service itself. */
  public record SelfService(String node, Subject pod, String namespace, String service) {
    /** True when {@code target} is the Service, or a port of it. */
    public boolean serves(Subject target) {
      return target.kind().equals("service")
          && target.namespace().equals(namespace)
          && target.name().equals(service);
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      HostLinks links = HostLinks.of(n);
      down(n, links, facts);
      links.all().stream()
          .filter(i -> i.kind().equals("bond"))
          .forEach(b -> bond(n, links, b, facts));
      ports(n, links, facts);
      selfCalls(cluster, n, facts);
      n.store()
          .entries(Kinds.NETNS)
          .forEach((key, e) -> veth(cluster, n, links, key, e.value(), facts));
      n.get(Kinds.TC).map(Qdiscs::list).orElse(List.of()).forEach(q -> shaped(n, q, facts));
    }
    machines(cluster, facts);
    macs(cluster, facts);
    nodeIps(cluster, facts);
    for (Service s : cluster.objects(Service.class)) {
      for (Pod p : cluster.selected(s)) {
        facts.accept(
            new SelfService(
                p.nodeName(), Subject.pod(p.namespace(), p.name()), s.namespace(), s.name()));
      }
    }
  }

  private static void down(Node n, HostLinks links, Consumer<Object> facts) {
    links.uplink().ifPresent(i -> down(n, i, "uplink", facts));
    links.uplink().ifPresent(i -> unsteady(n, i, facts));
    links.all().stream()
        .filter(i -> i.kind().equals("vxlan") || i.kind().equals("wireguard"))
        .forEach(i -> down(n, i, "tunnel", facts));
    links.podBridges().forEach(i -> down(n, i, "bridge", facts));
  }

  private static void down(Node n, Iface i, String role, Consumer<Object> facts) {
    boolean carrier = !i.flags().contains("NO-CARRIER");
    if (!i.up() || role.equals("uplink") && !carrier) {
      String how = i.up() ? "has no carrier" : "is administratively down";
      facts.accept(new DownLink(n.name(), i.name(), role, how, i.at()));
    }
  }

  /**
   * Documentation/networking/bonding.rst: in mode 802.3ad ports of one aggregator carry packets,
   * the others wait; as ip(8) prints the details of the bond and of its ports.
   */
  private static void bond(Node n, HostLinks links, Iface bond, Consumer<Object> facts) {
    List<Iface> ports = links.all().stream().filter(i -> i.master().equals(bond.name())).toList();
    boolean lacp = bond.detail("mode").filter("802.3ad"::equals).isPresent();
    boolean alone = bond.detail("ad_partner_mac").filter("00:00:00:00:00:00"::equals).isPresent();
    Set<String> aggregators = new HashSet<>();
    ports.forEach(p -> p.detail("port.ad_aggregator_id").ifPresent(aggregators::add));
    boolean split = lacp && (alone || aggregators.size() > 1);
    List<Evidence> e = new ArrayList<>();
    if (lacp && alone) {
      e.add(new Evidence(bond.at(), "nobody answers LACP: ad_partner_mac is 00:00:00:00:00:00"));
    }
    for (Iface p : ports) {
      if (p.detail("port.mii_status").filter("DOWN"::equals).isPresent()) {
        e.add(new Evidence(p.at(), p.name() + " has no link (mii_status DOWN)"));
      } else if (split && !alone) {
        String id = p.detail("port.ad_aggregator_id").orElse("?");
        e.add(new Evidence(p.at(), p.name() + " is in aggregator " + id));
      }
    }
    if (!e.isEmpty()) {
      facts.accept(new DegradedBond(n.name(), bond.name(), split, e));
    }
  }

  /** An uplink whose carrier went and came between the samples, whatever they met. */
  private static void unsteady(Node n, Iface uplink, Consumer<Object> facts) {
    Optional<Samples<Ifaces>> links = n.get(Kinds.IP_LINK);
    Optional<Iface> last = links.flatMap(Samples::last).flatMap(all -> all.named(uplink.name()));
    long changes = links.flatMap(s -> s.growth(all -> transitions(all, uplink.name()))).orElse(0L);
    if (last.filter(Iface::running).isPresent() && changes > 0) {
      String how = "lost and found its carrier: " + changes + " changes between the samples";
      facts.accept(new DownLink(n.name(), uplink.name(), "uplink", how, last.get().at()));
    }
  }

  private static long transitions(Ifaces all, String name) {
    return all.named(name).flatMap(Iface::counters).map(LinkCounters::transitions).orElse(0L);
  }

  private static void ports(Node n, HostLinks links, Consumer<Object> facts) {
    Set<String> earlier = new HashSet<>();
    boolean twice = n.get(Kinds.IP_LINK).filter(s -> s.list().size() > 1).isPresent();
    n.get(Kinds.IP_LINK)
        .flatMap(Samples::first)
        .map(Ifaces::list)
        .orElse(List.of())
        .forEach(
            i -> {
              if (UNSTABLE.contains(i.detail("port.state").orElse(""))) {
                earlier.add(i.name());
              }
            });
    for (Iface i : links.all()) {
      String state = i.detail("port.state").orElse("");
      if (UNSTABLE.contains(state) && twice && earlier.contains(i.name())) {
        facts.accept(new StuckBridgePort(n.name(), i.name(), i.master(), state, i.at()));
      }
    }
    Map<Integer, Subject> pods = new HashMap<>();
    n.store()
        .entries(Kinds.NETNS)
        .forEach(
            (key, e) ->
                e.value()
                    .ifaces()
                    .named("eth0")
                    .ifPresent(
                        i ->
                            pods.put(
                                i.peerIndex(),
                                Subject.pod(PodNetns.namespace(key), PodNetns.pod(key)))));
    for (Iface i : links.all()) {
      // a pod that came or went while they were collected may be missing
      Subject pod = pods.isEmpty() ? Subject.CLUSTER : pods.get(i.index());
      if (hairpinOff(i, links) && pod != null) {
        SourceRef at = i.at().withText(i.name() + ": hairpin off");
        facts.accept(new HairpinOff(n.name(), i.name(), i.master(), pod, at));
      }
    }
  }

  /** What kube-proxy marks because a pod was chosen to answer itself (iptables mode counts it). */
  private static void selfCalls(Cluster cluster, Node n, Consumer<Object> facts) {
    for (Table t : Walker.of(cluster).filters(n.name()).map(Filters::tables).orElse(List.of())) {
      for (Chains.Grown g : t.name().equals("nat") ? t.chains().grown() : List.<Chains.Grown>of()) {
        SourceRef at = g.chain().at(g.rule());
        if (g.chain().name().startsWith("KUBE-SEP-") && at.text().contains("-j KUBE-MARK-MASQ")) {
          source(at.text())
              .flatMap(cluster::podByIp)
              .filter(p -> p.nodeName().equals(n.name()) && !p.spec().hostNetwork())
              .map(
                  p ->
                      new SelfCall(n.name(), Subject.pod(p.namespace(), p.name()), g.packets(), at))
              .ifPresent(facts);
        }
      }
    }
  }

  /** {@code -s 10.244.1.5/32}. */
  private static Optional<Ip> source(String rule) {
    int from = rule.indexOf("-s ");
    int to = from < 0 ? -1 : rule.indexOf('/', from);
    return to < 0 ? Optional.empty() : Ip.tryParse(rule.substring(from + 3, to));
  }

  private static boolean hairpinOff(Iface i, HostLinks links) {
    boolean promiscuous =
        links.named(i.master()).filter(b -> b.flags().contains("PROMISC")).isPresent();
    return i.kind().equals("veth")
        && i.detail("port.hairpin").filter("off"::equals).isPresent()
        && !promiscuous;
  }

  private static void veth(
      Cluster cluster,
      Node n,
      HostLinks links,
      String key,
      PodNetns netns,
      Consumer<Object> facts) {
    String namespace = PodNetns.namespace(key);
    String name = PodNetns.pod(key);
    Optional<Pod> pod = cluster.pod(namespace, name);
    boolean own = pod.map(p -> !p.spec().hostNetwork()).orElse(true);
    if (!own || netns.ifaces().list().isEmpty() || links.all().isEmpty()) {
      return;
    }
    Optional<Iface> eth = netns.ifaces().named("eth0");
    Iface i = eth.orElse(netns.ifaces().list().get(0));
    String why =
        eth.map(e -> inside(e, netns, pod.map(Pod::ips).orElse(List.of())))
            .orElse("the pod has no eth0");
    String dev = "eth0";
    SourceRef at = i.at();
    if (why.isEmpty() && i.peerIndex() > 0) {
      Optional<Iface> host = links.index(i.peerIndex());
      why = host.map(h -> outside(h, links)).orElse("its end on the host is gone");
      dev = host.map(Iface::name).orElse(dev);
      at = host.map(Iface::at).orElse(at);
    }
    if (!why.isEmpty() && cluster.stayed(namespace, name)) {
      facts.accept(new BrokenVeth(n.name(), namespace, name, dev, why, at));
    }
  }

  private static String inside(Iface eth, PodNetns netns, List<Ip> ips) {
    if (!eth.up()) {
      return "eth0 in the pod is down";
    }
    if (eth.addresses().stream().allMatch(a -> a.ip().isLinkLocal())) {
      return "eth0 in the pod has no address";
    }
    if (!ips.isEmpty() && ips.stream().noneMatch(eth::has)) {
      return "eth0 in the pod does not hold " + ips.get(0);
    }
    List<Route> routes = netns.routes().list();
    if (routes.isEmpty()) {
      return "";
    }
    if (routes.stream().noneMatch(Route::isDefault)) {
      return "the pod has no default route";
    }
    return routes.stream().anyMatch(r -> r.isDefault() && !r.type().equals("unicast"))
        ? "the pod's default route discards"
        : "";
  }

  private static String outside(Iface host, HostLinks links) {
    if (!host.up()) {
      return "its end on the host is down";
    }
    List<Iface> bridges = links.podBridges();
    boolean bridged =
        links.all().stream()
            .filter(i -> i.kind().equals("veth") && i.peerIndex() > 0 && i != host)
            .anyMatch(i -> bridges.stream().anyMatch(b -> b.name().equals(i.master())));
    return host.master().isEmpty() && bridged
        ? "its end on the host is not attached to bridge " + bridges.get(0).name()
        : "";
  }

  private static void shaped(Node n, Qdiscs.Qdisc q, Consumer<Object> facts) {
    boolean netem =
        q.kind().equals("netem")
            && (q.options().contains("loss")
                || q.options().contains("delay")
                || q.options().contains("corrupt")
                || q.options().contains("duplicate")
                || q.options().contains("reorder")
                || q.options().contains("rate"));
    boolean limits = Set.of("tbf", "htb", "hfsc", "cake", "police").contains(q.kind());
    // a limit that somebody wants costs TCP a packet now and then: one in a hundred hurts
    boolean hurts = q.dropped() >= 10 || q.dropped() >= 3 && q.dropped() * 100 >= q.sentPackets();
    if (netem || limits && hurts) {
      facts.accept(
          new ShapedLink(
              n.name(),
              q.dev(),
              q.kind(),
              q.options(),
              q.dropped(),
              q.at()
                  .withText(
                      q.at().text().strip()
                          + " (sent "
                          + q.sentPackets()
                          + ", dropped "
                          + q.dropped()
                          + ")")));
    }
  }

  private static void machines(Cluster cluster, Consumer<Object> facts) {
    Map<String, Map.Entry<String, SourceRef>> seen = new HashMap<>();
    for (Node n : cluster.nodes()) {
      Setting id =
          n.get(Kinds.MACHINE_ID)
              .map(MachineIds::hashes)
              .map(h -> h.getOrDefault("machine-id", h.get("/etc/machine-id")))
              .orElse(null);
      if (id != null && !id.text().isEmpty()) {
        var other = seen.putIfAbsent(id.text(), Map.entry(n.name(), id.at()));
        if (other != null) {
          facts.accept(new SharedMachineId(other.getKey(), n.name(), other.getValue(), id.at()));
        }
      }
    }
  }

  private static void macs(Cluster cluster, Consumer<Object> facts) {
    Map<String, Map.Entry<String, Iface>> seen = new HashMap<>();
    Map<Ip, Map.Entry<String, Iface>> owners = new HashMap<>();
    for (Node n : cluster.nodes()) {
      HostLinks links = HostLinks.of(n);
      links
          .uplink()
          .ifPresent(
              u ->
                  n.object()
                      .ifPresent(
                          o ->
                              o.internalIps()
                                  .forEach(ip -> owners.put(ip, Map.entry(n.name(), u)))));
      List<Iface> devs = new java.util.ArrayList<>(links.tunnels());
      links.uplink().ifPresent(devs::add);
      for (Iface i : devs) {
        if (i.mac().isEmpty() || i.mac().equals("00:00:00:00:00:00")) {
          continue;
        }
        var other = seen.putIfAbsent(i.mac(), Map.entry(n.name(), i));
        if (other != null && !other.getKey().equals(n.name())) {
          facts.accept(
              new SharedMac(
                  other.getKey(),
                  n.name(),
                  i.mac(),
                  other.getValue().name(),
                  i.name(),
                  other.getValue().at().withText(other.getValue().name() + " " + i.mac()),
                  i.at().withText(i.name() + " " + i.mac())));
        }
      }
    }
    for (Node n : cluster.nodes()) {
      foreign(n, owners, facts);
      fixed(cluster, n, owners, facts);
    }
    rivals(cluster, owners.keySet(), facts);
  }

  private record Seen(String by, Neighbour entry) {}

  private static void rivals(Cluster cluster, Set<Ip> told, Consumer<Object> facts) {
    Map<Ip, Seen> own = new TreeMap<>();
    Map<Ip, Seen> others = new TreeMap<>();
    for (Node n : cluster.nodes()) {
      String uplink = HostLinks.of(n).uplink().map(Iface::name).orElse("");
      List<Neighbour> table =
          n.get(Kinds.IP_NEIGH).map(Neighbours::list).orElse(List.of()).stream()
              .filter(e -> e.dev().equals(uplink) && !e.mac().isEmpty() && !e.ip().v6())
              .filter(e -> !e.state().equals("PERMANENT"))
              .toList();
      Map<String, Integer> uses = new HashMap<>();
      Set<String> macs = new HashSet<>();
      for (Neighbour e : table) {
        uses.merge(e.mac(), 1, Integer::sum);
        if (cluster.nodeByIp(e.ip()).isPresent()) {
          macs.add(e.mac());
        }
      }
      for (Neighbour e : table) {
        if (!told.contains(e.ip()) && cluster.nodeByIp(e.ip()).isPresent()) {
          // a router that answers for everybody has the addresses of all other nodes too
          boolean another = uses.get(e.mac()) > 1 && macs.size() > 1;
          (another ? others : own).putIfAbsent(e.ip(), new Seen(n.name(), e));
        }
      }
    }
    others.forEach(
        (ip, other) -> {
          Seen right = own.get(ip);
          if (right != null && !right.entry().mac().equals(other.entry().mac())) {
            facts.accept(
                new RivalMacs(
                    cluster.nodeByIp(ip).map(Node::name).orElse(""),
                    ip.toString(),
                    other.by(),
                    other.entry().mac(),
                    List.of(
                        new Evidence(
                            other.entry().at(), "for node " + other.by() + " another host has it"),
                        new Evidence(
                            right.entry().at(),
                            "for node " + right.by() + " it is nobody else's"))));
          }
        });
  }

  /** What other machines answer for the addresses of nodes, as the neighbours of a node show it. */
  private static void foreign(
      Node n, Map<Ip, Map.Entry<String, Iface>> owners, Consumer<Object> facts) {
    List<Neighbour> table = n.get(Kinds.IP_NEIGH).map(Neighbours::list).orElse(List.of());
    Map<String, Integer> uses = new TreeMap<>();
    table.forEach(e -> uses.merge(e.mac(), 1, Integer::sum));
    String uplink = HostLinks.of(n).uplink().map(Iface::name).orElse("");
    for (Neighbour e : table) {
      var owner = owners.get(e.ip());
      if (owner == null || owner.getKey().equals(n.name()) || !e.dev().equals(uplink)) {
        continue;
      }
      // A router that answers for everybody (proxy ARP, cloud networks) has one MAC for many.
      boolean router = uses.getOrDefault(e.mac(), 0) > 1;
      String own = owner.getValue().mac();
      boolean fixed = e.state().equals("PERMANENT"); // entered by hand: nobody answered
      boolean bonded = !owner.getValue().kind().isEmpty() && owner.getValue().kind().equals("bond");
      if (!e.mac().isEmpty()
          && !own.isEmpty()
          && !e.mac().equals(own)
          && !router
          && !bonded
          && !fixed) {
        facts.accept(
            new ForeignMac(
                owner.getKey(),
                e.ip().toString(),
                n.name(),
                e.mac(),
                own,
                e.at(),
                owner.getValue().at().withText(owner.getValue().name() + " " + own)));
      }
    }
  }

  private static void fixed(
      Cluster cluster, Node n, Map<Ip, Map.Entry<String, Iface>> owners, Consumer<Object> facts) {
    Map<Ip, Iface> right = new HashMap<>();
    owners.forEach((ip, o) -> right.put(ip, o.getValue()));
    n.store()
        .entries(Kinds.NETNS)
        .forEach(
            (key, e) ->
                cluster
                    .pod(PodNetns.namespace(key), PodNetns.pod(key))
                    .ifPresent(
                        p ->
                            e.value()
                                .ifaces()
                                .named("eth0")
                                .ifPresent(i -> p.ips().forEach(ip -> right.put(ip, i)))));
    for (Neighbour e : n.get(Kinds.IP_NEIGH).map(Neighbours::list).orElse(List.of())) {
      Iface own = right.get(e.ip());
      if (own != null
          && e.state().equals("PERMANENT")
          && !e.mac().isEmpty()
          && !own.mac().isEmpty()
          && !e.mac().equals(own.mac())) {
        facts.accept(
            new StaticNeighbour(
                n.name(),
                e.dev(),
                e.ip().toString(),
                e.mac(),
                own.mac(),
                e.at(),
                own.at().withText(own.name() + " " + own.mac())));
      }
    }
  }

  private static void nodeIps(Cluster cluster, Consumer<Object> facts) {
    Map<Ip, KubeNode> seen = new HashMap<>();
    for (KubeNode o : cluster.objects(KubeNode.class)) {
      for (Ip ip : o.internalIps()) {
        KubeNode other = seen.putIfAbsent(ip, o);
        if (other != null && other != o) {
          facts.accept(
              new SharedNodeIp(
                  other.name(),
                  o.name(),
                  ip.toString(),
                  other.at().withText(other.name() + " InternalIP " + ip),
                  o.at().withText(o.name() + " InternalIP " + ip)));
        }
      }
    }
  }
}
