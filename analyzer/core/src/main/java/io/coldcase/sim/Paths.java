package io.coldcase.sim;

/** The parts of a way through the cluster, which hand packets to each other. */
final class Paths {
  private final PodPath pods;
  private final BridgePath bridges;
  private final HostPath hosts;
  private final LinkPath links;

  Paths(Network net) {
    this.pods = new PodPath(net, this);
    this.bridges = new BridgePath(net, this);
    this.hosts = new HostPath(net, this);
    this.links = new LinkPath(net, this);
  }

  PodPath pods() {
    return pods;
  }

  BridgePath bridges() {
    return bridges;
  }

  HostPath hosts() {
    return hosts;
  }

  LinkPath links() {
    return links;
  }
}
