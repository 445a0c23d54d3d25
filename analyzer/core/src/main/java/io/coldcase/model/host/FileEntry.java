package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;

/**
 * One line of {@code ls -la}.
 *
 * @param directory the listed directory, empty when not said
 * @param mode as printed, for example -rwxr-xr-x
 * @param size bytes
 * @param modified as printed; without year when younger than half a year
 * @param target what a symbolic link points to, or empty
 */
public record FileEntry(
    String directory,
    String mode,
    String name,
    long size,
    String modified,
    String target,
    SourceRef at) {
  public boolean directoryItself() {
    return mode.startsWith("d");
  }

  /** True when root may run it. */
  public boolean executable() {
    return mode.startsWith("-") && mode.indexOf('x') > 0;
  }
}
