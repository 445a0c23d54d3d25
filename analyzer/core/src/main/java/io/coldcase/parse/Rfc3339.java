package io.coldcase.parse;

import java.time.Instant;
import java.util.Optional;

/**
 * RFC 3339 timestamps as Kubernetes and the container runtimes write them: {@code
 * 2026-11-21T11:56:25Z}, with 0 to 9 digits of fraction and {@code Z} or a numeric offset.
 */
public final class Rfc3339 {
  private Rfc3339() {}

  /** The instant that the whole of {@code t} spells, or empty; never throws. */
  public static Optional<Instant> parse(CharSequence t) {
    int n = t.length();
    if (n < 20
        || t.charAt(4) != '-'
        || t.charAt(7) != '-'
        || (t.charAt(10) != 'T' && t.charAt(10) != 't' && t.charAt(10) != ' ')
        || t.charAt(13) != ':'
        || t.charAt(16) != ':') {
      return Optional.empty();
    }
    int year = digits(t, 0, 4);
    int month = digits(t, 5, 2);
    int day = digits(t, 8, 2);
    int hour = digits(t, 11, 2);
    int minute = digits(t, 14, 2);
    int second = digits(t, 17, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31) {
      return Optional.empty();
    }
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) {
      return Optional.empty();
    }
    int i = 19;
    int nanos = 0;
    if (t.charAt(i) == '.') {
      int scale = 100_000_000;
      i++;
      int from = i;
      while (i < n && t.charAt(i) >= '0' && t.charAt(i) <= '9') {
        nanos += (t.charAt(i) - '0') * scale;
        scale /= 10;
        i++;
      }
      if (i == from || i == n) {
        return Optional.empty();
      }
    }
    int offset = offset(t, i);
    if (offset == Integer.MIN_VALUE) {
      return Optional.empty();
    }
    long seconds = days(year, month, day) * 86_400L + hour * 3600L + minute * 60L + second - offset;
    return Optional.of(Instant.ofEpochSecond(seconds, nanos));
  }

  /** Offset in seconds of what stands at {@code i} to the end, or MIN_VALUE. */
  private static int offset(CharSequence t, int i) {
    char c = t.charAt(i);
    int left = t.length() - i;
    if ((c == 'Z' || c == 'z') && left == 1) {
      return 0;
    }
    if ((c != '+' && c != '-') || left != 6 || t.charAt(i + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    int h = digits(t, i + 1, 2);
    int m = digits(t, i + 4, 2);
    if (h < 0 || h > 23 || m < 0 || m > 59) {
      return Integer.MIN_VALUE;
    }
    return (c == '-' ? -1 : 1) * (h * 3600 + m * 60);
  }

  private static int digits(CharSequence t, int from, int count) {
    int v = 0;
    for (int i = from; i < from + count; i++) {
      char c = t.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      v = v * 10 + (c - '0');
    }
    return v;
  }

  /** Days since 1970-01-01 in the proleptic Gregorian calendar. */
  private static long days(int year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = y / 400;
    long ofEra = y - era * 400;
    long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
  }
}
