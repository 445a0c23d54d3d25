package io.coldcase.parse.probe;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.model.probe.Probes;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code probes.txt} and {@code probes-pod.txt} (FORMAT.md section 5) to probes. */
public final class ProbeParser implements Parser<Probes> {
  @Override
  public ParseResult<Probes> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    List<Probe> probes = new ArrayList<>();
    boolean fromPod = artifact.name().startsWith("probes-pod");
    TextLines lines = new TextLines(content);
    while (lines.next()) {
      String text = lines.text();
      int arrow = text.indexOf("-> ");
      if (arrow < 0) {
        if (!text.isBlank()) {
          unknowns.line(lines.line(), text);
        }
        continue;
      }
      String[] what = text.substring(0, arrow).strip().split(" +");
      String result = text.substring(arrow + 3).strip();
      String pod = fromPod && lines.section().startsWith("pod ") ? podOf(lines.section()) : "";
      SourceRef at = SourceRef.line(artifact.path(), lines.line(), text);
      if (what.length < 3 || !probe(probes, fromPod, pod, what, result, at)) {
        unknowns.line(lines.line(), text);
      }
    }
    return unknowns.result(
        new Probes(probes, lines.startEpoch(), lines.endEpoch()), probes.isEmpty());
  }

  /** {@code pod NS/NAME ADDRESS}. */
  private static String podOf(String section) {
    String rest = section.substring(4).strip();
    int blank = rest.indexOf(' ');
    return blank < 0 ? rest : rest.substring(0, blank);
  }

  private static boolean probe(
      List<Probe> into, boolean fromPod, String pod, String[] what, String result, SourceRef at) {
    boolean skipped = result.startsWith("unknown") || result.startsWith("skipped");
    switch (what[0]) {
      case "ping" -> into.add(ping(fromPod, pod, what, result, skipped, at));
      case "tcp" -> into.add(tcp(fromPod, pod, what, result, skipped, at));
      case "dns" -> into.add(dns(fromPod, pod, what, result, skipped, at));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Probe ping(
      boolean fromPod, String pod, String[] what, String result, boolean skipped, SourceRef at) {
    int sent = numberBefore(result, " packets transmitted");
    int received = numberBefore(result, " received");
    if (received < 0) {
      received = numberBefore(result, " packets received");
    }
    Outcome outcome;
    if (skipped) {
      outcome = Outcome.UNKNOWN;
    } else if (result.contains("essage too long") || result.contains("unreachable")) {
      outcome = Outcome.LOCAL_ERROR;
    } else if (sent < 0 || received < 0) {
      outcome = Outcome.UNKNOWN;
    } else if (received >= sent) {
      outcome = Outcome.OK;
    } else if (received > 0) {
      outcome = Outcome.PARTIAL;
    } else {
      outcome = result.contains(" errors") ? Outcome.LOCAL_ERROR : Outcome.SILENT;
    }
    return new Probe(
        fromPod,
        pod,
        "ping",
        what[1],
        number(what[2]),
        "",
        false,
        outcome,
        outcome == Outcome.OK ? "" : cut(result),
        Math.max(sent, 1),
        Math.max(received, 0),
        average(result),
        at);
  }

  private static Probe tcp(
      boolean fromPod, String pod, String[] what, String result, boolean skipped, SourceRef at) {
    Outcome outcome;
    if (skipped) {
      outcome = Outcome.UNKNOWN;
    } else if (result.startsWith("open")) {
      outcome = Outcome.OK;
    } else if (result.startsWith("timeout") || result.contains("timed out")) {
      outcome = Outcome.SILENT;
    } else if (result.contains("refused")
        || result.contains("No route to host")
        || result.contains("reset")) {
      outcome = Outcome.REFUSED;
    } else {
      outcome = result.contains("unreachable") ? Outcome.LOCAL_ERROR : Outcome.UNKNOWN;
    }
    return new Probe(
        fromPod,
        pod,
        "tcp",
        what[1],
        number(what[2]),
        "",
        false,
        outcome,
        outcome == Outcome.OK ? "" : cut(result),
        1,
        outcome == Outcome.OK ? 1 : 0,
        numberBefore(result, "ms"),
        at);
  }

  private static Probe dns(
      boolean fromPod, String pod, String[] what, String result, boolean skipped, SourceRef at) {
    Outcome outcome;
    if (skipped) {
      outcome = Outcome.UNKNOWN;
    } else if (result.contains("status: NOERROR")) {
      outcome = Outcome.OK;
    } else if (result.contains("status: NXDOMAIN")) {
      outcome = Outcome.NXDOMAIN;
    } else if (result.contains("status: REFUSED")) {
      outcome = Outcome.REFUSED;
    } else if (result.contains("status: ")) {
      outcome = Outcome.SERVFAIL;
    } else if (result.contains("refused") || result.contains("host unreachable")) {
      outcome = Outcome.REFUSED;
    } else if (result.contains("network unreachable")) {
      outcome = Outcome.LOCAL_ERROR;
    } else {
      outcome =
          result.contains("timed out") || result.contains("no servers could be reached")
              ? Outcome.SILENT
              : Outcome.UNKNOWN;
    }
    return new Probe(
        fromPod,
        pod,
        "dns",
        what[1],
        53,
        what[2],
        what.length > 3 && what[3].equals("+tcp"),
        outcome,
        outcome == Outcome.OK ? "" : cut(result),
        1,
        outcome == Outcome.OK ? 1 : 0,
        numberBefore(result, " msec"),
        at);
  }

  private static String cut(String s) {
    return s.length() > 120 ? s.substring(0, 120) : s;
  }

  private static int number(String s) {
    int n = 0;
    for (int i = 0; i < s.length() && i < 6; i++) {
      int d = Character.digit(s.charAt(i), 10);
      if (d < 0) {
        return 0;
      }
      n = n * 10 + d;
    }
    return n;
  }

  /** The whole number that ends right before {@code mark}, or -1. */
  private static int numberBefore(String s, String mark) {
    int end = s.indexOf(mark);
    int from = end;
    while (from > 0 && Character.isDigit(s.charAt(from - 1))) {
      from--;
    }
    return end <= 0 || from == end || end - from > 9
        ? -1
        : Integer.parseInt(s.substring(from, end));
  }

  /** The average of {@code rtt min/avg/max/mdev = a/b/c/d ms}, or -1. */
  private static double average(String s) {
    int eq = s.indexOf("= ");
    int first = s.indexOf('/', eq);
    int second = s.indexOf('/', first + 1);
    if (eq < 0 || first < 0 || second < 0) {
      return -1;
    }
    try {
      return Double.parseDouble(s.substring(first + 1, second));
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
