package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.Pod;
import java.util.List;
import java.util.Optional;

/** What the bundle knows about the network namespaces of pods. */
final class PodNets {
  private final Cluster cluster;

  PodNets(Cluster cluster) {
    this.cluster = cluster;
  }

  Optional<Sockets> sockets(Pod pod) {
    return Optional.empty();
  }

  /** The routes of the pod; empty when its namespace was not collected. */
  List<Route> routes(Pod pod) {
    return List.of();
  }

  /** Its interface on the default network. */
  Optional<Iface> iface(Pod pod) {
    return Optional.empty();
  }
}
