package io.coldcase.parse;

import io.coldcase.diag.SourceRef;

/**
 * Takes the content lines of one text artifact (or of one sample of it) in order and makes one
 * value of them. Never throws on content. One per text, not shared.
 */
public interface LineReader<T> {
  /**
   * Takes one line that is not blank; false when it was not understood.
   *
   * @param section title of the {@code == NAME} section that the line stands in, empty before the
   *     first
   */
  boolean line(String section, String text, SourceRef at);

  /** What the lines so far say. */
  T value();
}
