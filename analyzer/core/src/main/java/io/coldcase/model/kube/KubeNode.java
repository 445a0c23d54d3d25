package io.coldcase.model.kube;

import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A Node object. {@code addresses} in the order of status.addresses.
 *
 * @param images names of the images on its disk, of each all that it is known by
 */
public record KubeNode(
    Meta meta,
    List<Prefix> podCidrs,
    List<Address> addresses,
    List<Condition> conditions,
    List<Taint> taints,
    boolean unschedulable,
    String kubeletVersion,
    String kubeProxyVersion,
    String osImage,
    String kernelVersion,
    String runtimeVersion,
    String machineId,
    String providerId,
    int maxPods,
    int kubeletPort,
    List<String> images,
    Place podCidrPlace)
    implements KubeObject {
  public KubeNode {
    podCidrs = List.copyOf(podCidrs);
    addresses = List.copyOf(addresses);
    conditions = List.copyOf(conditions);
    taints = List.copyOf(taints);
    images = List.copyOf(images);
  }

  /** A status.addresses entry: type InternalIP, ExternalIP, Hostname, ... */
  public record Address(String type, String value) {}

  /** A spec.taints entry. */
  public record Taint(String key, String value, String effect, Place place) {}

  /** The port at which API servers ask kubelet: kubeletPort, 10250 where the node does not tell. */
  public int kubeletEndpoint() {
    return kubeletPort == 0 ? 10250 : kubeletPort;
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  public List<Ip> internalIps() {
    return addresses.stream()
        .filter(a -> a.type().equals("InternalIP"))
        .flatMap(a -> Ip.tryParse(a.value()).stream())
        .toList();
  }
}
