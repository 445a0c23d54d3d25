package io.coldcase.parse.device;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tc -s qdisc} to queueing disciplines; filters and BPF programs behind it are passed over.
 */
public final class QdiscLines implements LineReader<Qdiscs> {
  private final List<Qdiscs.Qdisc> list = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (!section.isEmpty()) {
      return true;
    }
    Words w = new Words(text);
    if (w.take("qdisc")) {
      String kind = w.next();
      w.next();
      String dev = w.take("dev") ? w.next() : "";
      String parent = w.take("parent") ? w.next() : "";
      w.take("root");
      if (w.take("refcnt")) {
        w.next();
      }
      list.add(new Qdiscs.Qdisc(kind, dev, parent, w.rest().strip(), 0, 0, 0, at));
      return !dev.isEmpty();
    }
    if (w.take("Sent") && !list.isEmpty()) {
      Qdiscs.Qdisc q = list.remove(list.size() - 1);
      w.next();
      w.next();
      long packets = Words.number(w.next(), 0);
      long dropped = behind(text, "(dropped ");
      long over = behind(text, "overlimits ");
      list.add(
          new Qdiscs.Qdisc(
              q.kind(), q.dev(), q.parent(), q.options(), packets, dropped, over, q.at()));
      return true;
    }
    // backlog, and statistics of one kind of discipline
    return text.charAt(0) == ' ' && !list.isEmpty();
  }

  private static long behind(String text, String word) {
    int from = text.indexOf(word);
    return from < 0
        ? 0
        : Words.number(new Words(text.substring(from + word.length())).next().replace(",", ""), 0);
  }

  @Override
  public Qdiscs value() {
    return new Qdiscs(list);
  }
}
