package io.coldcase.net;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network prefix (RFC 4632, RFC 4291 section 2.3); the host bits of {@code network} are cleared
 * by the constructor.
 */
public record Prefix(Ip network, int length) implements Comparable<Prefix> {
  public static final Prefix ALL4 = new Prefix(Ip.ANY4, 0);
  public static final Prefix ALL6 = new Prefix(Ip.ANY6, 0);

  public Prefix {
    if (length < 0 || length > network.bits()) {
      throw new IllegalArgumentException("prefix length " + length + " of " + network);
    }
    network = mask(network, length);
  }

  public static Prefix host(Ip ip) {
    return new Prefix(ip, ip.bits());
  }

  public static Prefix parse(String text) {
    return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not a prefix: " + text));
  }

  /**
   * The prefix spelled as ADDRESS, ADDRESS/LENGTH or ADDRESS/NETMASK (contiguous), or empty; never
   * throws.
   */
  public static Optional<Prefix> tryParse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Ip.tryParse(text).map(Prefix::host);
    }
    Optional<Ip> ip = Ip.tryParse(text.substring(0, slash));
    if (ip.isEmpty()) {
      return Optional.empty();
    }
    String tail = text.substring(slash + 1);
    if (tail.indexOf('.') >= 0) {
      return Ip.tryParse(tail)
          .filter(m -> !m.v6() && !ip.get().v6())
          .map(m -> Long.bitCount(m.lo()))
          .filter(n -> mask(Ip.v4(-1), n).equals(Ip.tryParse(tail).get()))
          .map(n -> new Prefix(ip.get(), n));
    }
    if (tail.isEmpty() || tail.length() > 3 || !tail.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int n = Integer.parseInt(tail);
    return n > ip.get().bits() ? Optional.empty() : Optional.of(new Prefix(ip.get(), n));
  }

  public boolean v6() {
    return network.v6();
  }

  public boolean contains(Ip ip) {
    if (ip.v6() != network.v6()) {
      return false;
    }
    long hi = ip.hi() ^ network.hi();
    long lo = ip.lo() ^ network.lo();
    if (!network.v6()) {
      return length == 0 || lo >>> (32 - length) == 0;
    }
    return length <= 64
        ? length == 0 || hi >>> (64 - length) == 0
        : hi == 0 && lo >>> (128 - length) == 0;
  }

  public boolean contains(Prefix p) {
    return p.length >= length && contains(p.network);
  }

  public boolean overlaps(Prefix p) {
    return contains(p) || p.contains(this);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Prefix p && p.length == length && p.network.equals(network);
  }

  @Override
  public int hashCode() {
    return 31 * network.hashCode() + length;
  }

  /** Orders by family, network, then shorter prefixes first. */
  @Override
  public int compareTo(Prefix o) {
    int c = network.compareTo(o.network);
    return c != 0 ? c : Integer.compare(length, o.length);
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }

  private static Ip mask(Ip ip, int length) {
    if (!ip.v6()) {
      return length == 0
          ? Ip.ANY4
          : new Ip(false, 0, ip.lo() & (0xffffffffL << (32 - length) & 0xffffffffL));
    }
    long hi = length == 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    long lo = length <= 64 ? 0 : length == 128 ? -1L : -1L << (128 - length);
    return new Ip(true, ip.hi() & hi, ip.lo() & lo);
  }
}
