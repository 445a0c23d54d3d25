package io.coldcase.report.text;

import io.coldcase.cause.Cause;
import io.coldcase.cause.Diagnosis.Alternative;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.report.Report;
import io.coldcase.report.Visible;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RulePages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report to lines of at most {@value #WIDTH} columns, with or without colour. */
public final class TextReport {
  static final int WIDTH = 80;
  private static final int MAX_REASONS = 6;
  private static final int MAX_PLACES = 3;
  private static final int MAX_LIST = 8;

  private final Report report;
  private final Page page;

  private TextReport(Report report, Page page) {
    this.report = report;
    this.page = page;
  }

  /** Writes the report; escape sequences of ECMA-48 only when {@code colour}. */
  public static void write(Report report, boolean colour, Appendable to) throws IOException {
    Page page = new Page(colour);
    new TextReport(report, page).write();
    to.append(page.toString());
  }

  private void write() {
    List<Cause> causes = report.diagnosis().causes();
    page.bold(report.source() + ": " + report.headline());
    page.text("", report.extent());
    int number = 0;
    for (Cause c : causes) {
      page.blank();
      cause(c, causes.size() > 1 ? "ROOT CAUSE " + ++number : "ROOT CAUSE");
    }
    alternatives();
    symptoms();
    notEvaluated();
    warnings();
  }

  private void cause(Cause c, String label) {
    page.heading(label + " (" + c.confidence().word() + ")");
    page.bold(Report.sentence(c));
    page.text("", "fault id " + c.id() + ", severity " + c.fault().severity().word());
    if (c.deeperCauseNotVisible()) {
      deeper(c);
    }
    page.heading("Why");
    evidence(Report.reasons(c));
    explains(c);
    List<String> commands = Report.remediation(c);
    if (!commands.isEmpty()) {
      page.heading("What to do");
      commands.forEach(page::command);
    }
  }

  private void deeper(Cause c) {
    page.text("", "Deeper cause not visible: this is always the effect of something else.");
    for (NotEvaluated n : some(report.wouldShowDeeper(c), 4)) {
      page.item(n.fault().title() + " (" + n.fault().id() + ") could not be judged");
      n.missing().forEach(m -> page.command(m.command()));
    }
  }

  private void evidence(Map<String, List<SourceRef>> reasons) {
    for (String why : some(List.copyOf(reasons.keySet()), MAX_REASONS)) {
      page.item(why);
      List<SourceRef> places = reasons.get(why);
      String shown = "";
      for (SourceRef at : some(places, MAX_PLACES)) {
        page.place(at.toString());
        if (!at.text().isEmpty() && !at.text().equals(shown)) {
          page.quote(at.text());
        }
        shown = at.text();
      }
      if (places.size() > MAX_PLACES) {
        page.text("    ", "and " + (places.size() - MAX_PLACES) + " more");
      }
    }
    more(
        List.copyOf(reasons.keySet()),
        MAX_REASONS,
        " pieces of evidence; the JSON report lists all");
  }

  private void explains(Cause c) {
    if (c.consequences().isEmpty() && c.symptoms().isEmpty()) {
      return;
    }
    page.heading("What it explains");
    Map<String, List<Subject>> findings = new LinkedHashMap<>();
    for (Finding f : c.consequences()) {
      findings.computeIfAbsent(f.id(), k -> new ArrayList<>()).add(f.subjects().get(0));
    }
    findings.forEach(
        (id, subjects) -> page.item(report.title(id) + ": " + Report.list(subjects, 3)));
    bySymptom(c.symptoms());
  }

  private void bySymptom(List<Symptom> symptoms) {
    Map<String, List<Symptom>> byId = new LinkedHashMap<>();
    symptoms.forEach(s -> byId.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(s));
    byId.forEach(
        (id, same) -> {
          page.item(report.title(id));
          some(same, 3).forEach(s -> page.text("    ", Report.describe(s)));
          if (same.size() > 3) {
            page.text("    ", "and " + (same.size() - 3) + " more");
          }
        });
  }

  private void alternatives() {
    if (report.diagnosis().alternatives().isEmpty()) {
      return;
    }
    page.blank();
    page.heading("ALTERNATIVES");
    for (Alternative a : some(report.diagnosis().alternatives(), MAX_LIST)) {
      page.item(
          Report.sentence(a.cause())
              + " ("
              + a.cause().confidence().word()
              + ") instead of "
              + report.title(a.insteadOf()));
      a.cause().evidence().stream().limit(1).forEach(e -> page.text("    ", e.at().toString()));
      String apart = RulePages.tellApart(a.cause().id(), a.insteadOf());
      if (!apart.isEmpty()) {
        page.text("    ", "To tell them apart: " + apart);
      }
    }
  }

  private void symptoms() {
    List<Symptom> open = report.diagnosis().unexplained();
    if (!open.isEmpty()) {
      page.blank();
      page.heading("SYMPTOMS THAT NOTHING EXPLAINS");
      bySymptom(open);
    }
    List<Symptom> ended = report.diagnosis().symptoms().stream().filter(Symptom::ended).toList();
    if (!ended.isEmpty()) {
      page.blank();
      page.heading("ENDED BEFORE THE COLLECTION");
      bySymptom(ended);
    }
  }

  private void notEvaluated() {
    if (report.notEvaluated().isEmpty()) {
      return;
    }
    page.blank();
    page.heading("COULD NOT BE JUDGED");
    Map<String, List<NotEvaluated>> byMissing = new LinkedHashMap<>();
    for (NotEvaluated n : report.notEvaluated()) {
      StringBuilder key = new StringBuilder(nodes(n.nodes()));
      n.missing()
          .forEach(m -> key.append('\n').append(m.artifact()).append('\n').append(m.command()));
      byMissing.computeIfAbsent(key.toString(), k -> new ArrayList<>()).add(n);
    }
    some(List.copyOf(byMissing.values()), MAX_LIST).forEach(this::missing);
    more(List.copyOf(byMissing.values()), MAX_LIST, " groups; the JSON report lists all");
  }

  private void missing(List<NotEvaluated> same) {
    NotEvaluated n = same.get(0);
    List<String> ids = same.stream().map(s -> s.fault().id()).toList();
    page.item(
        String.join(", ", some(ids, 6))
            + (ids.size() > 6 ? " and " + (ids.size() - 6) + " more" : "")
            + (n.nodes().isEmpty() ? "" : " on " + nodes(n.nodes()))
            + ", because of "
            + String.join(
                " and ",
                n.missing().stream()
                    .map(m -> m.artifact() + " (" + words(m.status().name()) + ")")
                    .toList()));
    n.missing().forEach(m -> page.command(m.command()));
  }

  private static String nodes(List<String> nodes) {
    String some = String.join(", ", some(nodes, 5));
    return nodes.size() > 5 ? some + " and " + (nodes.size() - 5) + " more" : some;
  }

  private static String words(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  private void warnings() {
    if (report.warnings().isEmpty()) {
      return;
    }
    page.blank();
    page.heading("ABOUT THE EVIDENCE");
    for (Warning w : some(report.warnings(), MAX_LIST)) {
      page.item(w.at() + ": " + w.text());
    }
    more(report.warnings(), MAX_LIST, " remarks; the JSON report lists all");
  }

  private void more(List<?> list, int max, String what) {
    if (list.size() > max) {
      page.text("  ", "and " + (list.size() - max) + " more" + what);
    }
  }

  private static <T> List<T> some(List<T> list, int max) {
    return list.subList(0, Math.min(max, list.size()));
  }

  /** Lines of the report; everything that is added is made harmless here. */
  private static final class Page {
    private static final String QUOTE = "    > ";
    private final StringBuilder out = new StringBuilder();
    private final boolean colour;

    Page(boolean colour) {
      this.colour = colour;
    }

    void blank() {
      out.append('\n');
    }

    void heading(String text) {
      styled("1;34", "", text);
    }

    void bold(String text) {
      styled("1", "", text);
    }

    void place(String text) {
      styled("36", "    ", text);
    }

    /** One line of the bundle, cut when it needs more than two lines of the page. */
    void quote(String text) {
      String line = Visible.of(text).strip();
      int most = 2 * (WIDTH - QUOTE.length()) - 10;
      String shown = line.length() > most ? line.substring(0, most - 1) + "…" : line;
      wrap(QUOTE, QUOTE, shown, colour ? "2" : "");
    }

    /** A command, never broken: it is to be copied. */
    void command(String text) {
      out.append("    ").append(Visible.of(text)).append('\n');
    }

    void item(String text) {
      wrap("  - ", "    ", Visible.of(text), "");
    }

    void text(String indent, String text) {
      wrap(indent, indent, Visible.of(text), "");
    }

    private void styled(String sgr, String indent, String text) {
      wrap(indent, indent, Visible.of(text), colour ? sgr : "");
    }

    /** Breaks at blanks; a word longer than the line is broken inside. */
    private void wrap(String first, String next, String text, String sgr) {
      String indent = first;
      String rest = text;
      do {
        int room = WIDTH - indent.length();
        int cut = rest.length();
        if (cut > room) {
          cut = rest.lastIndexOf(' ', room);
          cut = cut <= 0 ? room : cut;
        }
        out.append(indent);
        if (sgr.isEmpty()) {
          out.append(rest, 0, cut);
        } else {
          out.append("\u001b[").append(sgr).append('m').append(rest, 0, cut).append("\u001b[0m");
        }
        out.append('\n');
        rest = rest.substring(cut).stripLeading();
        indent = next;
      } while (!rest.isEmpty());
    }

    @Override
    public String toString() {
      return out.toString();
    }
  }
}
