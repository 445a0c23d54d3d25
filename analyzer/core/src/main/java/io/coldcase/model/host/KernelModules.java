package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Set;

/**
 * Kernel modules.
 *
 * @param loaded names in /proc/modules
 * @param builtin names in modules.builtin
 * @param missing asked for and not found by {@code modprobe -n}
 * @param forbidden blacklisted or replaced by an install line
 */
public record KernelModules(
    Map<String, SourceRef> loaded,
    Set<String> builtin,
    Map<String, SourceRef> missing,
    Map<String, SourceRef> forbidden) {
  public KernelModules {
    loaded = Map.copyOf(loaded);
    builtin = Set.copyOf(builtin);
    missing = Map.copyOf(missing);
    forbidden = Map.copyOf(forbidden);
  }
}
