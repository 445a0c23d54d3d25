package io.coldcase.model.kube;

import io.coldcase.net.Ip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An EndpointSlice, or an Endpoints object shown as one ({@code legacy}).
 *
 * @param service label kubernetes.io/service-name, or the name of the Endpoints; may be empty
 */
public record EndpointSlice(
    Meta meta,
    String service,
    String addressType,
    List<Port> ports,
    List<Endpoint> endpoints,
    String managedBy,
    boolean legacy)
    implements KubeObject {
  public EndpointSlice {
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
  }

  /** {@code namespace/name} of the Service that it belongs to. */
  public String serviceKey() {
    return meta.namespace() + "/" + service;
  }

  /** A port; 0 means all ports. */
  public record Port(String name, String protocol, int port, Place place) {

    // what a record makes of itself costs every start some milliseconds

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Port p
          && port == p.port
          && name.equals(p.name)
          && protocol.equals(p.protocol)
          && place.equals(p.place);
    }

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + port;
    }
  }

  /** An endpoint; {@code target} is the name of the target Pod, or empty. */
  public record Endpoint(
      List<Ip> addresses,
      boolean ready,
      boolean serving,
      boolean terminating,
      String node,
      String target,
      String zone,
      List<String> hints,
      Place place) {
    public Endpoint {
      addresses = List.copyOf(addresses);
      hints = List.copyOf(hints);
    }
  }
}
