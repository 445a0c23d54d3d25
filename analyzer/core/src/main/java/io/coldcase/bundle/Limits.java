package io.coldcase.bundle;

/**
 * What a bundle may cost at most. Sizes are bytes after inflating. More entries, bytes or a higher
 * ratio than allowed end the reading with a {@link BundleException}; an entry that is too large is
 * cut, one whose path is too long or too deep is left out, each with a warning.
 *
 * @param entries members of all parts together
 * @param entryBytes of one member
 * @param totalBytes of all parts together
 * @param ratio inflated to packed bytes, looked at beyond {@link #RATIO_FREE} bytes
 * @param pathLength characters
 * @param pathDepth folders above a member
 * @param manifestBytes of one manifest, which is held in memory while it is read
 */
public record Limits(
    int entries,
    long entryBytes,
    long totalBytes,
    int ratio,
    int pathLength,
    int pathDepth,
    int manifestBytes) {
  /** Inflated bytes up to which the ratio does not matter: small archives of zeros harm nobody. */
  public static final long RATIO_FREE = 64L << 20;

  /** For bundles of up to a thousand nodes. */
  public static Limits defaults() {
    return new Limits(1_000_000, 1L << 30, 16L << 30, 500, 512, 16, 64 << 20);
  }

  public Limits withEntries(int n) {
    return new Limits(n, entryBytes, totalBytes, ratio, pathLength, pathDepth, manifestBytes);
  }

  public Limits withEntryBytes(long n) {
    return new Limits(entries, n, totalBytes, ratio, pathLength, pathDepth, manifestBytes);
  }

  public Limits withTotalBytes(long n) {
    return new Limits(entries, entryBytes, n, ratio, pathLength, pathDepth, manifestBytes);
  }

  public Limits withRatio(int n) {
    return new Limits(entries, entryBytes, totalBytes, n, pathLength, pathDepth, manifestBytes);
  }
}
