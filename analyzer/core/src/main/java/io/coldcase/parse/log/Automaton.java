package io.coldcase.parse.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A set of literals compiled to a deterministic automaton over bytes (Aho and Corasick 1975), ASCII
 * letters compared without case: bytes go in, the numbers of the literals that end there come out,
 * whatever their number in one table look-up per byte. Immutable.
 *
 * <p>Own code because the maintained libraries match on {@code char} or build double arrays by
 * trial, which costs more at every start than the scan of a small bundle; this table is filled in
 * one breadth-first pass.
 */
final class Automaton {
  private static final int[] NONE = {};

  private final byte[] classOf = new byte[256];
  private final int classes;

  /** Row offset of the next state; its complement when literals end in that state. */
  private final int[] next;

  private final int[][] ends;

  /** Receives matches. */
  interface Sink {
    void match(int literal);
  }

  Automaton(List<String> literals) {
    byte[][] words = new byte[literals.size()][];
    int states = 1;
    boolean[] used = new boolean[256];
    for (int i = 0; i < words.length; i++) {
      words[i] = lower(literals.get(i).getBytes(StandardCharsets.UTF_8));
      states += words[i].length;
      for (byte b : words[i]) {
        used[b & 255] = true;
      }
    }
    classes = classify(used);
    int[] table = new int[states * classes];
    int[][] out = new int[states][];
    Arrays.fill(out, NONE);
    int count = 1;
    for (int i = 0; i < words.length; i++) {
      int s = 0;
      for (byte b : words[i]) {
        int cell = s * classes + (classOf[b & 255] & 255);
        if (table[cell] == 0) {
          table[cell] = count++;
        }
        s = table[cell];
      }
      out[s] = append(out[s], new int[] {i});
    }
    link(table, out, count);
    next = flag(table, out, count);
    ends = Arrays.copyOf(out, count);
  }

  /** Class 0 is every byte that stands in no literal. */
  private int classify(boolean[] used) {
    int n = 1;
    for (int b = 0; b < 256; b++) {
      if (used[b]) {
        classOf[b] = (byte) n++;
      }
    }
    for (int b = 'A'; b <= 'Z'; b++) {
      classOf[b] = classOf[b + 32];
    }
    return n;
  }

  /** Breadth first: a missing transition is the one of the longest proper suffix. */
  private void link(int[] table, int[][] out, int count) {
    int[] fail = new int[count];
    int[] queue = new int[count];
    int tail = 0;
    for (int c = 0; c < classes; c++) {
      if (table[c] != 0) {
        queue[tail++] = table[c];
      }
    }
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      int f = fail[s];
      if (out[f].length > 0) {
        out[s] = append(out[s], out[f]);
      }
      for (int c = 0; c < classes; c++) {
        int cell = s * classes + c;
        int longest = table[f * classes + c];
        if (table[cell] == 0) {
          table[cell] = longest;
        } else {
          fail[table[cell]] = longest;
          queue[tail++] = table[cell];
        }
      }
    }
  }

  private int[] flag(int[] table, int[][] out, int count) {
    int[] flagged = new int[count * classes];
    for (int i = 0; i < flagged.length; i++) {
      int s = table[i];
      flagged[i] = out[s].length > 0 ? ~(s * classes) : s * classes;
    }
    return flagged;
  }

  /** Reports every literal that ends in {@code bytes[from, to)}, also repeatedly. */
  void scan(byte[] bytes, int from, int to, Sink sink) {
    int[] table = next;
    byte[] classOfByte = classOf;
    int row = 0;
    for (int i = from; i < to; i++) {
      row = table[row + (classOfByte[bytes[i] & 255] & 255)];
      if (row < 0) {
        row = ~row;
        for (int literal : ends[row / classes]) {
          sink.match(literal);
        }
      }
    }
  }

  private static byte[] lower(byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (word[i] >= 'A' && word[i] <= 'Z') {
        word[i] += 32;
      }
    }
    return word;
  }

  private static int[] append(int[] a, int[] b) {
    int[] r = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, r, a.length, b.length);
    return r;
  }
}
