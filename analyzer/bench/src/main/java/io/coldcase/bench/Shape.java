package io.coldcase.bench;

/**
 * How large a generated cluster is.
 *
 * @param nodes workers
 * @param pods on the workers, host-network ones not counted
 * @param services each with one port and an equal share of the pods behind it
 * @param dumps workers of which node artifacts are in the bundle
 * @param logKib KiB that are added to the kubelet log of every dumped worker
 */
record Shape(int nodes, int pods, int services, int dumps, int logKib) {
  String node(int i) {
    return String.format("w%04d", i + 1);
  }

  String hostIp(int i) {
    return "172.30." + (1 + i / 250) + "." + (1 + i % 250);
  }

  /** First three octets of the pod CIDR of a worker; 10.244.0 is the control plane's. */
  String podNet(int i) {
    return "10." + (244 + (i + 1) / 256) + "." + (i + 1) % 256;
  }

  int nodeOf(int pod) {
    return pod % nodes;
  }

  String podIp(int pod) {
    return podNet(nodeOf(pod)) + "." + (2 + pod / nodes);
  }

  int serviceOf(int pod) {
    return pod % services;
  }

  String namespace(int service) {
    return "shop-" + service % 20;
  }

  String app(int service) {
    return "app" + service;
  }

  String podName(int pod) {
    return app(serviceOf(pod)) + "-6756fdbdd-" + String.format("%05d", pod);
  }

  String uid(int pod) {
    return String.format("2f3fec4f-e2f0-47ed-a402-%012x", pod);
  }

  String clusterIp(int service) {
    return "10.100." + service / 250 + "." + (1 + service % 250);
  }
}
