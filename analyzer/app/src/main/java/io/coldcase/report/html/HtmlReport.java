package io.coldcase.report.html;

import static j2html.TagCreator.body;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import io.coldcase.cause.Cause;
import io.coldcase.cause.Diagnosis.Alternative;
import io.coldcase.diag.SourceRef;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.report.Report;
import io.coldcase.report.Visible;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RulePages;
import j2html.tags.DomContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report to one HTML page that needs neither network nor script. Everything from the bundle
 * passes through j2html's escaping and {@link Visible}.
 */
public final class HtmlReport {
  private static final int MAX_ROWS = 200;
  private static final int MAX_PLACES = 8;

  private final Report report;
  private final WalkPicture walks;

  private HtmlReport(Report report) {
    this.report = report;
    this.walks = new WalkPicture(report.cluster(), !report.diagnosis().causes().isEmpty());
  }

  public static void write(Report report, Appendable to) throws IOException {
    to.append(new HtmlReport(report).page()).append('\n');
  }

  private String page() {
    List<DomContent> parts = new ArrayList<>();
    List<Cause> causes = report.diagnosis().causes();
    for (int i = 0; i < causes.size(); i++) {
      parts.add(cause(causes.get(i), i, causes.size()));
    }
    parts.add(
        card(
            "The cluster and where it breaks", div(ClusterPicture.draw(report)).withClass("wide")));
    alternatives(parts);
    symptoms(parts, "Symptoms that nothing explains", report.diagnosis().unexplained());
    symptoms(
        parts,
        "Ended before the collection",
        report.diagnosis().symptoms().stream().filter(Symptom::ended).toList());
    if (!report.timeline().isEmpty()) {
      parts.add(
          section(h2("What happened when"), TimelineTable.draw(report.timeline()))
              .withClasses("card", "long"));
    }
    notEvaluated(parts);
    warnings(parts);
    return document(
        html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title("Coldcase: " + Visible.of(headline())),
                    style(rawHtml(css()))),
                body(
                    main(
                        header(
                            h1(Visible.of(headline())),
                            p(
                                "Coldcase on "
                                    + Visible.of(report.source() + ", " + report.extent()))),
                        each(parts, part -> part))))
            .withLang("en"));
  }

  private String headline() {
    List<Cause> causes = report.diagnosis().causes();
    if (!causes.isEmpty()) {
      return Report.sentence(causes.get(0));
    }
    String said = report.headline();
    return Character.toUpperCase(said.charAt(0)) + said.substring(1);
  }

  /** The first cause is named in the page's heading already. */
  private DomContent cause(Cause c, int index, int of) {
    List<DomContent> parts = new ArrayList<>();
    String number = of == 1 ? "Root cause" : "Root cause " + (index + 1) + " of " + of;
    parts.add(h2(index == 0 ? number : number + ": " + Visible.of(Report.sentence(c))));
    parts.add(
        p(
            span(c.confidence().word()).withClasses("badge", "strong"),
            span("severity " + c.fault().severity().word()).withClass("badge"),
            span(Visible.of(c.id())).withClass("badge")));
    if (c.deeperCauseNotVisible()) {
      parts.add(p("Deeper cause not visible: this is always the effect of something else."));
      parts.add(
          list(
              report.wouldShowDeeper(c).stream()
                  .map(n -> n.fault().title() + " could not be judged")
                  .toList()));
    }
    parts.add(h3("Why"));
    Report.reasons(c).forEach((why, places) -> parts.add(evidence(why, places)));
    walks
        .draw(c)
        .ifPresent(
            picture -> {
              parts.add(h3("The way of a packet that this ends"));
              parts.add(div(picture).withClass("wide"));
            });
    if (!c.consequences().isEmpty() || !c.symptoms().isEmpty()) {
      parts.add(h3("What it explains"));
      Map<String, List<String>> rows = new LinkedHashMap<>();
      for (Finding f : c.consequences()) {
        rows.computeIfAbsent(f.id(), k -> new ArrayList<>()).add(f.subjects().get(0).toString());
      }
      for (Symptom s : c.symptoms()) {
        rows.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(Report.describe(s));
      }
      parts.add(grouped(rows));
    }
    List<String> commands = Report.remediation(c);
    if (!commands.isEmpty()) {
      parts.add(h3("What to do"));
      parts.add(pre(String.join("\n", commands.stream().map(Visible::of).toList())));
    }
    return section(each(parts, part -> part)).withClasses("card", "cause");
  }

  private static DomContent evidence(String why, List<SourceRef> places) {
    List<DomContent> parts = new ArrayList<>();
    parts.add(div(Visible.of(why)));
    String shown = "";
    for (SourceRef at : places.subList(0, Math.min(MAX_PLACES, places.size()))) {
      parts.add(div(code(Visible.of(at.toString())).withClass("place")));
      if (!at.text().isEmpty() && !at.text().equals(shown)) {
        parts.add(pre(Visible.of(at.text())));
      }
      shown = at.text();
    }
    if (places.size() > MAX_PLACES) {
      parts.add(p("and " + (places.size() - MAX_PLACES) + " more").withClass("dim"));
    }
    return div(each(parts, part -> part)).withClass("evidence");
  }

  private void alternatives(List<DomContent> parts) {
    List<Alternative> all = report.diagnosis().alternatives();
    if (all.isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    for (Alternative a : all) {
      rows.add(
          new String[] {
            Report.sentence(a.cause()),
            a.cause().confidence().word(),
            report.title(a.insteadOf()),
            RulePages.tellApart(a.cause().id(), a.insteadOf())
          });
    }
    parts.add(
        card(
            "Alternatives",
            rows(List.of("it could be", "confidence", "instead of", "to tell them apart"), rows)));
  }

  private void symptoms(List<DomContent> parts, String heading, List<Symptom> symptoms) {
    if (symptoms.isEmpty()) {
      return;
    }
    Map<String, List<String>> rows = new LinkedHashMap<>();
    symptoms.forEach(
        s -> rows.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(Report.describe(s)));
    parts.add(card(heading, grouped(rows)));
  }

  private DomContent grouped(Map<String, List<String>> byId) {
    List<DomContent> rows = new ArrayList<>();
    byId.forEach(
        (id, where) -> {
          List<String> shown = new ArrayList<>(where.subList(0, Math.min(8, where.size())));
          if (where.size() > 8) {
            shown.add("and " + (where.size() - 8) + " more");
          }
          rows.add(tr(td(Visible.of(report.title(id))), td(list(shown))));
        });
    return table(thead(tr(th("what"), th("where"))), tbody(each(rows, r -> r)));
  }

  private void notEvaluated(List<DomContent> parts) {
    if (report.notEvaluated().isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    for (NotEvaluated n : report.notEvaluated()) {
      rows.add(
          new String[] {
            n.fault().title(),
            Report.list(n.nodes().stream().map(Subject::node).toList(), 5).replace("node ", ""),
            String.join(", ", n.missing().stream().map(NotEvaluated.Missing::artifact).toList()),
            String.join("; ", n.missing().stream().map(NotEvaluated.Missing::command).toList())
          });
    }
    parts.add(
        section(
                h2("Could not be judged"),
                p("The artifacts that these rules need were not collected whole."),
                folded(
                    rows.size() + " rules and places",
                    rows(List.of("fault", "nodes", "missing", "collect with"), rows)))
            .withClasses("card", "long"));
  }

  private void warnings(List<DomContent> parts) {
    if (report.warnings().isEmpty()) {
      return;
    }
    List<String[]> rows = new ArrayList<>();
    report.warnings().forEach(w -> rows.add(new String[] {w.at().toString(), w.text()}));
    parts.add(
        section(
                h2("About the evidence"),
                folded(rows.size() + " remarks", rows(List.of("where", "what"), rows)))
            .withClasses("card", "long"));
  }

  private static DomContent folded(String summary, DomContent content) {
    return details(summary(summary), content);
  }

  private static DomContent rows(List<String> headings, List<String[]> rows) {
    return table(
        thead(tr(each(headings, h -> th(h)))),
        tbody(
            each(
                rows.subList(0, Math.min(MAX_ROWS, rows.size())),
                r -> tr(each(List.of(r), cell -> td(Visible.of(cell)))))));
  }

  private static DomContent list(List<String> items) {
    return ul(each(items, i -> li(Visible.of(i))));
  }

  private static DomContent card(String heading, DomContent content) {
    return section(h2(heading), content).withClass("card");
  }

  private static String css() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
