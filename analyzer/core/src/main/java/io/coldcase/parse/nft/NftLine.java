package io.coldcase.parse.nft;

import io.coldcase.model.filter.Recall;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RulePool;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of nft in its canonical form: the {@link Words} of it with single blanks between,
 * without the numbers of its counter and without its handle, so that the same rule on two hosts is
 * the same text. Works on bytes, without making words; reused from line to line.
 */
final class NftLine {
  private static final byte[] COUNTER = "counter".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PACKETS = "packets".getBytes(StandardCharsets.US_ASCII);

  private byte[] out = new byte[512];
  private int length;
  private int balance;
  private long packets;
  private int counters;
  private int packetsFrom;
  private int packetsTo;
  private int bytesFrom;
  private int bytesTo;
  private int end;
  private boolean comment;

  void read(byte[] b, int from, int to) {
    length = 0;
    balance = 0;
    packets = -1;
    counters = 0;
    end = to;
    comment = false;
    if (out.length < 3 * (to - from)) {
      out = new byte[3 * (to - from)];
    }
    int lastWord = 0;
    int i = from;
    while (i < to) {
      byte c = b[i];
      if (c == ' ' || c == '\t') {
        i++;
        continue;
      }
      if (c == '#') {
        end = i + 1;
        comment = true;
        return;
      }
      int end = wordEnd(b, i, to);
      if (is(b, i, end, PACKETS) && Arrays.equals(out, lastWord, length, COUNTER, 0, 7)) {
        i = counts(b, end, to);
        continue;
      }
      balance += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (length > 0) {
        out[length++] = ' ';
      }
      lastWord = length;
      System.arraycopy(b, i, out, length, end - i);
      length += end - i;
      if (c == '"' && (end == i + 1 || b[end - 1] != '"')) {
        out[length++] = '"';
      }
      i = end;
    }
  }

  private static int wordEnd(byte[] b, int from, int to) {
    int i = from + 1;
    if (b[from] == '"') {
      while (i < to && b[i] != '"') {
        i++;
      }
      return Math.min(to, i + 1);
    }
    if (punctuation(b[from])) {
      return i;
    }
    while (i < to && b[i] != ' ' && b[i] != '\t' && !punctuation(b[i])) {
      i++;
    }
    return i;
  }

  private static boolean punctuation(byte c) {
    return c == '{' || c == '}' || c == ',' || c == ';' || c == '(' || c == ')';
  }

  private static boolean is(byte[] b, int from, int to, byte[] word) {
    return to - from == word.length && Arrays.equals(b, from, to, word, 0, word.length);
  }

  /** Takes the number after {@code packets} and passes over {@code bytes N}. */
  private int counts(byte[] b, int from, int to) {
    int i = from;
    counters++;
    for (int word = 0; word < 3; word++) {
      while (i < to && (b[i] == ' ' || b[i] == '\t')) {
        i++;
      }
      int start = i;
      long n = 0;
      while (i < to && b[i] != ' ' && b[i] != '\t') {
        int digit = b[i++] - '0';
        n = n < 0 || digit < 0 || digit > 9 || n > Long.MAX_VALUE / 16 ? -1 : n * 10 + digit;
      }
      if (word == 0) {
        packets = n;
        packetsFrom = start;
        packetsTo = i;
      } else if (word == 2) {
        bytesFrom = start;
        bytesTo = i;
        counters += n < 0 ? 1 : 0;
      }
    }
    return i;
  }

  /** Opening minus closing braces. */
  int balance() {
    return balance;
  }

  /** Packets of the counter, -1 without one. */
  long packets() {
    return packets;
  }

  boolean startsWith(byte[] word) {
    return length >= word.length && Arrays.equals(out, 0, word.length, word, 0, word.length);
  }

  boolean empty() {
    return length == 0;
  }

  /** True for a closing brace alone. */
  boolean closes() {
    return length == 1 && out[0] == '}';
  }

  /** The rule that this line is, from the pool when it was seen before. */
  Rule rule(byte[] b, int from, RulePool pool, Recall<Rule>.Cursor rules) {
    return rules.find(
        out,
        0,
        length,
        t -> pool.rule(t, x -> NftRule.read(Words.of(x)).rule()),
        () -> pattern(b, from));
  }

  /** The line as it stands, with any numbers for those of its one counter, up to a comment. */
  private byte[] pattern(byte[] b, int from) {
    if (counters > 1
        || (counters == 1 && (packets < 0 || packetsFrom == packetsTo || bytesFrom == bytesTo))) {
      return new byte[0];
    }
    for (int i = from; i < end; i++) {
      if (b[i] == Recall.NUMBER || b[i] == Recall.ANY) {
        return new byte[0];
      }
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(end - from + 1);
    int at = from;
    if (counters == 1) {
      all.write(b, from, packetsFrom - from);
      all.write(Recall.NUMBER);
      all.write(b, packetsTo, bytesFrom - packetsTo);
      all.write(Recall.NUMBER);
      at = bytesTo;
    }
    all.write(b, at, end - at);
    if (comment) {
      all.write(Recall.ANY);
    }
    return all.toByteArray();
  }

  String text() {
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }
}
