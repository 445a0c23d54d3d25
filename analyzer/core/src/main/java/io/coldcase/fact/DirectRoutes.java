package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.CniPlugin;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Routes;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Clusters whose nodes route pod ranges to each other without a tunnel. */
public final class DirectRoutes {
  private static final String BACKEND = "flannel.alpha.coreos.com/backend-type";

  private DirectRoutes() {}

  /**
   * A node whose pods hang on a plain bridge and that has no route to any other node's pods; nobody
   * in the cluster makes such routes.
   *
   * @param at the network's configuration; {@code routes} says which ranges have no route
   */
  public record NoRoutes(String node, SourceRef at, List<Evidence> routes) {
    public NoRoutes {
      routes = List.copyOf(routes);
    }
  }

  /**
   * Routes of the kind {@code via NODE} between two nodes that share no network.
   *
   * @param at the address of {@code node}, whose network does not hold {@code peerIp}
   * @param refused the node has no route to the peer's pods
   */
  public record NotAdjacent(
      String node,
      String peer,
      String network,
      String peerIp,
      boolean refused,
      SourceRef at,
      SourceRef backendAt,
      List<Evidence> routes) {
    public NotAdjacent {
      routes = List.copyOf(routes);
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    boolean agents = !cluster.complete(Kinds.DAEMON_SETS) || CniAgent.of(cluster).isPresent();
    for (Node n : cluster.nodes()) {
      if (!agents) {
        plain(cluster, n, facts);
      }
      direct(cluster, n, facts);
    }
  }

  private static void plain(Cluster cluster, Node n, Consumer<Object> facts) {
    Optional<SourceRef> network = bridge(n);
    List<String> missing = new ArrayList<>();
    for (KubeNode peer : cluster.objects(KubeNode.class)) {
      if (!peer.name().equals(n.name())) {
        peer.podCidrs().stream()
            .filter(p -> !p.v6())
            .forEach(p -> missing.add(p + " of " + peer.name()));
        // the cloud says that its network knows the way
        if (peer.condition("NetworkUnavailable")
            .filter(c -> !c.isTrue() && c.reason().equals("RouteCreated"))
            .isPresent()) {
          return;
        }
        if (peer.podCidrs().stream().anyMatch(p -> route(n, p).isPresent())) {
          return;
        }
      }
    }
    if (network.isPresent() && !missing.isEmpty() && n.complete(Kinds.IP_ROUTE)) {
      SourceRef table =
          SourceRef.of(Kinds.IP_ROUTE.path(n.name()))
              .withText("no route to " + String.join(", ", missing));
      facts.accept(
          new NoRoutes(
              n.name(),
              network.get(),
              List.of(new Evidence(table, "the node knows no way to the pods of the others"))));
    }
  }

  /** Where the node is told to use a plain bridge, kubenet's or that of the bridge plugin. */
  private static Optional<SourceRef> bridge(Node n) {
    Optional<SourceRef> kubenet =
        n.get(Kinds.KUBELET)
            .map((Kubelet k) -> k.flags().get("network-plugin"))
            .filter(s -> s.text().equals("kubenet"))
            .map(s -> s.at());
    return kubenet.or(
        () ->
            n.get(Kinds.CNI_CONF)
                .flatMap(CniConf::active)
                .flatMap(f -> f.plugin("bridge"))
                .map(CniPlugin::at));
  }

  private static Optional<Route> route(Node n, Prefix range) {
    return n.get(Kinds.IP_ROUTE).map(Routes::list).orElse(List.of()).stream()
        .filter(r -> r.dst().length() > 0 && r.dst().contains(range.network()))
        .filter(r -> r.type().equals("unicast"))
        .findFirst();
  }

  private static void direct(Cluster cluster, Node n, Consumer<Object> facts) {
    Optional<KubeNode> o = n.object().filter(DirectRoutes::hostGateway);
    Optional<Iface> up = HostLinks.of(n).uplink();
    if (o.isEmpty() || up.isEmpty() || o.get().internalIps().isEmpty()) {
      return;
    }
    Optional<IfaceAddr> own =
        up.get().addresses().stream()
            .filter(a -> o.get().internalIps().contains(a.ip()))
            .findFirst();
    for (KubeNode peer : cluster.objects(KubeNode.class)) {
      Optional<Ip> ip = peer.internalIps().stream().findFirst();
      if (own.isEmpty() || peer.name().equals(o.get().name()) || !hostGateway(peer)) {
        continue;
      }
      Prefix network = own.get().network();
      if (ip.isPresent() && !linked(up.get(), ip.get())) {
        List<Evidence> routes = new ArrayList<>();
        boolean known = n.complete(Kinds.IP_ROUTE);
        for (Prefix range : peer.podCidrs()) {
          if (known && !range.v6() && route(n, range).isEmpty()) {
            routes.add(
                new Evidence(
                    SourceRef.of(Kinds.IP_ROUTE.path(n.name())).withText("no route to " + range),
                    "the kernel takes no route by way of " + ip.get()));
          }
        }
        facts.accept(
            new NotAdjacent(
                n.name(),
                peer.name(),
                network.toString(),
                ip.get().toString(),
                !routes.isEmpty(),
                own.get().at(),
                o.get().at().withText(BACKEND + ": host-gw"),
                routes));
      }
    }
  }

  private static boolean hostGateway(KubeNode o) {
    return o.meta().annotations().getOrDefault(BACKEND, "").equals("host-gw");
  }

  /** One of the interface's networks holds the address. */
  private static boolean linked(Iface up, Ip ip) {
    return up.addresses().stream().anyMatch(a -> a.network().contains(ip));
  }
}
