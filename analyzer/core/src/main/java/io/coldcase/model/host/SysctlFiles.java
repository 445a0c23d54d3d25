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

  /**
   * The last assignment of a key: what holds after a boot. {@code net.ipv4.conf.all.forwarding} is
   * another name of {@code net.ipv4.ip_forward} (ip-sysctl.rst of the kernel).
   */
  public Optional<Assignment> last(String key) {
    return list.stream().filter(a -> setting(a.key()).equals(setting(key))).reduce((a, b) -> b);
  }

  private static String setting(String key) {
    return key.equals("net.ipv4.conf.all.forwarding") ? "net.ipv4.ip_forward" : key;
  }
}
