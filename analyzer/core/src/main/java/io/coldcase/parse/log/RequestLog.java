package io.coldcase.parse.log;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Folds the request lines of one log to {@link Requests}; at most {@value #TARGETS} targets. */
final class RequestLog {
  private static final int TARGETS = 500;

  private final String artifact;
  private final Map<String, Series> series = new LinkedHashMap<>();
  private final Map<String, List<Series>> byTarget = new LinkedHashMap<>();

  RequestLog(String artifact) {
    this.artifact = artifact;
  }

  /** One target and one way to fail. */
  private static final class Series {
    final Failure failure;
    Target target;
    int failures;
    int successes;
    int successesAfter;
    long first;
    long last;
    long gap;
    final SourceRef at;
    int lastLine;
    String lastText = "";

    Series(Failure failure, Target target, SourceRef at) {
      this.failure = failure;
      this.target = target;
      this.at = at;
    }
  }

  /** A line that says that a request failed; lines that name no target are left out. */
  void failed(Failure worded, String text, int line, long millis) {
    Target t = Target.of(text);
    if (t.isNone()) {
      return;
    }
    Failure failure = t.lookup() && !worded.lookup() ? Failure.LOOKUP_FAILED : worded;
    String target = key(t);
    Series s = series.get(failure + " " + target);
    if (s == null) {
      if (series.size() >= TARGETS) {
        return;
      }
      s = new Series(failure, t, SourceRef.line(artifact, line, text));
      s.first = millis;
      series.put(failure + " " + target, s);
      byTarget.computeIfAbsent(target, k -> new ArrayList<>()).add(s);
    }
    if (s.target.ip().isEmpty()) {
      s.target = t;
    }
    s.failures++;
    s.successes += s.successesAfter;
    s.successesAfter = 0;
    s.gap = s.last == 0 ? 0 : Math.max(s.gap, millis - s.last);
    s.last = millis;
    s.lastLine = line;
    s.lastText = text;
  }

  /** A line that tells an HTTP status: an answer, or a proxy's 502, 503, 504. */
  void status(int code, String text, int line, long millis) {
    if (code == 503) {
      failed(Failure.HTTP_503, text, line, millis);
    } else if (code == 502 || code == 504) {
      failed(Failure.HTTP_502_504, text, line, millis);
    } else if (code >= 200 && code < 500 && !byTarget.isEmpty()) {
      for (Series s : byTarget.getOrDefault(key(Target.of(text)), List.of())) {
        s.successesAfter++;
      }
    }
  }

  private static String key(Target t) {
    return (t.host().isEmpty() ? t.ip() : t.host()) + ":" + t.port();
  }

  List<Requests> requests() {
    List<Requests> all = new ArrayList<>();
    for (Series s : series.values()) {
      all.add(
          new Requests(
              s.failure,
              s.target.host(),
              s.target.ip(),
              s.target.port(),
              s.failures,
              s.successes,
              s.successesAfter,
              LogTime.instant(s.first),
              LogTime.instant(s.last),
              s.gap / 1000,
              s.at,
              SourceRef.line(artifact, s.lastLine, s.lastText)));
    }
    return all;
  }
}
