package io.coldcase.parse;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.FileEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of {@code ls -l} (GNU and busybox) to a file entry; the columns are mode, links, owner,
 * group, size and three of time before the name.
 */
public final class Listing {
  private Listing() {}

  /** The entry; empty for other lines, for {@code .} and for {@code ..}. */
  public static Optional<FileEntry> entry(String directory, String text, SourceRef at) {
    if (text.length() < 10 || "-dlcbps".indexOf(text.charAt(0)) < 0 || text.charAt(1) == ' ') {
      return Optional.empty();
    }
    Words w = new Words(text);
    List<String> columns = new ArrayList<>();
    while (columns.size() < 8 && w.hasNext()) {
      columns.add(w.next());
    }
    String name = w.rest();
    long size = columns.size() < 8 ? -1 : Words.number(columns.get(4), -1);
    if (size < 0 || name.isEmpty() || name.equals(".") || name.equals("..")) {
      return Optional.empty();
    }
    int arrow = name.indexOf(" -> ");
    return Optional.of(
        new FileEntry(
            directory,
            columns.get(0),
            arrow < 0 ? name : name.substring(0, arrow),
            size,
            String.join(" ", columns.subList(5, 8)),
            arrow < 0 ? "" : name.substring(arrow + 4),
            at));
  }

  /** True for the lines of a listing that name no entry. */
  public static boolean frame(String text) {
    return text.startsWith("total ") || text.endsWith(" .") || text.endsWith(" ..");
  }
}
