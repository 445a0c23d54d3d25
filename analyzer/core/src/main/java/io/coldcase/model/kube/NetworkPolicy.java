package io.coldcase.model.kube;

import io.coldcase.net.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * A NetworkPolicy (networking.k8s.io/v1); {@code types} holds Ingress and/or Egress with the API's
 * defaulting applied.
 */
public record NetworkPolicy(
    Meta meta, Selector pods, List<String> types, List<Rule> ingress, List<Rule> egress)
    implements KubeObject {
  public NetworkPolicy {
    types = List.copyOf(types);
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  /** One ingress or egress rule: empty peers mean everyone, empty ports mean every port. */
  public record Rule(List<Peer> peers, List<Port> ports, Place place) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /** A peer: an ipBlock, or selectors (pods alone: own namespace). */
  public record Peer(
      Optional<Prefix> cidr,
      List<Prefix> except,
      Optional<Selector> pods,
      Optional<Selector> namespaces) {
    public Peer {
      except = List.copyOf(except);
    }
  }

  /** A port: number or name as text (empty: all), endPort 0 when unset. */
  public record Port(String protocol, String port, int endPort) {}
}
