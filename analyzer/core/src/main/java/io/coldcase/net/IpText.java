package io.coldcase.net;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the text forms of addresses: dotted decimal, and RFC 4291 section 2.2 written as
 * RFC 5952 asks.
 */
final class IpText {
  private IpText() {}

  static @Nullable Ip parse4(String t) {
    long bits = parse4Bits(t, 0);
    return bits < 0 ? null : new Ip(false, 0, bits);
  }

  /** The 32 bits of the dotted quad that fills {@code t} from {@code from}, or -1. */
  private static long parse4Bits(String t, int from) {
    long bits = 0;
    int part = -1;
    int dots = 0;
    for (int i = from; i < t.length(); i++) {
      char c = t.charAt(i);
      if (c >= '0' && c <= '9') {
        part = part < 0 ? c - '0' : part * 10 + (c - '0');
        if (part > 255) {
          return -1;
        }
      } else if (c == '.' && part >= 0 && dots < 3) {
        bits = bits << 8 | part;
        part = -1;
        dots++;
      } else {
        return -1;
      }
    }
    return dots == 3 && part >= 0 ? bits << 8 | part : -1;
  }

  static @Nullable Ip parse6(String t) {
    int[] groups = new int[8];
    int n = 0;
    int gap = -1;
    int i = 0;
    int len = t.length();
    if (t.startsWith("::")) {
      gap = 0;
      i = 2;
    } else if (t.startsWith(":")) {
      return null;
    }
    while (i < len) {
      if (n == 8) {
        return null;
      }
      int end = i;
      int value = 0;
      while (end < len
          && end - i < 4
          && Character.digit(t.charAt(end), 16) >= 0
          && t.charAt(end) < 128) {
        value = value << 4 | Character.digit(t.charAt(end), 16);
        end++;
      }
      if (end < len && t.charAt(end) == '.') {
        long quad = parse4Bits(t, i);
        if (quad < 0 || n > 6) {
          return null;
        }
        groups[n++] = (int) (quad >>> 16);
        groups[n++] = (int) (quad & 0xffff);
        i = len;
        break;
      }
      if (end == i) {
        return null;
      }
      groups[n++] = value;
      i = end;
      if (i == len) {
        break;
      }
      if (t.charAt(i) != ':') {
        return null;
      }
      i++;
      if (i < len && t.charAt(i) == ':') {
        if (gap >= 0) {
          return null;
        }
        gap = n;
        i++;
      } else if (i == len) {
        return null;
      }
    }
    if (gap < 0 ? n != 8 : n > 7) {
      return null;
    }
    if (gap >= 0) {
      int moved = n - gap;
      System.arraycopy(groups, gap, groups, 8 - moved, moved);
      java.util.Arrays.fill(groups, gap, 8 - moved, 0);
    }
    return new Ip(true, join(groups, 0), join(groups, 4));
  }

  private static long join(int[] g, int at) {
    return (long) g[at] << 48 | (long) g[at + 1] << 32 | (long) g[at + 2] << 16 | g[at + 3];
  }

  static String format4(long bits) {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  static String format6(long hi, long lo) {
    int[] g = new int[8];
    for (int i = 0; i < 4; i++) {
      g[i] = (int) (hi >>> (48 - 16 * i) & 0xffff);
      g[i + 4] = (int) (lo >>> (48 - 16 * i) & 0xffff);
    }
    int best = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && g[j] == 0) {
        j++;
      }
      if (j - i > bestLength) {
        best = i;
        bestLength = j - i;
      }
      i = Math.max(i, j - 1);
    }
    StringBuilder s = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        s.append("::");
        i += bestLength - 1;
      } else {
        if (s.length() > 0 && s.charAt(s.length() - 1) != ':') {
          s.append(':');
        }
        s.append(Integer.toHexString(g[i]));
      }
    }
    return s.toString();
  }
}
