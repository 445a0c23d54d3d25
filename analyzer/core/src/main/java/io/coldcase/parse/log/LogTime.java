package io.coldcase.parse.log;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The time that a log line begins with, or carries as {@code time=} or {@code "ts":}: RFC 3339
 * (kubectl, CRI, logfmt, JSON), {@code date time} with a blank, klog (no year), syslog (no year),
 * dmesg -T. Times without a zone are taken as UTC, which the collectors set.
 */
final class LogTime {
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final long DAY = 86_400_000L;

  private LogTime() {}

  /**
   * Epoch milliseconds, or 0 when the line tells no time.
   *
   * @param reference epoch seconds near the newest line: gives the year where lines have none
   */
  static long millis(String line, long reference) {
    int i = 0;
    while (i < line.length() && i < 8 && (line.charAt(i) == ' ' || line.charAt(i) == '[')) {
      i++;
    }
    long t = at(line, i, reference);
    if (t == 0) {
      t = after(line, "time=", reference);
    }
    return t != 0 ? t : after(line, "\"ts\":", reference);
  }

  static Instant instant(long millis) {
    return millis == 0 ? Instant.EPOCH : Instant.ofEpochMilli(millis);
  }

  private static long after(String line, String key, long reference) {
    int i = line.indexOf(key);
    if (i < 0) {
      return 0;
    }
    i += key.length();
    return at(line, i < line.length() && line.charAt(i) == '"' ? i + 1 : i, reference);
  }

  private static long at(String s, int i, long reference) {
    if (i + 14 > s.length()) {
      return 0;
    }
    char c = s.charAt(i);
    if (c >= '0' && c <= '9') {
      return s.charAt(i + 4) == '-' ? iso(s, i) : epoch(s, i);
    }
    if (number(s, i + 1, 4) > 0 && "IWEF".indexOf(c) >= 0) {
      return withYear(number(s, i + 1, 2), number(s, i + 3, 2), clock(s, i + 6), reference);
    }
    int month = month(s, i);
    if (month > 0 && s.charAt(i + 3) == ' ') {
      return withYear(month, number(s, i + 4, 2), clock(s, i + 7), reference);
    }
    month = month(s, i + 4);
    if (month > 0 && i + 24 <= s.length() && number(s, i + 20, 4) > 0) {
      return of(number(s, i + 20, 4), month, number(s, i + 8, 2), clock(s, i + 11));
    }
    return 0;
  }

  private static long iso(String s, int i) {
    if (i + 19 > s.length()) {
      return 0;
    }
    long clock = clock(s, i + 11);
    int z = i + 19;
    if (z < s.length() && (s.charAt(z) == '.' || s.charAt(z) == ',')) {
      z++;
      while (z < s.length() && Character.isDigit(s.charAt(z))) {
        z++;
      }
    }
    long offset = 0;
    if (z + 5 <= s.length() && (s.charAt(z) == '+' || s.charAt(z) == '-')) {
      int colon = s.charAt(z + 3) == ':' ? 1 : 0;
      int minutes =
          Math.max(0, number(s, z + 1, 2)) * 60 + Math.max(0, number(s, z + 3 + colon, 2));
      offset = (s.charAt(z) == '-' ? -minutes : minutes) * 60_000L;
    }
    long t = of(number(s, i, 4), number(s, i + 5, 2), number(s, i + 8, 2), clock);
    return t == 0 ? 0 : t - offset;
  }

  /** Seconds since the epoch, as zap's JSON encoder prints them. */
  private static long epoch(String s, int i) {
    int seconds = number(s, i, 9);
    int last = i + 9 < s.length() ? Character.digit(s.charAt(i + 9), 10) : -1;
    boolean ends = i + 10 < s.length() && Character.digit(s.charAt(i + 10), 10) < 0;
    return seconds < 0 || last < 0 || !ends ? 0 : (seconds * 10L + last) * 1000;
  }

  /** Milliseconds of {@code hh:mm:ss[.fff]}, or -1. */
  private static long clock(String s, int i) {
    int h = number(s, i, 2);
    int m = number(s, i + 3, 2);
    int sec = number(s, i + 6, 2);
    if (h < 0 || m < 0 || sec < 0 || s.charAt(i + 2) != ':' || h > 23 || m > 59 || sec > 60) {
      return -1;
    }
    int dot = i + 8;
    int ms = dot < s.length() && ".,".indexOf(s.charAt(dot)) >= 0 ? number(s, dot + 1, 3) : 0;
    return ((h * 60L + m) * 60 + sec) * 1000 + Math.max(0, ms);
  }

  private static long withYear(int month, int day, long clock, long reference) {
    int year = Instant.ofEpochSecond(reference).atOffset(ZoneOffset.UTC).getYear();
    long t = of(year, month, day, clock);
    return t > reference * 1000 + 2 * DAY ? of(year - 1, month, day, clock) : t;
  }

  private static long of(int year, int month, int day, long clock) {
    if (year < 1971 || month < 1 || month > 12 || day < 1 || day > 31 || clock < 0) {
      return 0;
    }
    int last = LocalDate.of(year, month, 1).lengthOfMonth();
    return LocalDate.of(year, month, Math.min(day, last)).toEpochDay() * DAY + clock;
  }

  private static int month(String s, int i) {
    if (i + 3 > s.length()) {
      return 0;
    }
    int at = MONTHS.indexOf(s.substring(i, i + 3));
    return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
  }

  /** The number in {@code digits} characters (leading blank allowed), or -1. */
  private static int number(String s, int i, int digits) {
    if (i + digits > s.length()) {
      return -1;
    }
    int n = 0;
    for (int k = i; k < i + digits; k++) {
      int d = s.charAt(k) == ' ' && k == i ? 0 : Character.digit(s.charAt(k), 10);
      if (d < 0) {
        return -1;
      }
      n = n * 10 + d;
    }
    return n;
  }
}
