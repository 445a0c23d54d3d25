package io.coldcase.model;

import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import java.util.HashSet;
import java.util.Set;

/**
 * The nodes on which an API server runs: those that the Service default/kubernetes leads to, and
 * those with a static pod of one. Empty where the control plane is nobody's node.
 *
 * @param names of the nodes
 */
public record ApiNodes(Set<String> names) {
  public ApiNodes {
    names = Set.copyOf(names);
  }

  public static ApiNodes of(Cluster cluster) {
    return cluster.derived(ApiNodes.class, ApiNodes::find);
  }

  private static ApiNodes find(Cluster cluster) {
    Set<String> names = new HashSet<>();
    for (EndpointSlice s : cluster.objects(EndpointSlice.class)) {
      if (s.serviceKey().equals("default/kubernetes")) {
        s.endpoints().stream()
            .flatMap(e -> e.addresses().stream())
            .flatMap(ip -> cluster.nodeByIp(ip).stream())
            .map(Node::name)
            .forEach(names::add);
      }
    }
    for (Pod p : cluster.objects(Pod.class)) {
      if (p.namespace().equals("kube-system") && p.name().startsWith("kube-apiserver-")) {
        names.add(p.nodeName());
      }
    }
    names.remove("");
    return new ApiNodes(names);
  }

  public boolean contains(Node node) {
    return contains(node.name());
  }

  public boolean contains(String node) {
    return names.contains(node);
  }
}
