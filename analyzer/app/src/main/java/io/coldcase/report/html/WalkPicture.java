package io.coldcase.report.html;

import static j2html.TagCreator.tag;

import io.coldcase.cause.Cause;
import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Walker;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way of a packet that a cause ends, as a picture: one box for every place that it comes
 * through, with what routes, tunnels and translations made of it there; the place where it ends is
 * red and names the line.
 */
final class WalkPicture {
  private static final double WIDTH = 960;
  private static final double LINE = 17;

  /** Characters that surely fit a line, in bold too. */
  private static final int LONG = 110;

  /** In larger clusters the walks of all nodes would take longer than the report. */
  private static final int MAX_NODES = 12;

  private static final Set<Step.Kind> SHOWN =
      Set.of(
          Step.Kind.SEND,
          Step.Kind.ROUTE,
          Step.Kind.NAT,
          Step.Kind.BRIDGE,
          Step.Kind.ENCAP,
          Step.Kind.DECAP,
          Step.Kind.DELIVER);

  private final List<Sweep.Walk> walks = new ArrayList<>();

  WalkPicture(Cluster cluster, boolean wanted) {
    if (wanted && cluster.nodes().size() <= MAX_NODES) {
      Sweep.of(cluster, Walker.of(cluster), walks::add);
    }
  }

  /** The first walk that ends at a line which the cause cites. */
  Optional<DomContent> draw(Cause cause) {
    Set<String> cited =
        cause.evidence().stream().map(e -> place(e.at())).collect(Collectors.toSet());
    return walks.stream()
        .flatMap(w -> w.trace().outcomes().stream())
        .map(Outcome::roundTrip)
        .filter(o -> o.verdict().fails())
        .filter(o -> o.decided().at().filter(at -> cited.contains(place(at))).isPresent())
        .findFirst()
        .map(WalkPicture::draw);
  }

  private static String place(SourceRef at) {
    return at.artifact() + ":" + at.line();
  }

  private static DomContent draw(Outcome o) {
    List<DomContent> shapes = new ArrayList<>();
    double y = 10;
    List<Step> steps = o.steps();
    for (int from = 0; from < steps.size(); ) {
      int to = from;
      while (to < steps.size() && steps.get(to).place().equals(steps.get(from).place())) {
        to++;
      }
      boolean last = to == steps.size();
      List<Step> here = shown(steps.subList(from, to), last);
      int lines = here.stream().mapToInt(s -> words(s).size()).sum() + (last ? 1 : 0);
      double height = 28 + LINE * lines;
      if (from > 0) {
        shapes.add(Svg.line("net", 60, y - 14, 60, y));
      }
      shapes.add(Svg.rect(last ? "blamed" : "node", 10, y, WIDTH - 20, height, 8));
      shapes.add(Svg.text("", 24, y + 19, WIDTH - 50, steps.get(from).place()));
      double line = y + 19;
      for (Step s : here) {
        boolean end = last && s == steps.get(to - 1);
        for (String text : words(s)) {
          line += LINE;
          shapes.add(Svg.text(end ? "bad" : "small", 44, line, WIDTH - 80, text));
        }
      }
      if (last) {
        shapes.add(Svg.text("bad", 44, line + LINE, WIDTH - 80, o.verdict() + ": " + o.why()));
      }
      y += height + 14;
      from = to;
    }
    return tag("svg")
        .attr("viewBox", "0 0 " + (int) WIDTH + " " + (int) y)
        .attr("role", "img")
        .attr("aria-label", "The way of a packet and where it ends")
        .with(shapes);
  }

  /** The steps that changed the packet or its way, and the one that ended it. */
  private static List<Step> shown(List<Step> steps, boolean last) {
    List<Step> some = new ArrayList<>();
    for (Step s : steps) {
      boolean end = last && s == steps.get(steps.size() - 1);
      if (end || SHOWN.contains(s.kind())) {
        some.add(s);
      }
    }
    return some;
  }

  /** What happened, with the line that decided it: behind it, or below where that is too long. */
  private static List<String> words(Step s) {
    String kind =
        s.chain().isEmpty()
            ? s.kind().name().toLowerCase(Locale.ROOT)
            : s.hook() + " " + s.table() + " " + s.chain();
    String what = kind + ": " + s.text();
    String where = s.at().map(at -> "(" + place(at) + ")").orElse("");
    if (where.isEmpty()) {
      return List.of(what);
    }
    return what.length() + where.length() > LONG
        ? List.of(what, where)
        : List.of(what + " " + where);
  }
}
