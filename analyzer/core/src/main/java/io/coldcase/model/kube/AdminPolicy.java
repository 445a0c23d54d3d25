package io.coldcase.model.kube;

import io.coldcase.net.Prefix;
import java.util.List;
import java.util.Optional;

/**
 * An AdminNetworkPolicy or the BaselineAdminNetworkPolicy (policy.networking.k8s.io/v1alpha1).
 *
 * @param priority 0 to 1000, the lowest is judged first; 0 for the baseline, which comes last
 * @param subject the pods that it is for
 */
public record AdminPolicy(
    Meta meta, int priority, Peer subject, List<Rule> ingress, List<Rule> egress)
    implements KubeObject {
  public AdminPolicy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
  }

  public boolean baseline() {
    return meta.kind().equals("BaselineAdminNetworkPolicy");
  }

  /**
   * One rule, judged in the order of the object.
   *
   * @param action Allow, Deny or Pass
   * @param ports empty: every port
   */
  public record Rule(String action, List<Peer> peers, List<NetworkPolicy.Port> ports) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /**
   * Pods by namespace and label, or networks; nodes and domain names are no pods and stay empty.
   */
  public record Peer(
      Optional<Selector> namespaces, Optional<Selector> pods, List<Prefix> networks) {
    public Peer {
      networks = List.copyOf(networks);
    }
  }
}
