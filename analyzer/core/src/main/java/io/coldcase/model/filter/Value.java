package io.coldcase.model.filter;

import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;

/** What a field of a packet is compared with. */
public sealed interface Value {
  /** Addresses from..to, both included. */
  record Ips(Ip from, Ip to) implements Value {
    public static Ips of(Prefix p) {
      return new Ips(p.network(), last(p));
    }

    public boolean contains(Ip ip) {
      return ip.v6() == from.v6() && from.compareTo(ip) <= 0 && ip.compareTo(to) <= 0;
    }

    /** True for exactly one address. */
    public boolean single() {
      return from.equals(to);
    }

    private static Ip last(Prefix p) {
      int host = p.network().bits() - p.length();
      if (!p.v6()) {
        return new Ip(false, 0, p.network().lo() | ((1L << host) - 1));
      }
      long hi = host <= 64 ? 0 : host == 128 ? -1L : (1L << (host - 64)) - 1;
      long lo = host >= 64 ? -1L : (1L << host) - 1;
      return new Ip(true, p.network().hi() | hi, p.network().lo() | lo);
    }
  }

  /** Numbers from..to, both included. */
  record Numbers(long from, long to) implements Value {
    public static Numbers of(long n) {
      return new Numbers(n, n);
    }

    public boolean contains(long n) {
      return from <= n && n <= to;
    }
  }

  /** A name; a final {@code +} or {@code *} stands for any rest. */
  record Name(String text) implements Value {
    public boolean matches(String name) {
      int n = text.length() - 1;
      return n >= 0 && (text.charAt(n) == '+' || text.charAt(n) == '*')
          ? name.startsWith(text.substring(0, n))
          : name.equals(text);
    }
  }

  /** Any value: the wildcard element of an nft map. */
  record Any() implements Value {}
}
