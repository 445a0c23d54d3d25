package io.coldcase.report.markdown;

import io.coldcase.cause.Cause;
import io.coldcase.cause.Diagnosis.Alternative;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import io.coldcase.report.Report;
import io.coldcase.report.Visible;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RulePages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report to GitHub Flavored Markdown of less than {@value #MAX_BYTES} bytes: what does not fit is
 * left out at the end, and the text says so.
 */
public final class MarkdownReport {
  static final int MAX_BYTES = 60_000;
  private static final int RESERVE = 500;

  private final Report report;
  private final StringBuilder out = new StringBuilder();
  private int bytes;
  private boolean full;

  private MarkdownReport(Report report) {
    this.report = report;
  }

  public static void write(Report report, Appendable to) throws IOException {
    MarkdownReport m = new MarkdownReport(report);
    m.write();
    to.append(m.out);
  }

  private void write() {
    List<Cause> causes = report.diagnosis().causes();
    if (causes.isEmpty()) {
      block("# No root cause found\n\n" + text(report.source() + ": " + report.headline()));
    }
    for (Cause c : causes) {
      cause(c);
    }
    alternatives();
    symptoms("Symptoms that nothing explains", report.diagnosis().unexplained());
    symptoms(
        "Ended before the collection",
        report.diagnosis().symptoms().stream().filter(Symptom::ended).toList());
    notEvaluated();
    warnings();
    block(text("Coldcase on " + report.source() + ", " + report.extent()));
  }

  private void cause(Cause c) {
    block("# " + text(Report.sentence(c)));
    block(
        "| fault | confidence | severity | case |\n|---|---|---|---|\n"
            + row(c.id(), c.confidence().word(), c.fault().severity().word(), report.source()));
    if (c.deeperCauseNotVisible()) {
      block("Deeper cause not visible: this is always the effect of something else.");
    }
    block("## Why");
    Map<String, List<SourceRef>> reasons = Report.reasons(c);
    for (String why : some(List.copyOf(reasons.keySet()), 12)) {
      block(evidence(why, reasons.get(why)));
    }
    if (reasons.size() > 12) {
      block("and " + (reasons.size() - 12) + " more pieces of evidence");
    }
    if (!c.consequences().isEmpty() || !c.symptoms().isEmpty()) {
      block("## What it explains");
      Map<String, List<String>> rows = new LinkedHashMap<>();
      for (Finding f : c.consequences()) {
        rows.computeIfAbsent(f.id(), k -> new ArrayList<>()).add(f.subjects().get(0).toString());
      }
      for (Symptom s : c.symptoms()) {
        rows.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(Report.describe(s));
      }
      StringBuilder table = new StringBuilder("| what | where |\n|---|---|\n");
      rows.forEach((id, where) -> table.append(row(report.title(id), brief(where))));
      block(table.toString().stripTrailing());
    }
    List<String> commands = Report.remediation(c);
    if (!commands.isEmpty()) {
      block("## What to do");
      block(fenced("sh", String.join("\n", commands.stream().map(Visible::of).toList())));
    }
  }

  private static String evidence(String why, List<SourceRef> places) {
    StringBuilder b = new StringBuilder("<details><summary><code>");
    b.append(html(places.get(0).toString())).append("</code> ").append(html(why));
    b.append(places.size() > 1 ? " (" + places.size() + " places)" : "").append("</summary>\n\n");
    String shown = "";
    for (SourceRef at : some(places, 8)) {
      if (places.size() > 1) {
        b.append("<code>").append(html(at.toString())).append("</code>\n\n");
      }
      if (!at.text().isEmpty() && !at.text().equals(shown)) {
        b.append(fenced("text", Visible.of(at.text()))).append("\n\n");
      }
      shown = at.text();
    }
    if (places.size() > 8) {
      b.append("and ").append(places.size() - 8).append(" more\n\n");
    }
    return b.append("</details>").toString();
  }

  private void alternatives() {
    if (report.diagnosis().alternatives().isEmpty()) {
      return;
    }
    StringBuilder table =
        new StringBuilder(
            "| instead of | it could be | confidence | to tell them apart |\n|---|---|---|---|\n");
    for (Alternative a : some(report.diagnosis().alternatives(), 10)) {
      table.append(
          row(
              report.title(a.insteadOf()),
              Report.sentence(a.cause()),
              a.cause().confidence().word(),
              RulePages.tellApart(a.cause().id(), a.insteadOf())));
    }
    block("## Alternatives");
    block(table.toString().stripTrailing());
  }

  private void symptoms(String heading, List<Symptom> symptoms) {
    if (symptoms.isEmpty()) {
      return;
    }
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (Symptom s : symptoms) {
      rows.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(Report.describe(s));
    }
    StringBuilder table = new StringBuilder("| symptom | where |\n|---|---|\n");
    rows.forEach((id, where) -> table.append(row(report.title(id), brief(where))));
    block("## " + heading);
    block(table.toString().stripTrailing());
  }

  private void notEvaluated() {
    if (report.notEvaluated().isEmpty()) {
      return;
    }
    StringBuilder table =
        new StringBuilder("| fault | where | missing | collect with |\n|---|---|---|---|\n");
    for (NotEvaluated n : some(report.notEvaluated(), 60)) {
      table.append(
          row(
              n.fault().id(),
              brief(n.nodes()),
              String.join(", ", n.missing().stream().map(NotEvaluated.Missing::artifact).toList()),
              String.join("; ", n.missing().stream().map(NotEvaluated.Missing::command).toList())));
    }
    details("Could not be judged: " + report.notEvaluated().size(), table.toString());
  }

  private void warnings() {
    if (report.warnings().isEmpty()) {
      return;
    }
    StringBuilder list = new StringBuilder();
    for (Warning w : some(report.warnings(), 40)) {
      list.append("- ").append(text(w.at() + ": " + w.text())).append('\n');
    }
    details("About the evidence: " + report.warnings().size() + " remarks", list.toString());
  }

  private void details(String summary, String body) {
    block(
        "<details><summary>"
            + html(summary)
            + "</summary>\n\n"
            + body.stripTrailing()
            + "\n\n</details>");
  }

  /** Adds a paragraph, unless the report would become too long. */
  private void block(String markdown) {
    int size = markdown.getBytes(StandardCharsets.UTF_8).length + 2;
    if (full || bytes + size > MAX_BYTES - RESERVE) {
      if (!full) {
        full = true;
        out.append("*The rest does not fit here; the JSON and HTML reports hold all of it.*\n");
      }
      return;
    }
    bytes += size;
    out.append(markdown).append("\n\n");
  }

  private static String row(String... cells) {
    StringBuilder b = new StringBuilder("|");
    for (String c : cells) {
      b.append(' ').append(text(c)).append(" |");
    }
    return b.append('\n').toString();
  }

  private static String brief(List<String> list) {
    String some = String.join("; ", some(list, 4));
    return list.size() > 4 ? some + " and " + (list.size() - 4) + " more" : some;
  }

  private static <T> List<T> some(List<T> list, int max) {
    return list.subList(0, Math.min(max, list.size()));
  }

  /** Code in a fence that is longer than any run of backticks in it. */
  private static String fenced(String language, String code) {
    String fence = "```";
    while (code.contains(fence)) {
      fence += "`";
    }
    return fence + language + "\n" + code + "\n" + fence;
  }

  /** Text that Markdown, HTML and GitHub's mentions leave alone. */
  static String text(String raw) {
    String safe = html(raw);
    StringBuilder b = new StringBuilder(safe.length() + 16);
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      if ("\\`*_{}[]()#+!|~".indexOf(c) >= 0) {
        b.append('\\').append(c);
      } else {
        b.append(c);
      }
    }
    return b.toString();
  }

  private static String html(String raw) {
    return Visible.of(raw)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("[", "&lbrack;")
        .replace("]", "&rbrack;")
        .replace("@", "&commat;")
        .replace("://", "&colon;//");
  }
}
