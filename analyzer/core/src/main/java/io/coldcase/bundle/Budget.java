package io.coldcase.bundle;

/** Counts what a case has cost so far and stops it at the limits. Used by the reading thread. */
final class Budget {
  private final Limits limits;
  private int entries;
  private long packed;
  private long inflated;

  Budget(Limits limits) {
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  void entry() throws BundleException {
    if (++entries > limits.entries()) {
      throw new BundleException(
          "The bundle has more than " + limits.entries() + " entries; the limit can be raised.");
    }
  }

  void packed(long bytes) {
    packed += bytes;
  }

  void inflated(long bytes) throws BundleException {
    inflated += bytes;
    if (inflated > limits.totalBytes()) {
      throw new BundleException(
          "The bundle inflates to more than "
              + limits.totalBytes()
              + " bytes; the limit can be raised.");
    }
    if (inflated > Limits.RATIO_FREE && packed > 0 && inflated / limits.ratio() > packed) {
      throw new BundleException(
          "The bundle inflates to more than "
              + limits.ratio()
              + " times its size; the limit can be raised.");
    }
  }
}
