package io.coldcase.parse.device;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Qdiscs;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code tc -s qdisc} to queueing disciplines; sections {@code filter DEVICE DIRECTION} ({@code tc
 * -s filter}) and {@code bpftool net} behind it to filters.
 */
public final class QdiscLines implements LineReader<Qdiscs> {
  /** The instruction {@code ret #2}, TC_ACT_SHOT, of a classic program (linux/pkt_cls.h). */
  private static final String SHOT = "6 0 0 2";

  private final List<Qdiscs.Qdisc> list = new ArrayList<>();
  private final List<Qdiscs.Filter> filters = new ArrayList<>();

  /** The part of bpftool's list: xdp, tc, ... */
  private String part = "";

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.startsWith("filter ")) {
      filter(section, text, at);
      return true;
    }
    if (section.equals("bpftool net")) {
      program(text, at);
      return true;
    }
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

  /**
   * {@code filter protocol all pref 49152 bpf chain 0 handle 0x1 NAME direct-action ...}, then what
   * belongs to it, indented. A line without a handle only announces the list of its kind.
   */
  private void filter(String section, String text, SourceRef at) {
    Words w = new Words(text);
    if (!w.take("filter")) {
      discards(text);
      return;
    }
    String[] place = section.split(" ", -1);
    String kind = "";
    String program = "";
    boolean whole = false;
    for (String before = ""; w.hasNext(); ) {
      String word = w.next();
      kind = before.equals("pref") ? w.next() : kind;
      boolean handle = before.equals("handle") || before.equals("fh");
      whole |= handle;
      program = handle && kind.equals("bpf") ? w.next() : program;
      before = word;
    }
    if (whole && place.length > 2) {
      boolean classic = kind.equals("bpf") && text.contains(" bytecode '");
      boolean shot = classic && text.contains("direct-action") && text.contains(SHOT);
      String name = classic ? "bytecode" : program;
      filters.add(new Qdiscs.Filter(place[1], place[2], kind, name, shot, 0, at));
    }
  }

  /** An action of the filter before, or its counters. */
  private void discards(String text) {
    boolean drops = text.contains("action drop");
    long dropped = text.contains("Sent ") ? behind(text, "(dropped ") : 0;
    if (!filters.isEmpty() && (drops || dropped > 0)) {
      Qdiscs.Filter f = filters.remove(filters.size() - 1);
      filters.add(
          new Qdiscs.Filter(
              f.dev(),
              f.hook(),
              f.kind(),
              f.program(),
              f.discards() || drops,
              Math.max(f.dropped(), dropped),
              f.at()));
    }
  }

  /** {@code eth0(2) tcx/ingress NAME prog_id 12 ...}, {@code eth0(2) generic id 12} of xdp. */
  private void program(String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    int open = first.indexOf('(');
    if (first.endsWith(":")) {
      part = first.substring(0, first.length() - 1);
    } else if (open > 0 && (part.equals("xdp") || part.equals("tc"))) {
      String hook = w.next();
      boolean xdp = part.equals("xdp");
      String name = xdp ? "" : w.next();
      filters.add(
          new Qdiscs.Filter(first.substring(0, open), xdp ? part : hook, "", name, false, 0, at));
    }
  }

  private static long behind(String text, String word) {
    int from = text.indexOf(word);
    return from < 0
        ? 0
        : Words.number(new Words(text.substring(from + word.length())).next().replace(",", ""), 0);
  }

  @Override
  public Qdiscs value() {
    return new Qdiscs(list, filters);
  }
}
