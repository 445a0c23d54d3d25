package io.coldcase.parse.kube;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Meta;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;

/**
 * An Event of core/v1 or events.k8s.io/v1: the first spells what it is about {@code involvedObject}
 * and has count and times of its own, the second keeps them in {@code series} and {@code
 * deprecated...}.
 */
final class EventReader implements KindReader {
  private final Cursor c;
  private Map<String, String> regarding = Map.of();
  private String type = "";
  private String reason = "";
  private String message = "";
  private String source = "";
  private String host = "";
  private int count = 1;
  private int line;
  private Instant first = Instant.EPOCH;
  private Instant last = Instant.EPOCH;
  private Instant eventTime = Instant.EPOCH;

  EventReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    switch (name) {
      case "involvedObject", "regarding" -> regarding = c.map();
      case "type" -> type = c.text();
      case "reason" -> reason = c.text();
      case "message", "note" -> {
        line = c.line();
        message = c.text();
      }
      case "source", "deprecatedSource" -> {
        Map<String, String> m = c.map();
        source = m.getOrDefault("component", source);
        host = m.getOrDefault("host", host);
      }
      case "reportingComponent", "reportingController" ->
          source = source.isEmpty() ? c.text() : source;
      case "reportingInstance" -> host = host.isEmpty() ? c.text() : host;
      case "count", "deprecatedCount" -> count = Math.max(1, c.integer());
      case "firstTimestamp", "deprecatedFirstTimestamp" -> first = c.instant();
      case "lastTimestamp", "deprecatedLastTimestamp" -> last = later(last, c.instant());
      case "eventTime" -> eventTime = c.instant();
      case "series" -> {
        if (c.object()) {
          while (c.member()) {
            switch (c.name()) {
              case "count" -> count = Math.max(1, c.integer());
              case "lastObservedTime" -> last = later(last, c.instant());
              default -> c.skip();
            }
          }
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  @Override
  public Event build(Meta meta) {
    Instant from = first;
    if (from.equals(Instant.EPOCH)) {
      from = eventTime.equals(Instant.EPOCH) ? meta.created() : eventTime;
    }
    Instant until = later(last, from);
    SourceRef at = meta.at();
    Meta shown =
        new Meta(
            meta.kind(),
            meta.namespace(),
            meta.name(),
            meta.uid(),
            meta.revision(),
            meta.labels(),
            meta.annotations(),
            meta.created(),
            meta.deleted(),
            meta.owners(),
            new SourceRef(
                at.artifact(),
                line == 0 ? at.line() : line,
                at.pointer(),
                reason + " " + regarding.getOrDefault("name", "") + ": " + message));
    return new Event(
        shown,
        type,
        reason,
        message,
        regarding.getOrDefault("kind", ""),
        regarding.getOrDefault("namespace", ""),
        regarding.getOrDefault("name", ""),
        source,
        host,
        count,
        from,
        until);
  }
}
