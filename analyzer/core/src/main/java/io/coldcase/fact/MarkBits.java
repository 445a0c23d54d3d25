package io.coldcase.fact;

/** Packet marks in rules: who asks for a bit that kube-proxy uses. */
final class MarkBits {
  /** Masquerade (masqueradeBit 14) and, in older releases, drop. */
  private static final long KUBE = 0x4000 | 0x8000;

  private static final String[] BEFORE = {"fwmark ", "--mark ", "meta mark & ", "meta mark "};

  private MarkBits() {}

  /**
   * True when a rule of ip-rule(8), iptables or nft takes packets by a mark that has one of
   * kube-proxy's bits set.
   */
  static boolean kubes(String rule) {
    for (String before : BEFORE) {
      int at = rule.indexOf(before);
      if (at >= 0 && !rule.startsWith("! ", Math.max(0, at - 2))) {
        return asks(rule.substring(at + before.length()));
      }
    }
    return false;
  }

  /** {@code 0x4000/0x4000}, {@code 0x4000}, or nft's {@code 0x4000 == 0x4000}. */
  private static boolean asks(String rest) {
    int slash = rest.indexOf('/');
    int blank = rest.indexOf(' ');
    int end = blank < 0 ? rest.length() : blank;
    if (slash > 0 && slash < end) {
      return (number(rest.substring(0, slash)) & number(rest.substring(slash + 1, end)) & KUBE)
          != 0;
    }
    long first = number(rest.substring(0, end));
    if (rest.startsWith("== ", end + 1)) {
      String value = rest.substring(end + 4);
      int stop = value.indexOf(' ');
      return (first & number(stop < 0 ? value : value.substring(0, stop)) & KUBE) != 0;
    }
    return (first & KUBE) != 0;
  }

  private static long number(String n) {
    try {
      return Long.decode(n.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
