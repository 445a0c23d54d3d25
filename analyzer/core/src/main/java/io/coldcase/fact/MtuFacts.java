package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probes;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** MTUs along the paths between nodes: by arithmetic, and by probes of several sizes. */
public final class MtuFacts {
  /** ICMP and IPv4 headers around the payload of a ping. */
  private static final int PING = 28;

  /** Bytes that a tunnel adds to an IPv4 packet over IPv4, by link kind. */
  private static final Map<String, Integer> OVERHEAD =
      Map.of("vxlan", 50, "ipip", 20, "gre", 24, "geneve", 50, "wireguard", 60);

  private MtuFacts() {}

  /**
   * A tunnel whose full packets do not fit the interface under it.
   *
   * @param probed large probes between pods of this node and others fail, small ones pass
   */
  public record TunnelTooLarge(
      String node,
      String dev,
      int mtu,
      String under,
      int underMtu,
      int overhead,
      boolean probed,
      SourceRef at,
      SourceRef underAt,
      List<Evidence> probes) {
    public TunnelTooLarge {
      probes = List.copyOf(probes);
    }
  }

  /** A node whose uplink has another MTU than most nodes of its subnet. */
  public record OddUplink(
      String node,
      String dev,
      int mtu,
      int others,
      boolean probed,
      SourceRef at,
      SourceRef otherAt,
      List<Evidence> probes) {
    public OddUplink {
      probes = List.copyOf(probes);
    }
  }

  /**
   * Probes between two nodes pass up to one size and fail above it although both interfaces carry
   * more; sizes are those of the IP packet.
   *
   * @param both the interfaces of both are known; else the other node was not collected at all
   */
  public record NarrowPath(
      String first, String second, int passes, int fails, boolean both, List<Evidence> probes) {
    public NarrowPath {
      probes = List.copyOf(probes);
    }
  }

  /**
   * Pods of a node without a tunnel send larger packets than its uplink carries.
   *
   * @param dev their bridge, or {@code eth0} of a pod
   * @param probed large probes from a pod of the node fail, small ones pass
   */
  public record BridgeTooLarge(
      String node,
      String dev,
      int mtu,
      String under,
      int underMtu,
      boolean probed,
      SourceRef at,
      SourceRef underAt,
      List<Evidence> probes) {
    public BridgeTooLarge {
      probes = List.copyOf(probes);
    }
  }

