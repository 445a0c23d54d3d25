package io.coldcase.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.coldcase.cause.Cause;
import io.coldcase.cause.Diagnosis.Alternative;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.report.Report;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RulePages;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** A report to JSON of the schema {@value #SCHEMA}; the same report gives the same bytes. */
public final class JsonReport {
  /** Raised when a name changes its meaning or goes; new names may come at any time. */
  public static final String SCHEMA = "coldcase-report/1";

  private static final JsonFactory JSON = new JsonFactory();

  private final Report report;
  private final JsonGenerator out;

  private JsonReport(Report report, JsonGenerator out) {
    this.report = report;
    this.out = out;
  }

  /** Writes the report indented; {@code to} is flushed, not closed. */
  public static void write(Report report, Writer to) throws IOException {
    write(report, to, true);
  }

  /** Writes the report on one line, for JSON lines. */
  public static void writeLine(Report report, Writer to) throws IOException {
    write(report, to, false);
  }

  private static void write(Report report, Writer to, boolean pretty) throws IOException {
    JsonGenerator g = JSON.createGenerator(to);
    g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    if (pretty) {
      g.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));
    }
    new JsonReport(report, g).write();
    g.flush();
    to.write('\n');
    to.flush();
  }

  private void write() throws IOException {
    out.writeStartObject();
    out.writeStringField("schema", SCHEMA);
    out.writeStringField("source", report.source());
    array("rootCauses", report.diagnosis().causes(), c -> cause(c, ""));
    array(
        "alternatives",
        report.diagnosis().alternatives(),
        (Alternative a) -> cause(a.cause(), a.insteadOf()));
    array("findings", report.diagnosis().findings(), this::finding);
    array("symptoms", report.diagnosis().symptoms(), this::symptom);
    array("unexplained", report.diagnosis().unexplained(), this::symptom);
    array("notEvaluated", report.notEvaluated(), this::notEvaluated);
    array("warnings", report.warnings(), this::warning);
    out.writeEndObject();
  }

  /** Writes one element of an array. */
  private interface Element<T> {
    void write(T value) throws IOException;
  }

  private <T> void array(String name, Collection<T> values, Element<T> element) throws IOException {
    out.writeArrayFieldStart(name);
    for (T v : values) {
      element.write(v);
    }
    out.writeEndArray();
  }

  private void strings(String name, Collection<String> values) throws IOException {
    array(name, values, out::writeString);
  }

  private void cause(Cause c, String insteadOf) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", c.id());
    out.writeStringField("title", c.fault().title());
    out.writeStringField("confidence", c.confidence().word());
    out.writeStringField("severity", c.fault().severity().word());
    array("subjects", c.subjects(), this::subject);
    array("evidence", c.evidence(), this::evidence);
    LinkedHashSet<String> explains = new LinkedHashSet<>();
    c.consequences().forEach(f -> explains.add(f.id()));
    c.symptoms().forEach(s -> explains.add(s.id()));
    strings("explains", explains);
    strings("remediation", Report.remediation(c));
    out.writeBooleanField("deeperCauseNotVisible", c.deeperCauseNotVisible());
    if (c.deeperCauseNotVisible()) {
      strings("couldBeBehind", c.deeper().stream().map(f -> f.id()).toList());
    }
    if (!insteadOf.isEmpty()) {
      out.writeStringField("insteadOf", insteadOf);
      out.writeStringField("tellApart", RulePages.tellApart(c.id(), insteadOf));
    }
    out.writeEndObject();
  }

  private void finding(Finding f) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", f.id());
    out.writeStringField("title", report.title(f.id()));
    out.writeStringField("confidence", f.confidence().word());
    array("subjects", f.subjects(), this::subject);
    array("evidence", f.evidence(), this::evidence);
    if (f.since().isPresent()) {
      out.writeStringField("since", f.since().get().toString());
    }
    out.writeEndObject();
  }

  private void symptom(Symptom s) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", s.id());
    out.writeStringField("title", report.title(s.id()));
    out.writeFieldName("source");
    subject(s.source());
    out.writeFieldName("target");
    subject(s.target());
    out.writeStringField("detail", s.detail());
    time("first", s.first());
    time("last", s.last());
    out.writeNumberField("count", s.count());
    out.writeBooleanField("ended", s.ended());
    strings("explainedBy", report.diagnosis().explainedBy().getOrDefault(s, List.of()));
    array("evidence", s.evidence(), this::evidence);
    out.writeEndObject();
  }

  private void time(String name, Instant at) throws IOException {
    if (!at.equals(Instant.EPOCH)) {
      out.writeStringField(name, at.toString());
    }
  }

  private void subject(Subject s) throws IOException {
    out.writeStartObject();
    out.writeStringField("kind", s.kind());
    out.writeStringField("namespace", s.namespace());
    out.writeStringField("name", s.name());
    out.writeStringField("detail", s.detail());
    out.writeEndObject();
  }

  private void evidence(Evidence e) throws IOException {
    out.writeStartObject();
    place(e.at());
    out.writeStringField("excerpt", e.at().text());
    out.writeStringField("why", e.why());
    out.writeEndObject();
  }

  private void place(SourceRef at) throws IOException {
    out.writeStringField("artifact", at.artifact());
    out.writeNumberField("line", at.line());
    if (!at.pointer().isEmpty()) {
      out.writeStringField("pointer", at.pointer());
    }
  }

  private void notEvaluated(NotEvaluated n) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", n.fault().id());
    out.writeStringField("title", n.fault().title());
    strings("nodes", n.nodes());
    array(
        "missing",
        n.missing(),
        m -> {
          out.writeStartObject();
          out.writeStringField("kind", m.kind());
          out.writeStringField("artifact", m.artifact());
          out.writeStringField("status", m.status().name());
          out.writeStringField("command", m.command());
          out.writeEndObject();
        });
    out.writeEndObject();
  }

  private void warning(Warning w) throws IOException {
    out.writeStartObject();
    place(w.at());
    out.writeStringField("text", w.text());
    out.writeEndObject();
  }
}
