package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.Pod;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the bundle knows about the network namespaces of pods. */
final class PodNets {
  private final Map<String, PodNetns> byPod = new HashMap<>();
  private final Set<String> cables = new HashSet<>();

  PodNets(Cluster cluster) {
    for (Node n : cluster.nodes()) {
      for (Map.Entry<String, Store.Entry<PodNetns>> e : n.store().entries(Kinds.NETNS).entrySet()) {
        String key = PodNetns.namespace(e.getKey()) + "/" + PodNetns.pod(e.getKey());
        byPod.put(key, e.getValue().value());
        e.getValue().value().ifaces().list().stream()
            .filter(i -> i.peerIndex() > 0)
            .forEach(i -> cables.add(n.name() + " " + i.peerIndex()));
      }
    }
  }

  /** True when the device is the host's end of a pod's cable. */
  boolean behind(String node, Iface dev) {
    return cables.contains(node + " " + dev.index());
  }

  Optional<PodNetns> net(Pod pod) {
    return Optional.ofNullable(byPod.get(pod.key()));
  }

  /** Empty when the sockets of the pod were not collected. */
  Optional<Sockets> sockets(Pod pod) {
    return net(pod).filter(n -> n.sections().contains("ss")).map(PodNetns::sockets);
  }

  /** The routes of the pod; empty when its namespace was not collected. */
  List<Route> routes(Pod pod) {
    return net(pod).map(n -> n.routes().list()).orElse(List.of());
  }

  /** Its interface on the default network: the one that holds the pod's address. */
  Optional<Iface> iface(Pod pod) {
    return net(pod)
        .flatMap(
            n ->
                n.ifaces().list().stream()
                    .filter(i -> pod.ips().stream().anyMatch(i::has))
                    .findFirst());
  }
}
