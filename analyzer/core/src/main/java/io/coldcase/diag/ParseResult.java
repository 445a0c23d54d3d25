package io.coldcase.diag;

import java.util.List;

/**
 * What a parser made of one artifact: a value that is always usable (maybe empty), how well the
 * text was understood, and the first lines that were not.
 *
 * @param unknownLines how many lines or members were not understood
 * @param warnings the first few of them, and other remarks
 */
public record ParseResult<T>(T value, Status status, long unknownLines, List<Warning> warnings) {
  /** How well an artifact was understood. */
  public enum Status {
    PARSED,
    PARTIAL,
    EMPTY,
    UNREADABLE
  }

  public ParseResult {
    warnings = List.copyOf(warnings);
  }

  public static <T> ParseResult<T> parsed(T value) {
    return new ParseResult<>(value, Status.PARSED, 0, List.of());
  }
}
