package io.coldcase.fact;

import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Workload;
import java.util.List;
import java.util.Optional;

/** The DaemonSet that brings the network plugin to every node, known by its images. */
record CniAgent(Workload daemonSet, String type) {
  /** Part of the image name, and the plugin type that its configuration names. */
  private static final List<String[]> KNOWN =
      List.of(
          new String[] {"calico/node", "calico"},
          new String[] {"cilium/cilium", "cilium-cni"},
          new String[] {"flannel", "flannel"},
          new String[] {"weave-kube", "weave-net"},
          new String[] {"kube-router", "bridge"},
          new String[] {"amazon-k8s-cni", "aws-cni"},
          new String[] {"azure-cns", "azure-vnet"},
          new String[] {"ovn-kube", "ovn-k8s-cni-overlay"},
          new String[] {"antrea", "antrea"},
          new String[] {"kindnet", "ptp"});

  static Optional<CniAgent> of(Cluster cluster) {
    for (Workload w : cluster.objects(Workload.class)) {
      if (w.meta().kind().equals("DaemonSet")) {
        Optional<String> type = type(w.template());
        if (type.isPresent()) {
          return Optional.of(new CniAgent(w, type.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** True when all pods are listed, and none has one of the words in its name. */
  static boolean gone(Cluster cluster, List<String> words) {
    return cluster.complete(Kinds.PODS)
        && cluster.objects(Pod.class).stream()
            .noneMatch(p -> words.stream().anyMatch(p.name()::contains));
  }

  private static Optional<String> type(PodSpec spec) {
    for (Container c : spec.containers()) {
      for (String[] known : KNOWN) {
        if (c.image().contains(known[0])) {
          return Optional.of(known[1]);
        }
      }
    }
    return Optional.empty();
  }

  /** True for plugins that cut their addresses out of the node's spec.podCIDR. */
  boolean usesPodCidr() {
    return type.equals("flannel") || type.equals("bridge") || type.equals("ptp");
  }

  /** Its pod on a node. */
  Optional<Pod> podOn(Cluster cluster, String node) {
    return cluster.podsOn(node).stream().filter(this::owns).findFirst();
  }

  boolean owns(Pod p) {
    return p.namespace().equals(daemonSet.namespace())
        && p.meta().owners().stream().anyMatch(o -> o.name().equals(daemonSet.name()));
  }
}
