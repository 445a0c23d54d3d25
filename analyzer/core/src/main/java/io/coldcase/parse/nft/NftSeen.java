package io.coldcase.parse.nft;

import io.coldcase.model.filter.Rule;
import java.util.Arrays;

/**
 * A rule and how a line showed it: what stands around the numbers of its counter, up to the sign of
 * a comment; no parts when lines of the rule cannot be told by that.
 *
 * @param comment the last part ends with the sign of a comment: whatever follows does not count
 */
record NftSeen(Rule rule, byte[][] parts, boolean comment) {
  /** What {@link #packets} says of another line. */
  static final long OTHER = -2;

  /** Packets of the counter when the line is this rule, -1 without a counter. */
  long packets(byte[] b, int from, int to) {
    int at = from;
    long first = -1;
    for (int part = 0; part < parts.length; part++) {
      byte[] text = parts[part];
      if (to - at < text.length || !Arrays.equals(text, 0, text.length, b, at, at + text.length)) {
        return OTHER;
      }
      at += text.length;
      if (part < parts.length - 1) {
        long n = 0;
        int digits = at;
        while (at < to && b[at] >= '0' && b[at] <= '9') {
          n = n * 10 + b[at++] - '0';
        }
        if (at == digits || at - digits > 17) {
          return OTHER;
        }
        first = part == 0 ? n : first;
      }
    }
    return parts.length > 0 && (at == to || comment) ? first : OTHER;
  }
}
