package io.coldcase.fact;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Fdb;
import io.coldcase.model.host.FdbEntry;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.host.Neighbours;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Routes;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The tunnels between nodes: what flannel published on each Node object against what the devices,
 * neighbour tables and forwarding databases hold.
 */
public final class OverlayFacts {
  private static final String FLANNEL = "flannel.alpha.coreos.com/";

  private OverlayFacts() {}

  /** The tunnel device of a node has another MAC than the one that it published. */
  public record VtepMac(
      String node,
      String dev,
      String published,
      String actual,
      SourceRef publishedAt,
      SourceRef actualAt) {}

  /**
   * A node lacks what it needs to send to a peer through the tunnel, or holds something else.
   *
   * @param what FDB entry or neighbour entry
   * @param wanted what would be right
   * @param at the wrong line, or the artifact in which the line is missing
   * @param sure true when the artifact was collected whole
   */
  public record PeerGap(
      String node,
      String peer,
      String dev,
      String what,
      String wanted,
      boolean sure,
      SourceRef at,
      SourceRef wantedAt) {}

  /** A node's tunnel has another VNI or port than those of most other nodes. */
  public record OddTunnel(
      String node, String dev, String has, String others, SourceRef at, SourceRef otherAt) {}

  /**
   * The address that a node's flannel published is of no use to its peers.
   *
   * @param why shared with another node, nobody's, or on another network than the node's address
   * @param shared true when another node published the same, or nobody answers for it
   */
  public record WrongTunnelAddress(
      String node,
      String address,
      String dev,
      String why,
      boolean shared,
      SourceRef at,
      SourceRef devAt) {}

  /**
   * The tunnel sends from another address of the same interface than the node is known by.
   *
   * @param dynamic true when one of the two came by DHCP
   */
  public record TwoAddresses(
      String node,
      String dev,
      String source,
      String published,
      boolean dynamic,
      SourceRef at,
      SourceRef otherAt,
      SourceRef tunnelAt) {}

