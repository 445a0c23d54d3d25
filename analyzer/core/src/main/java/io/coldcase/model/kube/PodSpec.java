package io.coldcase.model.kube;

import io.coldcase.net.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network-relevant part of a PodSpec, of a pod or of a workload's template.
 *
 * @param hostPaths paths of hostPath volumes
 * @param configMaps names of ConfigMaps mounted as volumes
 * @param dnsPlace dnsConfig, else dnsPolicy
 */
public record PodSpec(
    List<Container> containers,
    boolean hostNetwork,
    String dnsPolicy,
    Optional<DnsConfig> dnsConfig,
    List<HostAlias> hostAliases,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    boolean hasAffinity,
    String priorityClass,
    String serviceAccount,
    String hostname,
    String subdomain,
    List<String> hostPaths,
    List<String> readinessGates,
    List<String> configMaps,
    int gracePeriodSeconds,
    Place dnsPlace) {
  public PodSpec {
    containers = List.copyOf(containers);
    hostAliases = List.copyOf(hostAliases);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    hostPaths = List.copyOf(hostPaths);
    configMaps = List.copyOf(configMaps);
    readinessGates = List.copyOf(readinessGates);
  }

  /** spec.dnsConfig. */
  public record DnsConfig(
      List<Ip> nameservers, List<String> searches, Map<String, String> options) {
    public DnsConfig {
      nameservers = List.copyOf(nameservers);
      searches = List.copyOf(searches);
      options = Map.copyOf(options);
    }
  }

  /** spec.hostAliases entry. */
  public record HostAlias(Ip ip, List<String> names) {
    public HostAlias {
      names = List.copyOf(names);
    }
  }

  /** Where a container of its own brings its own /etc/resolv.conf. */
  public Optional<Place> ownResolvConf() {
    return containers.stream().flatMap(c -> c.ownResolvConf().stream()).findFirst();
  }

  /** Whether the pod may stand on a node with that taint. */
  public boolean tolerates(KubeNode.Taint taint) {
    return tolerations.stream().anyMatch(t -> t.tolerates(taint));
  }

  /** spec.tolerations entry; empty key tolerates all, empty effect means all effects. */
  public record Toleration(String key, String operator, String value, String effect) {
    /** The Kubernetes API, Toleration v1. */
    private boolean tolerates(KubeNode.Taint taint) {
      boolean any = operator.equals("Exists");
      return (key.equals(taint.key()) || key.isEmpty() && any)
          && (effect.isEmpty() || effect.equals(taint.effect()))
          && (any || value.equals(taint.value()));
    }
  }
}