  /** Pods of one node whose MTU exceeds that of the tunnel, while younger ones fit. */
  public record StalePod(
      String node, String namespace, String pod, int mtu, int tunnelMtu, SourceRef at) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Iface> uplinks = new TreeMap<>();
    for (Node n : cluster.nodes()) {
      HostLinks.of(n).uplink().filter(i -> i.mtu() > 0).ifPresent(i -> uplinks.put(n.name(), i));
    }
    Map<String, Integer> common = common(cluster, uplinks);
    uplinks.forEach((node, up) -> uplink(cluster, node, up, uplinks, common, facts));
    for (Node n : cluster.nodes()) {
      Iface up = uplinks.get(n.name());
      if (up != null && up.mtu() == common.get(n.name())) {
        tunnels(cluster, n, facts);
        bridge(cluster, n, up, facts);
      }
    }
    inner(cluster, uplinks, common, facts);
    paths(cluster, uplinks, facts);
  }

  /**
   * Tunnel devices and pod bridges that carry less than those of the same name on most other nodes,
   * where large probes of the node fail.
   */
  private static void inner(
      Cluster cluster,
      Map<String, Iface> uplinks,
      Map<String, Integer> common,
      Consumer<Object> facts) {
    Map<String, Map<String, Iface>> byName = new TreeMap<>();
    for (Node n : cluster.nodes()) {
      Iface up = uplinks.get(n.name());
      if (up != null && up.mtu() == common.get(n.name())) {
        HostLinks links = HostLinks.of(n);
        List<Iface> devs = new ArrayList<>(links.podBridges());
        links.flannel().ifPresent(devs::add);
        devs.forEach(d -> byName.computeIfAbsent(d.name(), k -> new TreeMap<>()).put(n.name(), d));
      }
    }
    byName.forEach(
        (name, devs) ->
            devs.forEach(
                (node, d) -> {
                  List<Iface> larger =
                      devs.values().stream().filter(o -> o.mtu() > d.mtu()).toList();
                  if (d.mtu() > 0 && larger.size() * 2 > devs.size()) {
                    narrow(cluster, node, d, larger.get(0), facts);
                  }
                }));
  }

  private static void narrow(
      Cluster cluster, String node, Iface dev, Iface other, Consumer<Object> facts) {
    List<Evidence> failed = new ArrayList<>();
    for (Row r : pings(cluster)) {
      boolean here = r.from().equals(node) || r.to().equals(node);
      if (here
          && r.pod()
          && r.size() > dev.mtu()
          && r.size() <= other.mtu()
          && r.probe().failed()) {
        failed.add(
            new Evidence(r.probe().at(), "a packet of " + r.size() + " bytes does not arrive"));
      }
    }
    if (!failed.isEmpty()) {
      facts.accept(
          new OddUplink(
              node, dev.name(), dev.mtu(), other.mtu(), true, dev.at(), other.at(), few(failed)));
    }
  }

  /** The most frequent uplink MTU of each node's subnet. */
  private static Map<String, Integer> common(Cluster cluster, Map<String, Iface> uplinks) {
    Map<Prefix, Map<Integer, Integer>> votes = new HashMap<>();
    Map<String, Prefix> subnets = new HashMap<>();
    uplinks.forEach(
        (node, up) ->
            subnet(cluster.node(node).orElseThrow(), up)
                .ifPresent(
                    s -> {
                      subnets.put(node, s);
                      votes
                          .computeIfAbsent(s, k -> new TreeMap<>())
                          .merge(up.mtu(), 1, Integer::sum);
                    }));
    Map<String, Integer> common = new HashMap<>();
    uplinks.forEach(
        (node, up) -> {
          Prefix s = subnets.get(node);
          // of equally frequent ones the larger, so that the smaller is the odd one
          int most =
              s == null
                  ? up.mtu()
                  : votes.get(s).entrySet().stream()
                      .max(
                          Map.Entry.<Integer, Integer>comparingByValue()
                              .thenComparing(Map.Entry.comparingByKey()))
                      .get()
                      .getKey();
          common.put(node, most);
        });
    return common;
  }

  private static Optional<Prefix> subnet(Node n, Iface up) {
    List<Ip> ips = n.object().map(o -> o.internalIps()).orElse(List.of());
    return up.addresses().stream()
        .filter(a -> ips.contains(a.ip()))
        .findFirst()
        .map((IfaceAddr a) -> a.network());
  }

  private static void uplink(
      Cluster cluster,
      String node,
      Iface up,
      Map<String, Iface> uplinks,
      Map<String, Integer> common,
      Consumer<Object> facts) {
    int most = common.get(node);
    if (up.mtu() == most) {
      return;
    }
    int small = Math.min(up.mtu(), most);
    List<Evidence> failed = new ArrayList<>();
    for (Row r : pings(cluster)) {
      boolean here = r.from().equals(node) != r.to().equals(node);
      if (here && r.size() > small && r.probe().outcome() == Probe.Outcome.SILENT) {
        failed.add(
            new Evidence(r.probe().at(), "a packet of " + r.size() + " bytes does not arrive"));
      }
    }
    SourceRef other =
        uplinks.values().stream()
            .filter(i -> i.mtu() == most)
            .findFirst()
            .map(Iface::at)
            .orElse(up.at());
    facts.accept(
        new OddUplink(
            node, up.name(), up.mtu(), most, !failed.isEmpty(), up.at(), other, few(failed)));
  }

  private static List<Evidence> few(List<Evidence> all) {
    return all.subList(0, Math.min(all.size(), 3));
  }

  private static void tunnels(Cluster cluster, Node n, Consumer<Object> facts) {
    HostLinks links = HostLinks.of(n);
    for (Iface t : links.tunnels()) {
      Integer overhead = OVERHEAD.get(t.kind());
      Optional<Iface> under = links.under(t);
      // one that takes its peers from metadata carries what routes and programs allow, not its MTU
      boolean fixed = t.detail("external").isEmpty();
      if (overhead == null || !fixed || under.isEmpty() || t.mtu() == 0 || under.get().mtu() == 0) {
        continue;
      }
      if (t.mtu() + overhead > under.get().mtu()) {
        tooLarge(cluster, n, t, t.name(), under.get(), overhead, facts);
      }
      pods(cluster, n, t, under.get(), overhead, facts);
    }
  }

  private static void tooLarge(
      Cluster cluster,
      Node n,
      Iface dev,
      String name,
      Iface under,
      int overhead,
      Consumer<Object> facts) {
    List<Evidence> probes = podProbes(cluster, n.name(), under.mtu() - overhead, dev.mtu());
    facts.accept(
        new TunnelTooLarge(
            n.name(),
            name,
            dev.mtu(),
            under.name(),
            under.mtu(),
            overhead,
            !probes.isEmpty(),
            dev.at(),
            under.at(),
            few(probes)));
  }

  /** Probes to pods of other nodes that fit the tunnel but not the packet around it, and failed. */
  private static List<Evidence> podProbes(Cluster cluster, String node, int fits, int mtu) {
    List<Evidence> failed = new ArrayList<>();
    for (Row r : pings(cluster)) {
      boolean across = r.from().equals(node) && !r.to().equals(node) && r.pod();
      if (across && r.size() > fits && r.size() <= mtu && r.probe().failed()) {
        failed.add(
            new Evidence(
                r.probe().at(), "a packet of " + r.size() + " bytes does not arrive whole"));
      }
    }
    return failed;
  }

  /** A pod's own interface, and when the pod was made. */
  private record PodLink(String namespace, String pod, Iface dev, Instant made) {}

  /**
   * Pods whose packets the tunnel does not take: left over from before a change when those that fit
   * are younger, else the network of the node makes them so.
   */
  private static void pods(
      Cluster cluster, Node n, Iface tunnel, Iface under, int overhead, Consumer<Object> facts) {
    List<PodLink> large = new ArrayList<>();
    List<PodLink> fitting = new ArrayList<>();
    n.store()
        .entries(Kinds.NETNS)
        .forEach(
            (key, e) -> {
              String namespace = PodNetns.namespace(key);
              String pod = PodNetns.pod(key);
              Instant made =
                  cluster.pod(namespace, pod).map(p -> p.meta().created()).orElse(Instant.EPOCH);
              e.value()
                  .ifaces()
                  .named("eth0")
                  .filter(i -> i.mtu() > 0)
                  .ifPresent(
                      i ->
                          (i.mtu() <= tunnel.mtu() ? fitting : large)
                              .add(new PodLink(namespace, pod, i, made)));
            });
    if (large.stream().anyMatch(l -> l.made().equals(Instant.EPOCH))) {
      return; // nobody told which of them are older
    }
    Optional<PodLink> young = large.stream().max(Comparator.comparing(PodLink::made));
    boolean stale =
        young
            .filter(
                y ->
                    fitting.stream()
                        .map(PodLink::made)
                        .max(Comparator.naturalOrder())
                        .filter(f -> !f.isBefore(y.made()))
                        .isPresent())
            .isPresent();
    if (stale) {
      large.forEach(
          l ->
              facts.accept(
                  new StalePod(
                      n.name(),
                      l.namespace(),
                      l.pod(),
                      l.dev().mtu(),
                      tunnel.mtu(),
                      l.dev().at())));
    } else if (young.isPresent()
        && tunnel.name().startsWith("flannel.")
        && young.get().dev().mtu() + overhead > under.mtu()) {
      String name = "eth0 of pod " + young.get().namespace() + "/" + young.get().pod();
      tooLarge(cluster, n, young.get().dev(), name, under, overhead, facts);
    }
  }

  private static void bridge(Cluster cluster, Node n, Iface up, Consumer<Object> facts) {
    HostLinks links = HostLinks.of(n);
    if (!links.tunnels().isEmpty()) {
      return;
    }
    List<Iface> large = new ArrayList<>(links.podBridges());
    n.store()
        .entries(Kinds.NETNS)
        .forEach((key, e) -> e.value().ifaces().named("eth0").ifPresent(large::add));
    large.removeIf(i -> i.mtu() <= up.mtu());
    if (large.isEmpty()) {
      return;
    }
    Iface dev = large.get(0);
    List<Evidence> failed = new ArrayList<>();
    boolean small = false;
    for (Row r : pings(cluster)) {
      boolean leaves = r.probe().fromPod() && r.from().equals(n.name()) && !r.to().equals(n.name());
      small |= leaves && r.size() <= up.mtu() && r.probe().ok();
      if (leaves && r.size() > up.mtu() && r.size() <= dev.mtu() && r.probe().failed()) {
        failed.add(
            new Evidence(r.probe().at(), "a packet of " + r.size() + " bytes does not arrive"));
      }
    }
    facts.accept(
        new BridgeTooLarge(
            n.name(),
            dev.name(),
            dev.mtu(),
            up.name(),
            up.mtu(),
            small && !failed.isEmpty(),
            dev.at(),
            up.at(),
            few(failed)));
  }

  /** A ping from a node to an address of a node; size of the IP packet. */
  private record Row(String from, String to, boolean pod, int size, Probe probe) {}

  private static List<Row> pings(Cluster cluster) {
    List<Row> rows = new ArrayList<>();
    for (Node n : cluster.nodes()) {
      for (var kind : List.of(Kinds.PROBES, Kinds.PROBES_POD)) {
        for (Probe p : n.get(kind).map(Probes::list).orElse(List.of())) {
          Optional<Ip> ip = p.kind().equals("ping") ? Ip.tryParse(p.address()) : Optional.empty();
          if (ip.isEmpty()) {
            continue;
          }
          cluster
              .nodeByIp(ip.get())
              .ifPresent(t -> rows.add(new Row(n.name(), t.name(), false, p.number() + PING, p)));
          cluster
              .podByIp(ip.get())
              .ifPresent(
                  t -> rows.add(new Row(n.name(), t.nodeName(), true, p.number() + PING, p)));
        }
      }
    }
    return rows;
  }

  private static void paths(Cluster cluster, Map<String, Iface> uplinks, Consumer<Object> facts) {
    Map<String, List<Row>> byPair = new TreeMap<>();
    for (Row r : pings(cluster)) {
      Iface a = uplinks.get(r.from());
      Iface b = uplinks.get(r.to());
      if (!r.pod()
          && !r.probe().fromPod()
          && a != null
          && (b != null || cluster.node(r.to()).filter(Node::collected).isEmpty())
          && a != b
          && r.size() <= Math.min(a.mtu(), b == null ? a.mtu() : b.mtu())) {
        boolean order = r.from().compareTo(r.to()) < 0;
        String pair = order ? r.from() + " " + r.to() : r.to() + " " + r.from();
        byPair.computeIfAbsent(pair, k -> new ArrayList<>()).add(r);
      }
    }
    byPair.forEach((pair, rows) -> path(pair, rows, uplinks, facts));
  }

  /** Only a clean cut counts: everything up to one size passes, everything above it is lost. */
  private static void path(
      String pair, List<Row> rows, Map<String, Iface> uplinks, Consumer<Object> facts) {
    int passes = 0;
    int fails = Integer.MAX_VALUE;
    List<Evidence> lost = new ArrayList<>();
    Optional<Evidence> kept = Optional.empty();
    for (Row r : rows) {
      if (r.probe().ok()) {
        if (r.size() >= passes) {
          kept =
              Optional.of(
                  new Evidence(r.probe().at(), "a packet of " + r.size() + " bytes arrives"));
        }
        passes = Math.max(passes, r.size());
      } else if (r.probe().outcome() == Probe.Outcome.SILENT) {
        fails = Math.min(fails, r.size());
        lost.add(new Evidence(r.probe().at(), "a packet of " + r.size() + " bytes is lost"));
      } else if (r.probe().outcome() != Probe.Outcome.UNKNOWN) {
        return;
      }
    }
    if (lost.size() < 2 || kept.isEmpty() || passes >= fails) {
      return;
    }
    String a = pair.substring(0, pair.indexOf(' '));
    String b = pair.substring(pair.indexOf(' ') + 1);
    List<Evidence> evidence = new ArrayList<>(few(lost));
    evidence.add(kept.get());
    boolean both = uplinks.containsKey(a) && uplinks.containsKey(b);
    facts.accept(new NarrowPath(a, b, passes, fails, both, evidence));
  }
}
