package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The hosts and pods of a cluster, indexed for walks. Immutable. */
final class Network {
  private final Cluster cluster;
  private final Map<String, HostNet> hosts = new HashMap<>();
  private final Map<String, Netfilter> filters = new HashMap<>();
  private final Map<Ip, HostNet> byAddress = new HashMap<>();
  private final Set<Prefix> tunnelled = new HashSet<>();
  private final Set<Integer> tunnelLengths = new TreeSet<>();
  private final PodNets pods;

  Network(Cluster cluster) {
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
    hosts.values().forEach(h -> tunnelled.addAll(h.tunnelled()));
    tunnelled.forEach(p -> tunnelLengths.add(p.length()));
    this.pods = new PodNets(cluster);
  }

  Cluster cluster() {
    return cluster;
  }

  /** True when any host routes the address into a tunnel: it is a pod's. */
  boolean tunnelled(Ip ip) {
    for (int length : tunnelLengths) {
      if (length <= ip.bits() && tunnelled.contains(new Prefix(ip, length))) {
        return true;
      }
    }
    return false;
  }

  @Nullable HostNet host(String node) {
    return hosts.get(node);
  }

  Netfilter filters(HostNet host) {
    return filters.get(host.name());
  }

  /** The host that has the address. */
  @Nullable HostNet holder(Ip ip) {
    return byAddress.get(ip);
  }

  PodNets pods() {
    return pods;
  }

  /** The address that a host would choose to send to the destination. */
  Optional<Ip> sourceFor(String node, Ip dst) {
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
}
