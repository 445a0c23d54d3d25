package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Optional;

/**
 * One plugin of a CNI network.
 *
 * @param type name of its binary
 * @param settings leaves by JSON pointer without the first slash, for example {@code mtu}, {@code
 *     ipam/type}, {@code delegate/hairpinMode}
 */
public record CniPlugin(String type, Map<String, Setting> settings, SourceRef at) {
  public CniPlugin {
    settings = Map.copyOf(settings);
  }

  public Optional<Setting> setting(String pointer) {
    return Optional.ofNullable(settings.get(pointer));
  }
}
