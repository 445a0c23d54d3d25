package io.coldcase.bundle;

/** Numbers in headers and manifests: hostile text gives 0, never an exception. */
final class Epoch {
  /** The year 9999, the last that {@link java.time.Instant} prints with four digits. */
  private static final long MAX = 253_402_300_799L;

  private Epoch() {}

  /** The number in decimal digits, or 0 when it is none, negative or beyond the year 9999. */
  static long parse(String digits) {
    long n = 0;
    if (digits.isEmpty() || digits.length() > 12) {
      return 0;
    }
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      n = n * 10 + (c - '0');
    }
    return n > MAX ? 0 : n;
  }
}
