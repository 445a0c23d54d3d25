package io.coldcase.parse;

import io.coldcase.diag.SourceRef;
import java.util.ArrayList;
import java.util.List;

/** The lines of one section, to be read as one document, with the place of each line. */
public final class SectionText {
  private final List<SourceRef> places = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  public void add(String line, SourceRef at) {
    places.add(at);
    text.append(line).append('\n');
  }

  public boolean isEmpty() {
    return places.isEmpty();
  }

  public String text() {
    return text.toString();
  }

  /** The place of the n-th line, 1-based; the nearest one when there is none. */
  public SourceRef line(int n) {
    return places.isEmpty()
        ? SourceRef.of("")
        : places.get(Math.max(0, Math.min(n, places.size()) - 1));
  }
}
