package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Optional;

/**
 * The container runtime as {@code crictl info} and its configuration files show it.
 *
 * @param conditions RuntimeReady and NetworkReady
 * @param info leaves of {@code crictl info} by pointer, without the configuration sources
 * @param settings {@code key = value} lines of config.toml by {@code section key}; the last of
 *     equal keys wins
 */
public record ContainerRuntime(
    Map<String, Status> conditions, Map<String, Setting> info, Map<String, Setting> settings) {
  public ContainerRuntime {
    conditions = Map.copyOf(conditions);
    info = Map.copyOf(info);
    settings = Map.copyOf(settings);
  }

  /** One condition of the runtime. */
  public record Status(boolean status, String reason, String message, SourceRef at) {}

  /** Result of the last attempt to load the CNI configuration: OK or an error text. */
  public Optional<Setting> lastCniLoadStatus() {
    return Optional.ofNullable(info.get("lastCNILoadStatus"));
  }

  public Optional<Setting> confDir() {
    return Optional.ofNullable(
        info.getOrDefault("config/cni/confDir", info.get("cniconfig/PluginConfDir")));
  }

  /** The directories in which it looks for plugins; one string with colons in old versions. */
  public Optional<Setting> binDir() {
    return Optional.ofNullable(
        info.getOrDefault("cniconfig/PluginDirs/0", info.get("config/cni/binDir")));
  }
}
