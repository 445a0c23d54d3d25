package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Optional;

/** What the files of sysctl.d(5) set, in load order. */
public record SysctlFiles(List<Assignment> list) {
  public SysctlFiles {
    list = List.copyOf(list);
  }

  /** One {@code key = value}; the key in dotted form. */
  public record Assignment(String path, String key, String value, SourceRef at) {}

  /** The last assignment of a key: what holds after a boot. */
  public Optional<Assignment> last(String key) {
    return list.stream().filter(a -> a.key().equals(key)).reduce((a, b) -> b);
  }
}
