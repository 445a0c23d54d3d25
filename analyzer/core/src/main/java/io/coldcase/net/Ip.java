package io.coldcase.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address as two longs; IPv4 keeps its 32 bits in {@code lo} and zero in {@code
 * hi}. Text follows RFC 4291 section 2.2 and RFC 5952; zone identifiers ({@code %eth0}) are
 * dropped.
 */
public record Ip(boolean v6, long hi, long lo) implements Comparable<Ip> {
  public static final Ip ANY4 = new Ip(false, 0, 0);
  public static final Ip ANY6 = new Ip(true, 0, 0);

  public static Ip v4(int bits) {
    return new Ip(false, 0, bits & 0xffffffffL);
  }

  /** The address that {@code text} spells. Throws IllegalArgumentException when it spells none. */
  public static Ip parse(String text) {
    return tryParse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IP address: " + text));
  }

  /** The address that {@code text} spells, or empty when it spells none; never throws. */
  public static Optional<Ip> tryParse(String text) {
    int zone = text.indexOf('%');
    String t = zone > 0 ? text.substring(0, zone) : text;
    return Optional.ofNullable(t.indexOf(':') >= 0 ? IpText.parse6(t) : IpText.parse4(t));
  }

  public int bits() {
    return v6 ? 128 : 32;
  }

  public boolean isAny() {
    return hi == 0 && lo == 0;
  }

  /** True for 127.0.0.0/8 (RFC 1122 section 3.2.1.3) and ::1 (RFC 4291 section 2.5.3). */
  public boolean isLoopback() {
    return v6 ? hi == 0 && lo == 1 : (lo >>> 24) == 127;
  }

  /** True for 169.254.0.0/16 (RFC 3927) and fe80::/10 (RFC 4291 section 2.5.6). */
  public boolean isLinkLocal() {
    return v6 ? (hi >>> 54) == 0x3fa : (lo >>> 16) == 0xa9fe;
  }

  /** True for 224.0.0.0/4 and ff00::/8. */
  public boolean isMulticast() {
    return v6 ? (hi >>> 56) == 0xff : (lo >>> 28) == 0xe;
  }

  // the key of most maps: what a record makes of itself is slow until it is compiled

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Ip ip && ip.lo == lo && ip.hi == hi && ip.v6 == v6;
  }

  @Override
  public int hashCode() {
    long both = 31 * hi + lo;
    return (int) (both ^ both >>> 32) + (v6 ? 1 : 0);
  }

  @Override
  public int compareTo(Ip o) {
    if (v6 != o.v6) {
      return v6 ? 1 : -1;
    }
    int c = Long.compareUnsigned(hi, o.hi);
    return c != 0 ? c : Long.compareUnsigned(lo, o.lo);
  }

  @Override
  public String toString() {
    return v6 ? IpText.format6(hi, lo) : IpText.format4(lo);
  }
}
