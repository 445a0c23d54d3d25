package io.coldcase.model.kube;

import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.List;
import java.util.Map;

/**
 * A Service.
 *
 * @param clusterIps empty for headless and ExternalName
 * @param headless clusterIP None
 * @param addressPlace clusterIP, or externalName
 */
public record Service(
    Meta meta,
    String type,
    List<Ip> clusterIps,
    boolean headless,
    Map<String, String> selector,
    List<Port> ports,
    String externalName,
    List<Ip> externalIps,
    List<String> ingress,
    List<Prefix> sourceRanges,
    String externalTrafficPolicy,
    String internalTrafficPolicy,
    String sessionAffinity,
    List<String> ipFamilies,
    int healthCheckNodePort,
    boolean publishNotReady,
    List<Condition> conditions,
    Place selectorPlace,
    Place addressPlace)
    implements KubeObject {
  public Service {
    clusterIps = List.copyOf(clusterIps);
    selector = Map.copyOf(selector);
    ports = List.copyOf(ports);
    externalIps = List.copyOf(externalIps);
    ingress = List.copyOf(ingress);
    sourceRanges = List.copyOf(sourceRanges);
    ipFamilies = List.copyOf(ipFamilies);
    conditions = List.copyOf(conditions);
  }

  /**
   * A port; {@code targetPort} a number or a name as text; nodePort 0 when unset; the place is the
   * line of targetPort.
   */
  public record Port(
      String name,
      String protocol,
      int port,
      String targetPort,
      int nodePort,
      String appProtocol,
      Place place) {

    // what a record makes of itself costs every start some milliseconds

    @Override
    public int hashCode() {
      return 31 * name.hashCode() + port;
    }

    @Override
    public boolean equals(Object other) {
      return this == other
          || other instanceof Port p
              && name.equals(p.name)
              && protocol.equals(p.protocol)
              && port == p.port
              && targetPort.equals(p.targetPort)
              && nodePort == p.nodePort
              && appProtocol.equals(p.appProtocol)
              && place.equals(p.place);
    }
  }

  /** True when the control plane keeps its endpoints (it has a selector and is no ExternalName). */
  public boolean selects() {
    return !selector.isEmpty() && !type.equals("ExternalName");
  }
}
