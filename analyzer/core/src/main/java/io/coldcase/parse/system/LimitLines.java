package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Limits;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * /proc/sys/fs/file-nr (three numbers), inotify/max_user_instances, inotify/max_user_watches, then
 * section {@code fds} with {@code count limit name pid} lines, to limits.
 */
public final class LimitLines implements LineReader<Limits> {
  private long used;
  private long max;
  private final List<Long> inotify = new ArrayList<>();
  private final List<Limits.Fds> fds = new ArrayList<>();
  private SourceRef place = SourceRef.of("");

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    long first = Words.number(w.next(), -1);
    if (section.equals("fds")) {
      String limit = w.next();
      long n = limit.equals("unlimited") ? Long.MAX_VALUE : Words.number(limit, 0);
      fds.add(new Limits.Fds(first, n, w.next(), Words.integer(w.next(), 0), at));
      return first >= 0;
    }
    if (first < 0) {
      return false;
    }
    if (w.hasNext()) {
      used = first;
      w.next();
      max = Words.number(w.next(), 0);
      place = at;
    } else {
      inotify.add(first);
    }
    return true;
  }

  @Override
  public Limits value() {
    return new Limits(
        used,
        max,
        inotify.isEmpty() ? 0 : inotify.get(0),
        inotify.size() < 2 ? 0 : inotify.get(1),
        fds,
        place);
  }
}
