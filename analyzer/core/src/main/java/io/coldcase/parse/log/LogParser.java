package io.coldcase.parse.log;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One log of any program to its signature matches and failed requests: one pass over the bytes for
 * all signatures together; only lines that hold a literal of one are decoded. Nothing in a log is
 * unknown text, so nothing is counted as not understood. At most {@value #DISTINCT} distinct
 * matches are kept per log; further ones are counted in a remark.
 */
public final class LogParser implements Parser<LogScan> {
  private static final int DISTINCT = 2000;

  private final Signatures signatures;

  /** Looks for the signatures that stand beside the rules. */
  public LogParser() {
    this(Signatures.bundled());
  }

  LogParser(Signatures signatures) {
    this.signatures = signatures;
  }

  @Override
  public ParseResult<LogScan> parse(Artifact artifact, InputStream content) throws IOException {
    return new Scan(artifact).run(content);
  }

  /** Matches of one signature with equal groups so far. */
  private static final class Fold {
    final String signature;
    final Map<String, String> groups;
    final SourceRef at;
    final long first;
    int count;
    long last;
    long gap;
    int lastLine;
    String lastText = "";

    Fold(String signature, Map<String, String> groups, SourceRef at, long first) {
      this.signature = signature;
      this.groups = groups;
      this.at = at;
      this.first = first;
    }
  }

  private final class Scan implements Automaton.Sink {
    private final Artifact artifact;
    private final LogOrigin origin;
    private final Unknowns remarks;
    private final RequestLog requests;
    private final Map<String, Fold> folds = new LinkedHashMap<>();
    private int[] found = new int[16];
    private int foundCount;
    private long reference;
    private int dropped;

    Scan(Artifact artifact) {
      this.artifact = artifact;
      this.origin = LogOrigin.of(artifact);
      this.remarks = new Unknowns(artifact.path());
      this.requests = new RequestLog(artifact.path());
      this.reference = artifact.end() > 0 ? artifact.end() : artifact.start();
    }

    @Override
    public void match(int literal) {
      for (int i = 0; i < foundCount; i++) {
        if (found[i] == literal) {
          return;
        }
      }
      if (foundCount == found.length) {
        found = Arrays.copyOf(found, foundCount * 2);
      }
      found[foundCount++] = literal;
    }

    ParseResult<LogScan> run(InputStream content) throws IOException {
      TextLines lines = new TextLines(content);
      Automaton automaton = signatures.automaton();
      String firstText = "";
      byte[] lastLine = {};
      int lastLength = 0;
      long count = 0;
      while (lines.next()) {
        int length = lines.end() - lines.start();
        if (length == 0) {
          continue;
        }
        if (count++ == 0) {
          firstText = lines.text();
          reference = reference > 0 ? reference : lines.startEpoch();
        }
        foundCount = 0;
        automaton.scan(lines.buffer(), lines.start(), lines.end(), this);
        if (foundCount > 0) {
          line(lines.text(), lines.line());
        }
        lastLength = Math.min(length, 256);
        if (lastLine.length < lastLength) {
          lastLine = new byte[256];
        }
        System.arraycopy(lines.buffer(), lines.start(), lastLine, 0, lastLength);
      }
      String lastText =
          new String(lastLine, 0, lastLength, java.nio.charset.StandardCharsets.UTF_8);
      long start = LogTime.millis(firstText, reference);
      long end = LogTime.millis(lastText, reference);
      if (dropped > 0) {
        remarks.remark(0, dropped + " further distinct signature matches were left out");
      }
      Optional<SourceRef> error =
          count <= 2 && start == 0 && kubectlError(firstText)
              ? Optional.of(SourceRef.line(artifact.path(), 1, firstText))
              : Optional.empty();
      return remarks.result(scan(start, end, count, error), count == 0);
    }

    private LogScan scan(long start, long end, long count, Optional<SourceRef> error) {
      List<LogMatch> matches = new ArrayList<>();
      for (Fold f : folds.values()) {
        matches.add(
            new LogMatch(
                f.signature,
                f.groups,
                f.count,
                LogTime.instant(f.first),
                LogTime.instant(f.last),
                f.gap / 1000,
                f.at,
                SourceRef.line(artifact.path(), f.lastLine, f.lastText)));
      }
      return new LogScan(
          origin.component(),
          origin.node(),
          origin.namespace(),
          origin.pod(),
          origin.container(),
          origin.previous(),
          LogTime.instant(start),
          LogTime.instant(end),
          count,
          matches,
          error.isPresent() ? List.of() : requests.requests(),
          error);
    }

    private void line(String text, int line) {
      long millis = 0;
      boolean timed = false;
      Failure worst = Failure.TIMEOUT;
      boolean failed = false;
      boolean status = false;
      for (int i = 0; i < foundCount; i++) {
        for (Signature s : signatures.signatures(found[i])) {
          if (!timed) {
            millis = LogTime.millis(text, reference);
            timed = true;
          }
          signature(s, text, line, millis);
        }
        if (origin.client() && !answered(text)) {
          for (Phrase p : signatures.phrases(found[i])) {
            if (p.failure().isPresent()) {
              failed = true;
              worst = p.failure().get().compareTo(worst) < 0 ? p.failure().get() : worst;
            } else {
              status = true;
            }
          }
        }
      }
      if (failed) {
        requests.failed(worst, text, line, LogTime.millis(text, reference));
      } else if (status) {
        requests.status(statusCode(text), text, line, LogTime.millis(text, reference));
      }
    }

    /**
     * What the plugin log of CoreDNS tells of a query: the failure is the client's, not its own.
     */
    private boolean answered(String text) {
      return origin.component().equals("coredns")
          && text.contains(" IN ")
          && !text.contains("plugin/");
    }

    private void signature(Signature s, String text, int line, long millis) {
      if (!s.appliesTo(origin.component())) {
        return;
      }
      Optional<Map<String, String>> groups = s.match(text);
      if (groups.isEmpty()) {
        return;
      }
      String key = s.id() + groups.get();
      Fold f = folds.get(key);
      if (f == null) {
        if (folds.size() >= DISTINCT) {
          dropped++;
          return;
        }
        f = new Fold(s.id(), groups.get(), SourceRef.line(artifact.path(), line, text), millis);
        folds.put(key, f);
      }
      f.count++;
      f.gap = f.last == 0 ? 0 : Math.max(f.gap, millis - f.last);
      f.last = millis;
      f.lastLine = line;
      f.lastText = text;
    }
  }

  /** The three digits after the first {@code status} that has some, or 0. */
  private static int statusCode(String text) {
    for (int i = text.indexOf("tatus"); i >= 0; i = text.indexOf("tatus", i + 5)) {
      int k = i + 5;
      while (k < text.length() && k < i + 16 && !Character.isDigit(text.charAt(k))) {
        k++;
      }
      if (k + 3 <= text.length()
          && Character.isDigit(text.charAt(k))
          && Character.isDigit(text.charAt(k + 1))
          && Character.isDigit(text.charAt(k + 2))
          && (k + 3 == text.length() || !Character.isDigit(text.charAt(k + 3)))) {
        return Integer.parseInt(text.substring(k, k + 3));
      }
    }
    return 0;
  }

  /** What {@code kubectl logs} prints when it gets no log. */
  private static boolean kubectlError(String text) {
    return text.startsWith("Error from server")
        || text.startsWith("Unable to connect to the server")
        || text.startsWith("The connection to the server")
        || text.startsWith("error: ")
        || text.startsWith("Unable to retrieve container logs")
        || text.startsWith("failed to ");
  }
}
