package io.coldcase.report.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.DnsExchange;
import io.coldcase.capture.Flow;
import io.coldcase.capture.FlowPath;
import io.coldcase.capture.Problem;
import io.coldcase.capture.Problems;
import io.coldcase.capture.TcpSide;
import io.coldcase.capture.TcpStream;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** A capture as one JSON object: totals, problems, flows. */
public final class CaptureJson {
  private CaptureJson() {}

  /** Writes one line with the flows of which {@code filter} is part of the text; flushes. */
  public static void write(CaptureSummary s, String filter, Writer to) throws IOException {
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
      if (f.toString().contains(filter)) {
        flow(g, f);
      }
    }
    g.writeEndArray();
    g.writeArrayFieldStart("dns");
    for (DnsExchange e : s.dns()) {
      dns(g, e);
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

  private static void dns(JsonGenerator g, DnsExchange e) throws IOException {
    g.writeStartObject();
    g.writeStringField("client", e.client() + ":" + e.clientPort());
    g.writeStringField("server", e.server().toString());
    g.writeStringField("name", e.name());
    g.writeNumberField("type", e.type());
    g.writeBooleanField("tcp", e.tcp());
    g.writeNumberField("queries", e.queries());
    g.writeNumberField("rcode", e.rcode());
    g.writeNumberField("latencyNanos", e.latencyNanos());
    g.writeNumberField("packet", e.packet());
    g.writeEndObject();
  }

  /**
   * Connections and DNS queries over all captures, one line: where each was seen, and how it ended.
   */
  public static void paths(List<FlowPath> paths, Writer to) throws IOException {
    JsonGenerator g = new JsonFactory().createGenerator(to);
    g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    g.writeStartObject();
    g.writeStringField("schema", "coldcase-paths/1");
    g.writeArrayFieldStart("connections");
    for (FlowPath p : paths) {
      g.writeStartObject();
      g.writeStringField("protocol", p.dns() ? "dns" : "tcp");
      if (p.dns()) {
        g.writeStringField("question", p.question());
      }
      g.writeStringField("client", p.client() + ":" + p.clientPort());
      g.writeStringField("target", p.target() + ":" + p.targetPort());
      g.writeStringField("backend", p.backend() + ":" + p.backendPort());
      g.writeStringField("end", p.answered() ? "answered" : p.refused() ? "refused" : "lost");
      g.writeArrayFieldStart("seen");
      for (FlowPath.Sighting s : p.sightings()) {
        g.writeStartObject();
        g.writeStringField("node", s.point().node());
        g.writeStringField("device", s.point().device());
        g.writeStringField("addresses", s.addresses());
        g.writeNumberField("packet", s.packet());
        g.writeNumberField("sent", s.sent());
        g.writeNumberField("nanos", s.nanos());
        g.writeNumberField("clockErrorNanos", s.errorNanos());
        g.writeNumberField("answerAfterNanos", s.answerAfterNanos());
        g.writeEndObject();
      }
      g.writeEndArray();
      g.writeEndObject();
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
