package io.coldcase.report.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Trace;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/** A trace as JSON, schema {@code coldcase-trace/1}. */
public final class TraceJson {
  private TraceJson() {}

  public static void write(Trace trace, Writer out) throws IOException {
    try (JsonGenerator g =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .useDefaultPrettyPrinter()) {
      g.writeStartObject();
      g.writeStringField("schema", "coldcase-trace/1");
      g.writeStringField("from", trace.from());
      g.writeStringField("packet", trace.packet().toString());
      g.writeStringField("verdict", trace.verdict().name());
      g.writeArrayFieldStart("outcomes");
      for (Outcome o : trace.outcomes()) {
        outcome(g, o);
      }
      g.writeEndArray();
      g.writeEndObject();
    }
  }

  private static void outcome(JsonGenerator g, Outcome o) throws IOException {
    g.writeStartObject();
    g.writeStringField("verdict", o.verdict().name());
    g.writeNumberField("probability", o.probability());
    g.writeStringField("why", o.why());
    g.writeStringField("place", o.place());
    g.writeStringField("packet", o.last().toString());
    g.writeArrayFieldStart("steps");
    for (Step s : o.steps()) {
      g.writeStartObject();
      g.writeStringField("place", s.place());
      g.writeStringField("kind", s.kind().name().toLowerCase(Locale.ROOT));
      if (!s.table().isEmpty()) {
        g.writeStringField("hook", s.hook());
        g.writeStringField("table", s.table());
        g.writeStringField("chain", s.chain());
        g.writeStringField("backend", s.backend());
      }
      g.writeStringField("text", s.text());
      if (s.at().isPresent()) {
        g.writeStringField("artifact", s.at().get().artifact());
        g.writeNumberField("line", s.at().get().line());
      }
      if (s.growth().isPresent()) {
        g.writeNumberField("growth", s.growth().get());
      }
      g.writeEndObject();
    }
    g.writeEndArray();
    if (o.reply().isPresent()) {
      g.writeFieldName("reply");
      outcome(g, o.reply().get());
    }
    g.writeEndObject();
  }
}
