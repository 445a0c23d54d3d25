package io.coldcase.report.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.Flow;
import io.coldcase.capture.Problem;
import io.coldcase.capture.Problems;
import io.coldcase.capture.TcpSide;
import io.coldcase.capture.TcpStream;
import java.io.IOException;
import java.io.Writer;

/** A capture as one JSON object: totals, problems, flows. */
public final class CaptureJson {
  private CaptureJson() {}

  /** Writes one line; {@code to} is flushed, not closed. */
  public static void write(CaptureSummary s, Writer to) throws IOException {
    JsonGenerator g = new JsonFactory().createGenerator(to);
    g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    g.writeStartObject();
    g.writeStringField("schema", "coldcase-capture/1");
    g.writeStringField("source", s.source());
    g.writeNumberField("packets", s.packets());
    g.writeNumberField("bytes", s.bytes());
    g.writeNumberField("firstNanos", s.firstNanos());
    g.writeNumberField("lastNanos", s.lastNanos());
    g.writeNumberField("duplicates", s.duplicates());
    g.writeNumberField("unread", s.unread());
    g.writeNumberField("fragments", s.fragments());
    g.writeNumberField("evictedFlows", s.evictedFlows());
    g.writeBooleanField("truncated", s.truncated());
    g.writeArrayFieldStart("problems");
    for (Problem p : Problems.of(s)) {
      g.writeStartObject();
      g.writeStringField("kind", p.kind());
      g.writeStringField("subject", p.subject());
      g.writeStringField("detail", p.detail());
      g.writeNumberField("count", p.count());
      g.writeNumberField("packet", p.packet());
      g.writeEndObject();
    }
    g.writeEndArray();
    g.writeArrayFieldStart("flows");
    for (Flow f : s.flows()) {
      flow(g, f);
    }
    g.writeEndArray();
    g.writeArrayFieldStart("warnings");
    for (String w : s.warnings()) {
      g.writeString(w);
    }
    g.writeEndArray();
    g.writeEndObject();
    g.writeRaw('\n');
    g.flush();
  }

  private static void flow(JsonGenerator g, Flow f) throws IOException {
    g.writeStartObject();
    g.writeStringField("protocol", f.protocol().toString());
    g.writeStringField("source", f.source().toString());
    g.writeNumberField("sourcePort", f.sourcePort());
    g.writeStringField("target", f.target().toString());
    g.writeNumberField("targetPort", f.targetPort());
    g.writeNumberField("depth", f.depth());
    g.writeNumberField("firstPacket", f.firstPacket());
    for (int d = 0; d < 2; d++) {
      g.writeObjectFieldStart(d == 0 ? "there" : "back");
      g.writeNumberField("packets", f.packets(d));
      g.writeNumberField("bytes", f.bytes(d));
      if (f.tcp().isPresent()) {
        side(g, f.tcp().get(), d);
      }
      g.writeEndObject();
    }
    g.writeEndObject();
  }

  private static void side(JsonGenerator g, TcpStream t, int d) throws IOException {
    TcpSide s = t.side(d);
    g.writeNumberField("payloadBytes", s.payloadBytes());
    g.writeNumberField("retransmissions", s.retransmissions());
    g.writeNumberField("outOfOrder", s.outOfOrder());
    g.writeNumberField("duplicateAcks", s.duplicateAcks());
    g.writeNumberField("zeroWindows", s.zeroWindows());
    g.writeNumberField("resets", s.resets());
    g.writeNumberField("mss", s.mss());
  }
}
