package io.coldcase.fact;

import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Ifaces;
import io.coldcase.model.host.Samples;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The interfaces of a node by the part that they play for pods. */
final class HostLinks {
  private static final Set<String> TUNNELS =
      Set.of("vxlan", "ipip", "geneve", "gre", "wireguard", "sit");

  private static final String BACKEND_DATA = "flannel.alpha.coreos.com/backend-data";

  private final List<Iface> all;
  private final List<Ip> nodeIps;

  /** What flannel published of its back end, {@code {"VNI":1,"VtepMAC":"..."}}, or empty. */
  private final String published;

  private HostLinks(List<Iface> all, List<Ip> nodeIps, String published) {
    this.all = all;
    this.nodeIps = nodeIps;
    this.published = published;
  }

  static HostLinks of(Node n) {
    List<Iface> all =
        n.get(Kinds.IP_ADDR)
            .flatMap(Samples::last)
            .or(() -> n.get(Kinds.IP_LINK).flatMap(Samples::last))
            .map(Ifaces::list)
            .orElse(List.of());
    return new HostLinks(
        all,
        n.object().map(o -> o.internalIps()).orElse(List.of()),
        n.object().map(o -> o.meta().annotations().getOrDefault(BACKEND_DATA, "")).orElse(""));
  }

  List<Iface> all() {
    return all;
  }

  Optional<Iface> named(String name) {
    return all.stream().filter(i -> i.name().equals(name)).findFirst();
  }

  Optional<Iface> index(int index) {
    return all.stream().filter(i -> i.index() == index).findFirst();
  }

  /** The interface that holds an InternalIP of the node. */
  Optional<Iface> uplink() {
    return all.stream().filter(i -> nodeIps.stream().anyMatch(i::has)).findFirst();
  }

  /** Devices that carry pod traffic to other nodes; the fallback devices of modules left out. */
  List<Iface> tunnels() {
    return all.stream()
        .filter(i -> TUNNELS.contains(i.kind()) && !i.addresses().isEmpty() || isFlannel(i))
        .toList();
  }

  /** The VXLAN device that flannel made; of several the one of the VNI that it published. */
  Optional<Iface> flannel() {
    return all.stream()
        .filter(HostLinks::isFlannel)
        .filter(i -> published.contains("\"VNI\":" + i.detail("id").orElse("?") + ","))
        .findFirst()
        .or(() -> all.stream().filter(HostLinks::isFlannel).findFirst());
  }

  private static boolean isFlannel(Iface i) {
    return i.kind().equals("vxlan") && i.name().startsWith("flannel.");
  }

  /** Bridges that have pods' interfaces as ports. */
  List<Iface> podBridges() {
    return all.stream()
        .filter(
            i ->
                i.kind().equals("bridge")
                    && all.stream()
                        .anyMatch(p -> p.master().equals(i.name()) && p.kind().equals("veth")))
        .toList();
  }

  /** The interface over which a tunnel's packets leave. */
  Optional<Iface> under(Iface tunnel) {
    return tunnel.detail("dev").flatMap(this::named).or(this::uplink);
  }
}