  /**
   * What a node puts into its tunnel leaves with another address of the node than the one that it
   * published, by which its peers know it.
   *
   * @param at the setting of the tunnel device, or a packet on the uplink
   */
  public record OuterSource(
      String node, String source, String published, SourceRef at, SourceRef publishedAt) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Integer> ranges = new HashMap<>();
    for (KubeNode o : cluster.objects(KubeNode.class)) {
      o.podCidrs().forEach(c -> ranges.merge(c.toString(), 1, Integer::sum));
    }
    for (Node n : cluster.nodes()) {
      HostLinks links = HostLinks.of(n);
      Optional<Iface> dev = links.flannel();
      n.object()
          .ifPresent(
              o -> {
                dev.ifPresent(d -> mac(n, o, d, facts));
                address(cluster, n, o, links, facts);
              });
      if (dev.isPresent() && dev.get().up()) {
        for (KubeNode peer : cluster.objects(KubeNode.class)) {
          boolean alone =
              peer.podCidrs().stream().allMatch(c -> ranges.getOrDefault(c.toString(), 0) == 1);
          if (!peer.name().equals(n.name()) && alone) {
            peer(n, dev.get(), peer, facts);
          }
        }
      }
    }
    odd(cluster, facts);
  }

  private static String annotation(KubeNode o, String key) {
    return o.meta().annotations().getOrDefault(FLANNEL + key, "");
  }

  /** {@code {"VNI":1,"VtepMAC":"92:d9:6f:aa:1c:73"}}. */
  private static String publishedMac(KubeNode o) {
    String data = annotation(o, "backend-data");
    int from = data.indexOf("\"VtepMAC\":\"");
    if (from < 0 || !annotation(o, "backend-type").equals("vxlan")) {
      return "";
    }
    from += "\"VtepMAC\":\"".length();
    int to = data.indexOf('"', from);
    return to < 0 ? "" : data.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static SourceRef published(KubeNode o, String key) {
    return o.at().withText(FLANNEL + key + ": " + annotation(o, key));
  }

  private static void mac(Node n, KubeNode o, Iface dev, Consumer<Object> facts) {
    String mac = publishedMac(o);
    if (!mac.isEmpty() && !dev.mac().isEmpty() && !mac.equals(dev.mac())) {
      facts.accept(
          new VtepMac(
              n.name(),
              dev.name(),
              mac,
              dev.mac(),
              published(o, "backend-data"),
              dev.at().withText(dev.name() + " link/ether " + dev.mac())));
    }
  }

  private static void address(
      Cluster cluster, Node n, KubeNode o, HostLinks links, Consumer<Object> facts) {
    Optional<Ip> ip = Ip.tryParse(annotation(o, "public-ip"));
    if (ip.isPresent() && !annotation(o, "public-ip-overwrite").isEmpty()) {
      overwritten(cluster, n, o, links, ip.get(), facts);
      return;
    }
    if (ip.isEmpty()) {
      return;
    }
    outerSource(cluster, n, links, ip.get(), published(o, "public-ip"), facts);
    Optional<Iface> holder = links.all().stream().filter(i -> i.has(ip.get())).findFirst();
    String dev = holder.map(Iface::name).orElse("");
    SourceRef devAt = holder.map(Iface::at).orElse(published(o, "public-ip"));
    Optional<KubeNode> twin =
        cluster.objects(KubeNode.class).stream()
            .filter(
                p ->
                    !p.name().equals(o.name())
                        && annotation(p, "public-ip").equals(ip.get().toString()))
            .findFirst();
    if (twin.isPresent()) {
      facts.accept(
          new WrongTunnelAddress(
              n.name(),
              ip.get().toString(),
              dev,
              "node " + twin.get().name() + " published the same",
              true,
              published(o, "public-ip"),
              devAt));
      return;
    }
    if (o.internalIps().isEmpty() || holder.isEmpty()) {
      return;
    }
    // an address that two nodes registered says nothing against the one that flannel chose
    boolean own =
        cluster.objects(KubeNode.class).stream()
            .noneMatch(
                p ->
                    !p.name().equals(o.name()) && p.internalIps().contains(o.internalIps().get(0)));
    if (own
        && !o.internalIps().contains(ip.get())
        && o.internalIps().stream().noneMatch(i -> holder.get().has(i))) {
      facts.accept(
          new WrongTunnelAddress(
              n.name(),
              ip.get().toString(),
              dev,
              "the node is known by " + o.internalIps().get(0) + " on another interface",
              false,
              published(o, "public-ip"),
              devAt));
    }
    twoAddresses(n, o, ip.get(), holder.get(), links, facts);
  }

  /**
   * Somebody chose the address, mostly one of a translation before the node; but where another node
   * looks for it on its own link and nobody answers, it is nobody's.
   */
  private static void overwritten(
      Cluster cluster, Node n, KubeNode o, HostLinks links, Ip ip, Consumer<Object> facts) {
    if (links.all().isEmpty() || links.all().stream().anyMatch(i -> i.has(ip))) {
      return;
    }
    for (Node peer : cluster.nodes()) {
      for (Neighbour e : peer.get(Kinds.IP_NEIGH).map(Neighbours::list).orElse(List.of())) {
        if (e.ip().equals(ip) && e.mac().isEmpty() && !peer.name().equals(n.name())) {
          facts.accept(
              new WrongTunnelAddress(
                  n.name(),
                  ip.toString(),
                  "",
                  "the annotation public-ip-overwrite, for an address that the node does not have",
                  true,
                  published(o, "public-ip-overwrite"),
                  e.at()));
          return;
        }
      }
    }
  }

  private static void outerSource(
      Cluster cluster,
      Node n,
      HostLinks links,
      Ip published,
      SourceRef publishedAt,
      Consumer<Object> facts) {
    Optional<Iface> dev = links.flannel();
    Optional<Ip> set = dev.flatMap(d -> d.detail("local")).flatMap(Ip::tryParse);
    set.filter(ip -> !ip.equals(published))
        .ifPresent(
            ip ->
                facts.accept(
                    new OuterSource(
                        n.name(),
                        ip.toString(),
                        published.toString(),
                        dev.get().at().withText(dev.get().name() + " local " + ip),
                        publishedAt)));
    String port = dev.flatMap(d -> d.detail("dstport")).orElse("");
    Captures.of(cluster)
        .uplink(n.name())
        .flatMap(
            c ->
                c.summary().flows().stream()
                    .filter(f -> f.depth() == 0 && f.protocol().equals(Protocol.UDP))
                    .filter(f -> port.equals("" + f.targetPort()))
                    .filter(f -> !f.source().equals(published))
                    .filter(f -> links.all().stream().anyMatch(i -> i.has(f.source())))
                    .findFirst()
                    .map(
                        f ->
                            new OuterSource(
                                n.name(),
                                f.source().toString(),
                                published.toString(),
                                c.at(f),
                                publishedAt)))
        .ifPresent(facts);
  }

  private static void twoAddresses(
      Node n, KubeNode o, Ip published, Iface holder, HostLinks links, Consumer<Object> facts) {
    Optional<Ip> local = links.flannel().flatMap(d -> d.detail("local")).flatMap(Ip::tryParse);
    boolean differs =
        local.filter(l -> !l.equals(published)).isPresent()
            || local.isPresent() && !o.internalIps().contains(local.get());
    if (!differs) {
      return;
    }
    Ip other = local.get().equals(published) ? o.internalIps().get(0) : published;
    var mine = holder.addresses().stream().filter(a -> a.ip().equals(local.get())).findFirst();
    var theirs = holder.addresses().stream().filter(a -> a.ip().equals(other)).findFirst();
    if (mine.isPresent() && theirs.isPresent()) {
      boolean dynamic =
          mine.get().flags().contains("dynamic") || theirs.get().flags().contains("dynamic");
      facts.accept(
          new TwoAddresses(
              n.name(),
              holder.name(),
              local.get().toString(),
              other.toString(),
              dynamic,
              mine.get().at(),
              theirs.get().at(),
              links.flannel().get().at()));
    }
  }

  private static void peer(Node n, Iface dev, KubeNode peer, Consumer<Object> facts) {
    String mac = publishedMac(peer);
    Optional<Ip> tunnel = Ip.tryParse(annotation(peer, "public-ip"));
    if (mac.isEmpty() || tunnel.isEmpty()) {
      return;
    }
    SourceRef wantedAt = published(peer, "backend-data");
    whole(n, Kinds.BRIDGE_FDB)
        .filter(f -> !f.list().isEmpty())
        .ifPresent(f -> fdb(n, dev, peer, mac, tunnel.get(), f, wantedAt, facts));
    whole(n, Kinds.IP_NEIGH)
        .filter(l -> !l.list().isEmpty())
        .ifPresent(
            l ->
                gateway(n, dev, peer)
                    .ifPresent(g -> neighbour(n, dev, peer, mac, g, l, wantedAt, facts)));
  }

  /**
   * The value when what it does not list was not there: a kernel table that was dumped and not cut.
   * A command that failed behind the dump does not matter.
   */
  private static <T> Optional<T> whole(Node n, ArtifactKind<T> kind) {
    ArtifactStatus s = n.store().status(kind);
    boolean cut = s == ArtifactStatus.TRUNCATED || s == ArtifactStatus.TIMED_OUT;
    return cut ? Optional.empty() : n.get(kind);
  }

  private static void fdb(
      Node n,
      Iface dev,
      KubeNode peer,
      String mac,
      Ip tunnel,
      Fdb table,
      SourceRef wantedAt,
      Consumer<Object> facts) {
    Optional<FdbEntry> wrong = Optional.empty();
    for (FdbEntry e : table.list()) {
      if (e.dev().equals(dev.name()) && e.mac().equals(mac)) {
        if (e.dst().filter(tunnel::equals).isPresent()) {
          return;
        }
        wrong = Optional.of(e);
      }
    }
    facts.accept(
        new PeerGap(
            n.name(),
            peer.name(),
            dev.name(),
            "FDB entry",
            mac + " dst " + tunnel,
            n.complete(Kinds.BRIDGE_FDB),
            wrong
                .map(FdbEntry::at)
                .orElse(
                    SourceRef.of(Kinds.BRIDGE_FDB.path(n.name()))
                        .withText("no line " + mac + " dev " + dev.name() + " dst " + tunnel)),
            wantedAt));
  }

  /**
   * The gateway of the route to the peer's pod range through the device, an address of that range;
   * any other is the route's fault, not the neighbour's.
   */
  private static Optional<Ip> gateway(Node n, Iface dev, KubeNode peer) {
    for (Route r : n.get(Kinds.IP_ROUTE).map(Routes::list).orElse(List.of())) {
      for (Prefix range : peer.podCidrs()) {
        if (r.dst().equals(range)
            && r.dev().equals(dev.name())
            && r.via().filter(range::contains).isPresent()) {
          return r.via();
        }
      }
    }
    return Optional.empty();
  }

  private static void neighbour(
      Node n,
      Iface dev,
      KubeNode peer,
      String mac,
      Ip gateway,
      Neighbours table,
      SourceRef wantedAt,
      Consumer<Object> facts) {
    Optional<Neighbour> wrong = Optional.empty();
    for (Neighbour e : table.list()) {
      if (e.dev().equals(dev.name()) && e.ip().equals(gateway)) {
        if (e.mac().equals(mac)) {
          return;
        }
        wrong = Optional.of(e);
      }
    }
    facts.accept(
        new PeerGap(
            n.name(),
            peer.name(),
            dev.name(),
            "neighbour entry",
            gateway + " lladdr " + mac,
            n.complete(Kinds.IP_NEIGH) || wrong.isPresent(),
            wrong
                .map(Neighbour::at)
                .orElse(
                    SourceRef.of(Kinds.IP_NEIGH.path(n.name()))
                        .withText("no line " + gateway + " dev " + dev.name())),
            wantedAt));
  }

  private static void odd(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Map.Entry<String, Iface>>> byValue = new TreeMap<>();
    for (Node n : cluster.nodes()) {
      HostLinks.of(n)
          .flannel()
          .ifPresent(
              d ->
                  byValue
                      .computeIfAbsent(
                          "id "
                              + d.detail("id").orElse("?")
                              + " dstport "
                              + d.detail("dstport").orElse("?"),
                          k -> new ArrayList<>())
                      .add(Map.entry(n.name(), d)));
    }
    if (byValue.size() < 2) {
      return;
    }
    var most =
        byValue.entrySet().stream()
            .max((a, b) -> Integer.compare(a.getValue().size(), b.getValue().size()))
            .get();
    byValue.forEach(
        (value, nodes) -> {
          if (!value.equals(most.getKey())) {
            nodes.forEach(
                e ->
                    facts.accept(
                        new OddTunnel(
                            e.getKey(),
                            e.getValue().name(),
                            value,
                            most.getKey(),
                            e.getValue().at().withText(e.getValue().name() + ": vxlan " + value),
                            most.getValue()
                                .get(0)
                                .getValue()
                                .at()
                                .withText(
                                    most.getValue().get(0).getKey()
                                        + ": vxlan "
                                        + most.getKey()))));
          }
        });
  }
}
