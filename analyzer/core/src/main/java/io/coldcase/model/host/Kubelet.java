package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Optional;

/**
 * The kubelet of a host as it runs.
 *
 * @param pid 0 when none runs
 * @param flags command line flags without dashes; an empty text for a flag without value
 * @param config leaves of its configuration file by pointer, for example {@code clusterDNS/0}
 *     (kubelet.config.k8s.io/v1beta1)
 * @param at its command line, or the line that says that there is none
 */
public record Kubelet(
    int pid,
    String commandLine,
    Map<String, Setting> flags,
    Map<String, Setting> config,
    SourceRef at) {
  public Kubelet {
    flags = Map.copyOf(flags);
    config = Map.copyOf(config);
  }

  public boolean running() {
    return pid > 0;
  }

  /** The setting in effect: a flag wins over the file. */
  public Optional<Setting> setting(String flag, String key) {
    return Optional.ofNullable(flags.getOrDefault(flag, config.get(key)));
  }
}
