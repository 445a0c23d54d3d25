package io.coldcase.cli;

import io.coldcase.bundle.Limits;
import picocli.CommandLine.Option;

/** What a bundle may cost at most. */
final class LimitOptions {
  private static final Limits DEFAULT = Limits.defaults();

  @Option(
      names = "--max-entries",
      paramLabel = "N",
      description = "Members of all archives together (default: 1000000).")
  private int entries = DEFAULT.entries();

  @Option(
      names = "--max-entry-mb",
      paramLabel = "MB",
      description = "Size of one member; what is longer is cut (default: 1024).")
  private long entryMb = DEFAULT.entryBytes() >> 20;

  @Option(
      names = "--max-total-mb",
      paramLabel = "MB",
      description = "Size of all members together, inflated (default: 16384).")
  private long totalMb = DEFAULT.totalBytes() >> 20;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description = "Inflated to packed size of an archive (default: 500).")
  private int ratio = DEFAULT.ratio();

  Limits limits() {
    if (entries < 1 || entryMb < 1 || totalMb < 1 || ratio < 1) {
      throw new UsageException("limits are positive numbers");
    }
    return DEFAULT
        .withEntries(entries)
        .withEntryBytes(entryMb << 20)
        .withTotalBytes(totalMb << 20)
        .withRatio(ratio);
  }
}
