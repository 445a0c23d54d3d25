package io.coldcase.diag;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts the lines of one artifact that a parser did not understand and keeps the first {@value
 * #KEPT}; one per parse, not shared.
 */
public final class Unknowns {
  public static final int KEPT = 5;

  private final String artifact;
  private final List<Warning> warnings = new ArrayList<>();
  private long count;

  public Unknowns(String artifact) {
    this.artifact = artifact;
  }

  /** Records one line that was not understood. */
  public void line(int line, String text) {
    if (count++ < KEPT) {
      warnings.add(new Warning(SourceRef.line(artifact, line, text), "not understood: " + text));
    }
  }

  /** Records a remark that is not about an unknown line. */
  public void remark(int line, String sentence) {
    if (warnings.size() < 2 * KEPT) {
      warnings.add(new Warning(SourceRef.line(artifact, line, ""), sentence));
    }
  }

  public long count() {
    return count;
  }

  /**
   * The result for {@code value}: EMPTY when {@code empty}, PARTIAL when any line was unknown, else
   * PARSED.
   */
  public <T> ParseResult<T> result(T value, boolean empty) {
    ParseResult.Status s =
        count > 0
            ? ParseResult.Status.PARTIAL
            : empty ? ParseResult.Status.EMPTY : ParseResult.Status.PARSED;
    return new ParseResult<>(value, s, count, warnings);
  }
}
