package io.coldcase.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import io.coldcase.report.Timeline.Entry;
import io.coldcase.report.Visible;
import j2html.tags.DomContent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened when, as a table with a bar per row over the whole span of time. */
final class TimelineTable {
  private static final int MAX = 120;
  private static final int WIDTH = 180;
  private static final Duration TOGETHER = Duration.ofSeconds(60);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TimelineTable() {}

  /**
   * The latest entries when there are more than fit; what happened to several objects at about the
   * same time is one row.
   */
  static DomContent draw(List<Entry> entries) {
    List<Entry> all = merged(entries);
    List<Entry> shown = all.subList(Math.max(0, all.size() - MAX), all.size());
    long from =
        shown.stream().map(Entry::first).min(Instant::compareTo).orElseThrow().toEpochMilli();
    long to = shown.stream().map(Entry::last).max(Instant::compareTo).orElseThrow().toEpochMilli();
    return table(
        thead(tr(th("UTC"), th(""), th("what"), th("about"), th("").withClass("span"))),
        tbody(each(shown, e -> row(e, from, Math.max(1, to - from)))));
  }

  private static List<Entry> merged(List<Entry> entries) {
    List<Entry> rows = new ArrayList<>();
    Map<String, Integer> open = new HashMap<>();
    for (Entry e : entries) {
      int colon = e.what().indexOf(':');
      String key = e.kind() + (colon < 0 ? e.what() : e.what().substring(0, colon));
      Integer at = open.get(key);
      if (at != null && !e.first().isAfter(rows.get(at).first().plus(TOGETHER))) {
        rows.set(at, join(rows.get(at), e));
      } else {
        open.put(key, rows.size());
        rows.add(e);
      }
    }
    return rows;
  }

  private static Entry join(Entry a, Entry b) {
    boolean known = List.of(a.about().split(", ")).contains(b.about());
    return new Entry(
        a.first(),
        a.last().isAfter(b.last()) ? a.last() : b.last(),
        a.kind(),
        known ? a.about() : a.about() + ", " + b.about(),
        a.what(),
        a.count() + b.count(),
        a.at());
  }

  /** The first three of what a row is about. */
  private static String about(Entry e) {
    String[] names = e.about().split(", ");
    return names.length <= 3
        ? e.about()
        : String.join(", ", List.of(names).subList(0, 3)) + " and " + (names.length - 3) + " more";
  }

  private static DomContent row(Entry e, long from, long span) {
    double x = (double) (e.first().toEpochMilli() - from) / span * (WIDTH - 4);
    double end = (double) (e.last().toEpochMilli() - from) / span * (WIDTH - 4);
    DomContent bar =
        tag("svg")
            .attr("viewBox", "0 0 " + WIDTH + " 12")
            .attr("width", WIDTH)
            .attr("height", 12)
            .attr("role", "presentation")
            .with(
                tag("line")
                    .attr("class", "axis")
                    .attr("x1", 0)
                    .attr("x2", WIDTH)
                    .attr("y1", 6)
                    .attr("y2", 6),
                tag("rect")
                    .attr("class", "bar " + e.kind())
                    .attr("x", Svg.number(x))
                    .attr("y", 2)
                    .attr("width", Svg.number(Math.max(4, end - x)))
                    .attr("height", 8)
                    .attr("rx", 2));
    String what = Visible.of(e.what());
    return tr(
        td(CLOCK.format(e.first())).withClass("when"),
        td(e.kind() + (e.count() > 1 ? " ×" + e.count() : "")).withClass("kind"),
        td(what.length() > 220 ? what.substring(0, 219) + "…" : what),
        td(Visible.of(about(e))),
        td(bar).withClass("span"));
  }
}
