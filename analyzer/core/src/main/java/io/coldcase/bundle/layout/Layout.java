package io.coldcase.bundle.layout;

import java.util.Optional;

/**
 * Tells from the paths of one part, given in the order of the archive, which member is which
 * artifact. An instance belongs to one part and may learn from the paths it has seen.
 */
public interface Layout {
  /**
   * The canonical path (collectors-sh/FORMAT.md section 4, or {@code manifest.json}) of a clean
   * relative path, or empty when it is no artifact.
   */
  Optional<String> canonical(String path);
}
