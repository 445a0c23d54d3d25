package io.coldcase.report.capture;

import io.coldcase.capture.CaptureInterface;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.DnsExchange;
import io.coldcase.capture.Flow;
import io.coldcase.capture.FlowPath;
import io.coldcase.capture.Hop;
import io.coldcase.capture.PathJoin;
import io.coldcase.capture.Problem;
import io.coldcase.capture.Problems;
import io.coldcase.capture.TcpSide;
import io.coldcase.capture.TcpStream;
import io.coldcase.report.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Captures for a terminal of 80 columns: what is inside, what is wrong with packet numbers, and
 * where connections went.
 */
public final class CaptureText {
  private static final int SHOWN = 25;

  private CaptureText() {}

  /** One capture. */
  public static void summary(CaptureSummary s, PrintWriter out) {
    out.println(Visible.of(s.source()));
    Duration d = Duration.ofNanos(s.lastNanos() - s.firstNanos());
    long tenths = d.plusMillis(50).toMillis() / 100;
    out.println(
        "  "
            + grouped(s.packets())
            + " packets, "
            + grouped(s.bytes())
            + " bytes, "
            + tenths / 10
            + "."
            + tenths % 10
            + " s from "
            + Instant.ofEpochSecond(s.firstNanos() / 1_000_000_000L));
    long dropped =
        s.interfaces().stream().mapToLong(CaptureInterface::dropped).filter(x -> x > 0).sum();
    long answered = s.dns().stream().filter(DnsExchange::answered).count();
    out.println(
        "  "
            + grouped(s.flows().size())
            + " flows, "
            + grouped(s.dns().size())
            + " DNS look-ups ("
            + grouped(answered)
            + " answered), "
            + grouped(s.fragments())
            + " fragments");
    note(out, dropped, "packets were lost by the capture itself: counts are too low");
    note(out, s.duplicates(), "packets stand twice in the file and count once");
    note(out, s.unread(), "packets were not understood");
    note(out, s.evictedFlows(), "idle flows were closed early to stay within memory");
    s.warnings().forEach(w -> out.println("  warning: " + Visible.of(w)));
    problems(Problems.of(s), out);
  }

  /** With commas between the thousands; a {@code Formatter} would be a tenth of a short run. */
  private static String grouped(long n) {
    return n < 1000
        ? Long.toString(n)
        : grouped(n / 1000) + "," + Long.toString(1000 + n % 1000).substring(1);
  }

