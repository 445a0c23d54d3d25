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
    ends = new int[states][];
    Arrays.fill(ends, NONE);
    Trie trie = new Trie(states);
    for (int i = 0; i < words.length; i++) {
      int s = 0;
      for (byte b : words[i]) {
        s = trie.child(s, classOf[b & 255]);
      }
      ends[s] = append(ends[s], new int[] {i});
    }
    next = link(trie);
  }

  /** The states of all literals before they are linked, each with its children in a list. */
  private static final class Trie {
    final int[] first;
    final int[] sibling;
    final byte[] by;
    int count = 1;

    Trie(int states) {
      first = new int[states];
      sibling = new int[states];
      by = new byte[states];
    }

    int child(int state, byte by) {
      int s = first[state];
      while (s != 0 && this.by[s] != by) {
        s = sibling[s];
      }
      if (s == 0) {
        s = count++;
        this.by[s] = by;
        sibling[s] = first[state];
        first[state] = s;
      }
      return s;
    }
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

  /**
   * Breadth first: the transitions of a state are those of its longest proper suffix but for its
   * own children. Rows are copied whole: this runs at every start, mostly before it is compiled.
   */
  private int[] link(Trie trie) {
    int[] table = new int[trie.count * classes];
    int[] fail = new int[trie.count];
    int[] queue = new int[trie.count];
    int tail = 1;
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      System.arraycopy(table, fail[s] * classes, table, s * classes, classes);
      for (int t = trie.first[s]; t != 0; t = trie.sibling[t]) {
        int cell = s * classes + (trie.by[t] & 255);
        int longest = s == 0 ? 0 : table[cell];
        fail[t] = (longest < 0 ? ~longest : longest) / classes;
        ends[t] = append(ends[t], ends[fail[t]]);
        table[cell] = ends[t].length > 0 ? ~(t * classes) : t * classes;
        queue[tail++] = t;
      }
    }
    return table;
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
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    int[] r = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, r, a.length, b.length);
    return r;
  }
}
