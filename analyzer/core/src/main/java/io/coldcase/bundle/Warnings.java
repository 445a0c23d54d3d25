package io.coldcase.bundle;

import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import java.util.ArrayList;
import java.util.List;

/** Collects warnings about containers; a hostile one may cause millions, so the rest is counted. */
final class Warnings {
  private static final int KEPT = 200;

  private final List<Warning> list = new ArrayList<>();
  private long more;

  void add(String path, String sentence) {
    if (list.size() < KEPT) {
      list.add(new Warning(SourceRef.of(printable(path)), sentence));
    } else {
      more++;
    }
  }

  /** All of them, sorted by place. */
  List<Warning> sorted() {
    List<Warning> all = new ArrayList<>(list);
    if (more > 0) {
      all.add(
          new Warning(SourceRef.of(""), more + " more warnings about the bundle are left out."));
    }
    return all.stream().sorted().toList();
  }

  /** A hostile name, safe to show: control characters as {@code ?}, at most 200 characters. */
  static String printable(String name) {
    StringBuilder b = new StringBuilder();
    name.codePoints()
        .limit(200)
        .forEach(c -> b.appendCodePoint(Character.isISOControl(c) || c == 0xfffd ? '?' : c));
    return b.toString();
  }
}
