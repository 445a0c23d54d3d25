package io.coldcase.samples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.coldcase.cause.Cause;
import io.coldcase.diag.Warning;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.report.Report;
import io.coldcase.rules.NotEvaluated;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.TreeSet;

/** The stable fields of a report as the JSON that stands in {@code expected.json}. */
final class Expected {
  private static final JsonFactory JSON = new JsonFactory();

  private Expected() {}

  static String of(Report report) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator g = JSON.createGenerator(text)) {
      g.setPrettyPrinter(
          new DefaultPrettyPrinter()
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));
      g.writeStartObject();
      g.writeArrayFieldStart("rootCauses");
      for (Cause c : report.diagnosis().causes()) {
        entry(g, c.id(), c.confidence().word(), c.subjects(), c.evidence());
      }
      g.writeEndArray();
      g.writeArrayFieldStart("alternatives");
      for (var a : report.diagnosis().alternatives()) {
        g.writeString(a.cause().id() + " instead of " + a.insteadOf());
      }
      g.writeEndArray();
      g.writeArrayFieldStart("findings");
      for (Finding f : report.diagnosis().findings()) {
        entry(g, f.id(), f.confidence().word(), f.subjects(), f.evidence());
      }
      g.writeEndArray();
      strings(
          g,
          "unexplained",
          report.diagnosis().unexplained().stream()
              .map(s -> s.id() + ": " + Report.describe(s))
              .toList());
      strings(
          g, "notEvaluated", report.notEvaluated().stream().map(Expected::notEvaluated).toList());
      strings(g, "warnings", report.warnings().stream().map(Expected::warning).toList());
      g.writeEndObject();
    }
    return text + "\n";
  }

  private static String notEvaluated(NotEvaluated n) {
    return (n.fault().id() + " " + String.join(" ", n.nodes())).strip();
  }

  private static String warning(Warning w) {
    return w.at() + ": " + w.text();
  }

  private static void strings(JsonGenerator g, String name, List<String> values)
      throws IOException {
    g.writeArrayFieldStart(name);
    for (String v : new TreeSet<>(values)) {
      g.writeString(v);
    }
    g.writeEndArray();
  }

  private static void entry(
      JsonGenerator g, String id, String confidence, List<Subject> subjects, List<Evidence> why)
      throws IOException {
    g.writeStartObject();
    g.writeStringField("id", id);
    g.writeStringField("confidence", confidence);
    g.writeArrayFieldStart("subjects");
    for (Subject s : subjects) {
      g.writeString(s.toString());
    }
    g.writeEndArray();
    g.writeArrayFieldStart("evidence");
    for (Evidence e : why) {
      g.writeString(e.at().toString());
    }
    g.writeEndArray();
    g.writeEndObject();
  }
}
