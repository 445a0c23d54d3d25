package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kube-proxy of a host as it runs.
 *
 * @param processes command lines; empty when none runs
 * @param mode what it answers on /proxyMode, empty without answer
 * @param health what it answers on /healthz
 * @param metrics sync and programming metrics by name with labels
 * @param config leaves of its configuration file by pointer (kubeproxy.config.k8s.io/v1alpha1)
 */
public record KubeProxy(
    List<Setting> processes,
    Setting mode,
    Optional<Health> health,
    Map<String, Double> metrics,
    Map<String, Setting> config) {
  public KubeProxy {
    processes = List.copyOf(processes);
    metrics = Map.copyOf(metrics);
    config = Map.copyOf(config);
  }

  /** The /healthz answer: RFC 3339 times, empty when absent. */
  public record Health(boolean healthy, String lastUpdated, String currentTime, SourceRef at) {}

  public boolean running() {
    return !processes.isEmpty();
  }

  public Optional<Setting> setting(String pointer) {
    return Optional.ofNullable(config.get(pointer));
  }
}
