package io.coldcase.report.trace;

import io.coldcase.diag.SourceRef;
import io.coldcase.report.Visible;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A trace as a tree: what all branches share is printed once. */
public final class TraceText {
  private final PrintWriter out;
  private String place = "";

  private TraceText(PrintWriter out) {
    this.out = out;
  }

  public static void write(Trace trace, PrintWriter out) {
    TraceText t = new TraceText(out);
    out.println(Visible.of(trace.from() + ": " + trace.packet()));
    t.branches(trace.outcomes(), 0, "");
    out.println();
    ends(trace).forEach(end -> out.println(Visible.of(end)));
  }

  /** How a trace ends, in one line. */
  public static String verdict(Trace trace) {
    return String.join("; ", ends(trace));
  }

  private static List<String> ends(Trace trace) {
    Map<String, Double> ends = new LinkedHashMap<>();
    for (Outcome o : trace.outcomes()) {
      ends.merge(end(o), o.probability(), Double::sum);
    }
    return ends.entrySet().stream().map(e -> percent(e.getValue()) + e.getKey()).toList();
  }

  private static String end(Outcome o) {
    String there = o.verdict() + at(o);
    return o.reply().map(r -> there + "; the answer: " + r.verdict() + at(r)).orElse(there);
  }

  private static String at(Outcome o) {
    String cite = o.decided().at().map(SourceRef::toString).orElse("");
    return " ("
        + o.place()
        + (o.why().isEmpty() ? "" : ", " + o.why())
        + (cite.isEmpty() ? "" : ", " + cite)
        + ")";
  }

  private static String percent(double p) {
    return p > 0.9999 ? "" : String.format(Locale.ROOT, "%.1f %% of packets: ", p * 100);
  }

  private void branches(List<Outcome> outcomes, int from, String indent) {
    int i = from;
    while (true) {
      int at = i;
      if (outcomes.stream().anyMatch(o -> o.steps().size() <= at)) {
        break;
      }
      Step first = outcomes.get(0).steps().get(i);
      if (!outcomes.stream().allMatch(o -> o.steps().get(at).equals(first))) {
        break;
      }
      step(first, indent);
      i++;
    }
    if (outcomes.size() == 1) {
      leaf(outcomes.get(0), i, indent);
      return;
    }
    Map<String, List<Outcome>> groups = new LinkedHashMap<>();
    for (Outcome o : outcomes) {
      String key = i < o.steps().size() ? o.steps().get(i).toString() : "";
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(o);
    }
    String before = place;
    for (List<Outcome> g : groups.values()) {
      double share = g.stream().mapToDouble(Outcome::probability).sum();
      place = before;
      out.println(indent + "+ " + percent(share).replace(": ", ""));
      if (groups.size() == 1) {
        for (Outcome o : g) {
          leaf(o, i, indent + "  ");
        }
      } else {
        branches(g, i, indent + "  ");
      }
    }
  }

  private void leaf(Outcome o, int from, String indent) {
    for (Step s : o.steps().subList(Math.min(from, o.steps().size()), o.steps().size())) {
      step(s, indent);
    }
    out.println(
        Visible.of(indent + "=> " + o.verdict() + (o.why().isEmpty() ? "" : ": " + o.why())));
    o.reply()
        .ifPresent(
            r -> {
              out.println(indent + "the answer");
              place = "";
              leaf(r, 0, indent + "  ");
            });
  }

  private void step(Step s, String indent) {
    if (!s.place().equals(place)) {
      place = s.place();
      out.println(Visible.of(indent + "[" + place + "]"));
    }
    String where =
        s.table().isEmpty()
            ? s.kind().name().toLowerCase(Locale.ROOT)
            : s.hook() + " " + s.table() + " " + s.chain() + " (" + s.backend() + ")";
    String grown = s.growth().filter(g -> g > 0).map(g -> "  +" + g + " packets").orElse("");
    out.println(Visible.of(indent + "  " + where + ": " + s.text().strip() + grown));
    s.at().ifPresent(at -> out.println(Visible.of(indent + "      " + at)));
  }
}
