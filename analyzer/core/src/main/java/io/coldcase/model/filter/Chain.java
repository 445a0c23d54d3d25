package io.coldcase.model.filter;

import io.coldcase.diag.SourceRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A chain of one table on one host: its rules (shared with all hosts that have the same), where
 * each stands, and how often it matched in the first and the last sample.
 *
 * <p>Index {@code rules().size()} stands for the policy.
 *
 * <p>A large cluster has millions of chains of two rules each: what can be told from the rest is
 * not held.
 */
public final class Chain {
  private static final int[] CONSECUTIVE = {};
  private static final long[][] ZEROS = {
    new long[0], new long[1], new long[2], new long[3], new long[4], new long[5]
  };

  private final String name;
  private final Optional<Base> base;
  private final ChainBody body;
  private final String artifact;
  private final int line;
  private final String declaration;
  private final int start;

  /** Line of every rule; {@link #CONSECUTIVE} when they follow each other from {@code start}. */
  private final int[] lines;

  private final long[] first;
  private final long[] last;

  /**
   * @param line where the chain is declared, 0 when not
   * @param declaration text of that line
   * @param lines line of every rule
   * @param first packets of every rule and then of the policy in the first sample; -1 not known;
   *     empty when there is one sample
   * @param last the same in the last sample
   */
  public Chain(
      String name,
      Optional<Base> base,
      ChainBody body,
      String artifact,
      int line,
      String declaration,
      int[] lines,
      long[] first,
      long[] last) {
    this.name = name;
    this.base = base;
    this.body = body;
    this.artifact = artifact;
    this.line = line;
    this.declaration = declaration.equals(plain(name)) ? "" : declaration;
    this.start = lines.length == 0 ? 0 : lines[0];
    this.lines = consecutive(lines) ? CONSECUTIVE : lines;
    this.first = shared(first);
    this.last = shared(last);
  }

  /** How iptables-save declares a chain without a policy. */
  private static String plain(String name) {
    return ":" + name + " - [0:0]";
  }

  private static boolean consecutive(int[] lines) {
    for (int i = 1; i < lines.length; i++) {
      if (lines[i] != lines[0] + i) {
        return false;
      }
    }
    return true;
  }

  private static long[] shared(long[] counts) {
    for (long n : counts) {
      if (n != 0) {
        return counts;
      }
    }
    return counts.length < ZEROS.length ? ZEROS[counts.length] : counts;
  }

  public String name() {
    return name;
  }

  public Optional<Base> base() {
    return base;
  }

  public ChainBody body() {
    return body;
  }

  public List<Rule> rules() {
    return body.rules();
  }

  /** Where rule {@code i} stands; for the policy, where the chain is declared. */
  public SourceRef at(int i) {
    if (i >= rules().size()) {
      return at();
    }
    return SourceRef.line(
        artifact, lines == CONSECUTIVE ? start + i : lines[i], rules().get(i).text());
  }

  /** Where the chain is declared. */
  public SourceRef at() {
    boolean left = declaration.isEmpty() && line > 0;
    return SourceRef.line(artifact, line, left ? plain(name) : declaration);
  }

  /** Packets that rule {@code i} matched up to the last sample; empty when not counted. */
  public Optional<Long> packets(int i) {
    return i < last.length && last[i] >= 0 ? Optional.of(last[i]) : Optional.empty();
  }

  /** Packets that rule {@code i} matched between the samples; empty when that was not seen. */
  public Optional<Long> growth(int i) {
    return i < first.length && i < last.length && first[i] >= 0 && last[i] >= first[i]
        ? Optional.of(last[i] - first[i])
        : Optional.empty();
  }

  /** The same chain with the counters of an earlier sample, where its rules are the same. */
  public Chain since(Chain earlier) {
    return new Chain(this, earlier.body == body ? earlier.last : aligned(earlier));
  }

  private Chain(Chain later, long[] first) {
    this.name = later.name;
    this.base = later.base;
    this.body = later.body;
    this.artifact = later.artifact;
    this.line = later.line;
    this.declaration = later.declaration;
    this.start = later.start;
    this.lines = later.lines;
    this.first = shared(first);
    this.last = later.last;
  }

  private long[] aligned(Chain earlier) {
    long[] counts = new long[last.length];
    Arrays.fill(counts, -1);
    int from = 0;
    for (int i = 0; i < rules().size(); i++) {
      int j = earlier.rules().subList(from, earlier.rules().size()).indexOf(rules().get(i));
      if (j >= 0) {
        counts[i] = earlier.packets(from + j).orElse(-1L);
        from += j + 1;
      }
    }
    if (counts.length > rules().size()) {
      counts[rules().size()] = earlier.packets(earlier.rules().size()).orElse(-1L);
    }
    return counts;
  }
}
