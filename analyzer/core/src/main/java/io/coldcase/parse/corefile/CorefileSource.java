package io.coldcase.parse.corefile;

import io.coldcase.diag.SourceRef;

/** A text in Corefile syntax, and where its lines stand in the bundle. */
public record CorefileSource(String text, Lines lines) {
  /** Line number in the text (1-based) and the line itself to its place in the bundle. */
  @FunctionalInterface
  public interface Lines {
    SourceRef at(int line, String text);
  }
}