  private static String right(long n, int width) {
    String digits = Long.toString(n);
    return " ".repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static void note(PrintWriter out, long n, String text) {
    if (n > 0) {
      out.println("  " + grouped(n) + " " + text);
    }
  }

  private static void problems(List<Problem> problems, PrintWriter out) {
    if (problems.isEmpty()) {
      out.println("  no problem seen");
      return;
    }
    out.println("   COUNT   PACKET  PROBLEM");
    for (Problem p : problems.subList(0, Math.min(SHOWN, problems.size()))) {
      out.println(
          "  "
              + right(p.count(), 6)
              + "  "
              + right(p.packet(), 7)
              + "  "
              + Visible.of(p.kind() + ": " + p.subject() + ", " + p.detail()));
    }
    if (problems.size() > SHOWN) {
      out.println("  and " + (problems.size() - SHOWN) + " more");
    }
  }

  /** The flows of which {@code filter} is part of the text. */
  public static void flows(CaptureSummary s, String filter, PrintWriter out) {
    for (Flow f : s.flows()) {
      if (f.toString().contains(filter)) {
        out.printf(
            Locale.ROOT,
            "  %s%n    first packet %d, %d packets there, %d back%n",
            f,
            f.firstPacket(),
            f.packets(0),
            f.packets(1));
        f.tcp().ifPresent(t -> tcp(t, out));
      }
    }
  }

  private static void tcp(TcpStream t, PrintWriter out) {
    if (t.handshakeNanos() >= 0) {
      out.printf(Locale.ROOT, "    handshake %s ms%n", millis(t.handshakeNanos()));
    }
    if (t.roundTrips() > 0) {
      out.printf(
          Locale.ROOT,
          "    %d round trips, mean %s ms, longest %s ms%n",
          t.roundTrips(),
          millis(t.meanRoundTripNanos()),
          millis(t.maxRoundTripNanos()));
    }
    if (t.thinkNanos() >= 0) {
      out.printf(
          Locale.ROOT,
          "    %d answers, the slowest took the server %s ms (packet %d)%n",
          t.responses(),
          millis(t.thinkNanos()),
          t.thinkPacket());
    }
    for (int d = 0; d < 2; d++) {
      TcpSide s = t.side(d);
      out.printf(
          Locale.ROOT,
          "    %s: %d bytes, MSS %d, window scale %s, SACK %s, sent again %d, out of order %d,"
              + " duplicate ACKs %d, zero windows %d, resets %d%n",
          d == 0 ? "there" : "back",
          s.payloadBytes(),
          s.mss(),
          s.windowScale() < 0 ? "none" : String.valueOf(s.windowScale()),
          s.sackPermitted() ? "yes" : "no",
          s.retransmissions(),
          s.outOfOrder(),
          s.duplicateAcks(),
          s.zeroWindows(),
          s.resets());
    }
  }

  /** Connections over several captures: what each stretch did, and where connections vanished. */
  public static void paths(List<PathJoin.Input> inputs, String filter, PrintWriter out) {
    for (PathJoin.ClockOffset o : PathJoin.clockOffsets(inputs)) {
      out.printf(
          Locale.ROOT,
          "clock of %s is off by %.3f ms, give or take %.3f ms, from %d connections%n",
          Visible.of(o.node()),
          o.nanos() / 1e6,
          o.errorNanos() / 1e6,
          o.samples());
    }
    List<FlowPath> paths = PathJoin.join(inputs);
    hops(Hop.of(paths), out);
    out.println("SYNs and DNS queries that were not answered, and the points that they passed:");
    long shown = 0;
    for (FlowPath p : paths) {
      boolean wanted = filter.isEmpty() ? !p.answered() && !p.refused() : holds(p, filter);
      if (wanted && shown++ < SHOWN) {
        path(p, out);
      }
    }
    if (shown == 0) {
      out.println("  none");
    } else if (shown > SHOWN) {
      out.println("  and " + (shown - SHOWN) + " more");
    }
  }

  private static boolean holds(FlowPath p, String filter) {
    return p.question().contains(filter)
        || p.sightings().stream().anyMatch(s -> s.addresses().contains(filter));
  }

  private static void hops(List<Hop> hops, PrintWriter out) {
    if (hops.isEmpty()) {
      return;
    }
    out.println("Stretches between capture points, by the SYNs and DNS queries that took them:");
    out.printf(
        Locale.ROOT,
        "  %-24s %-24s %6s %10s %9s %10s%n",
        "FROM",
        "TO",
        "COUNT",
        "DELAY ms",
        "+- ms",
        "ROUND ms");
    for (Hop h : hops) {
      out.printf(
          Locale.ROOT,
          "  %-24s %-24s %6d %10s %9s %10s%n",
          Visible.of(h.from().toString()),
          h.end() ? "(seen no further)" : Visible.of(h.to().toString()),
          h.connections(),
          h.end() ? "" : millis(h.delayNanos()),
          h.end() ? "" : millis(h.errorNanos()),
          h.roundTripNanos() < 0 ? "" : millis(h.roundTripNanos()));
    }
  }

  private static String millis(long nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
  }

  private static void path(FlowPath p, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  %s%s:%d -> %s:%d%s%s%n",
        p.dns() ? Visible.of(p.question()) + ", " : "",
        p.client(),
        p.clientPort(),
        p.target(),
        p.targetPort(),
        p.backend().equals(p.target()) ? "" : " (" + p.backend() + ":" + p.backendPort() + ")",
        p.answered() ? ", answered" : p.refused() ? ", refused" : "");
    FlowPath.Sighting first = p.sightings().get(0);
    String before = "";
    for (FlowPath.Sighting s : p.sightings()) {
      out.printf(
          Locale.ROOT,
          "    %-24s packet %-7d %s x%d after %s ms%s%s%n",
          Visible.of(s.point().toString()),
          s.packet(),
          p.dns() ? "query" : "SYN",
          s.sent(),
          millis(s.nanos() - first.nanos()),
          s.answerNanos() >= 0 ? ", answer after " + millis(s.answerAfterNanos()) + " ms" : "",
          before.isEmpty() || before.equals(s.addresses()) ? "" : ", now " + s.addresses());
      before = s.addresses();
    }
    if (!p.answered() && !p.refused()) {
      out.println(
          p.answerFrom()
              .map(
                  x ->
                      "    the answer was seen at "
                          + Visible.of(x.toString())
                          + " and not at the client")
              .orElse("    vanished after " + Visible.of(p.lastSeen().toString())));
    }
  }
}
