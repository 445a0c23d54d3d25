package io.coldcase.diag;

/** One thing that the reader of a report should know about the evidence: place and sentence. */
public record Warning(SourceRef at, String text) implements Comparable<Warning> {
  @Override
  public int compareTo(Warning o) {
    int c = at.artifact().compareTo(o.at.artifact());
    c = c != 0 ? c : Integer.compare(at.line(), o.at.line());
    return c != 0 ? c : text.compareTo(o.text);
  }
}
