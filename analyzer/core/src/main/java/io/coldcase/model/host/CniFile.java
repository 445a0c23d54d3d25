package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One CNI network configuration (CNI specification, section 1).
 *
 * @param name network name
 * @param plugins the chain; one for a .conf file
 * @param settings top-level settings by JSON pointer without the first slash, leaves only
 * @param error why it is not valid JSON, at the line of the error; empty when it is
 */
public record CniFile(
    String path,
    String name,
    List<CniPlugin> plugins,
    Map<String, Setting> settings,
    Optional<Setting> error,
    SourceRef at) {
  public CniFile {
    plugins = List.copyOf(plugins);
    settings = Map.copyOf(settings);
  }

  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** True when its name makes a runtime look at it. */
  public boolean candidate() {
    return path.endsWith(".conf") || path.endsWith(".conflist") || path.endsWith(".json");
  }

  /** True when a runtime can load it: valid JSON, a name, and a type for every plugin. */
  public boolean usable() {
    return error.isEmpty()
        && !name.isEmpty()
        && !plugins.isEmpty()
        && plugins.stream().noneMatch(p -> p.type().isEmpty());
  }

  public Optional<CniPlugin> plugin(String type) {
    return plugins.stream().filter(p -> p.type().equals(type)).findFirst();
  }
}
