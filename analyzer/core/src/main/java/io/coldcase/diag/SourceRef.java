package io.coldcase.diag;

/**
 * Where a value was read: artifact path in the bundle, line (1-based, 0 = the whole artifact), JSON
 * pointer (RFC 6901, empty for text) and the text of the place, cut to {@value #MAX_TEXT}
 * characters.
 */
public record SourceRef(String artifact, int line, String pointer, String text) {
  public static final int MAX_TEXT = 400;

  public SourceRef {
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT - 1) + "…";
    }
  }

  public static SourceRef of(String artifact) {
    return new SourceRef(artifact, 0, "", "");
  }

  public static SourceRef line(String artifact, int line, String text) {
    return new SourceRef(artifact, line, "", text);
  }

  public static SourceRef json(String artifact, int line, String pointer, String text) {
    return new SourceRef(artifact, line, pointer, text);
  }

  /** The same place, shown with other text. */
  public SourceRef withText(String shown) {
    return new SourceRef(artifact, line, pointer, shown);
  }

  /** The same artifact at a deeper JSON pointer: {@code child} is appended to the pointer. */
  public SourceRef child(String child, String shown) {
    return new SourceRef(artifact, line, pointer + "/" + child, shown);
  }

  /** {@code artifact:line}, or the artifact alone. */
  @Override
  public String toString() {
    return line > 0 ? artifact + ":" + line : artifact;
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public int hashCode() {
    return 31 * artifact.hashCode() + line;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof SourceRef s
            && line == s.line
            && artifact.equals(s.artifact)
            && pointer.equals(s.pointer)
            && text.equals(s.text);
  }
}
