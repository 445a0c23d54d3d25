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
  private final Map<String, Set<Integer>> cables = new HashMap<>();

  PodNets(Cluster cluster) {
    for (Node n : cluster.nodes()) {
      Set<Integer> ends = new HashSet<>();
      cables.put(n.name(), ends);
      for (Map.Entry<String, Store.Entry<PodNetns>> e : n.store().entries(Kinds.NETNS).entrySet()) {
        String key = PodNetns.namespace(e.getKey()) + "/" + PodNetns.pod(e.getKey());
        byPod.put(key, e.getValue().value());
        e.getValue().value().ifaces().list().stream()
            .filter(i -> i.peerIndex() > 0)
            .forEach(i -> ends.add(i.peerIndex()));
      }
    }
  }

  /** True when the device is the host's end of a pod's cable. */
  boolean behind(String node, Iface dev) {
    return cables.getOrDefault(node, Set.of()).contains(dev.index());
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

  /** The host's end of its cable. */
  Optional<Iface> port(HostNet h, Pod pod) {
    return iface(pod)
        .filter(e -> e.peerIndex() > 0)
        .flatMap(e -> h.ifaces().stream().filter(i -> i.index() == e.peerIndex()).findFirst());
  }

  /** Why what a host sends out of a device does not come to the pod, if that is so. */
  Optional<Step> unplugged(HostNet h, String dev, Pod pod) {
    Optional<Iface> port = port(h, pod).filter(p -> p.kind().equals("veth"));
    Optional<Iface> out = h.iface(dev);
    if (port.isEmpty() || out.isEmpty()) {
      return Optional.empty();
    }
    Iface p = port.get();
    String why = "";
    if (out.get().kind().equals("bridge") && !p.master().equals(dev)) {
      why = p.name() + ", the cable of pod " + pod.key() + ", is not on bridge " + dev;
    } else if (out.get().kind().equals("veth") && !p.name().equals(dev)) {
      why = "the cable of pod " + pod.key() + " is " + p.name() + ", not " + dev;
    } else if (!p.up()) {
      why = p.name() + ", the cable of pod " + pod.key() + ", is down";
    } else if (!iface(pod).map(Iface::up).orElse(true)) {
      why = "the interface of pod " + pod.key() + " is down";
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(Step.of(h.name(), Step.Kind.BRIDGE, why, Optional.of(p.at())));
  }
}
