package io.coldcase.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A capture to the problems in it, alike ones folded into one, the most frequent first. */
public final class Problems {
  /**
   * A segment above this size that is lost while smaller ones pass points to the path's MTU, bytes
   * of payload.
   */
  private static final int LARGE = 1000;

  private final Map<List<String>, Problem> folded = new LinkedHashMap<>();

  private Problems() {}

  public static List<Problem> of(CaptureSummary s) {
    Problems p = new Problems();
    s.flows().forEach(p::flow);
    s.dns().forEach(p::dns);
    s.icmpErrors()
        .forEach(
            e ->
                p.add(
                    "icmp-error",
                    e.word() + " from " + e.reporter(),
                    mtu(e),
                    e.count(),
                    e.packet()));
    for (ArpBinding b : s.arp()) {
      if (b.unanswered()) {
        p.add(
            "arp-unanswered",
            b.ip().toString(),
            "nobody answers for the address",
            b.requests(),
            b.packet());
      } else if (b.conflict()) {
        p.add(
            "arp-conflict",
            b.ip().toString(),
            "claimed by " + String.join(" and ", b.macs()),
            b.macs().size(),
            b.packet());
      }
    }
    List<Problem> all = new ArrayList<>(p.folded.values());
    all.sort(
        Comparator.comparing(Problem::count, Comparator.reverseOrder())
            .thenComparing(Problem::packet)
            .thenComparing(Problem::kind));
    return all;
  }

  private static String mtu(IcmpError e) {
    return "about packets to "
        + e.quotedTarget()
        + (e.mtu() > 0 ? ", next-hop MTU " + e.mtu() : "");
  }

  private void flow(Flow f) {
    if (f.tcp().isEmpty()) {
      return;
    }
    TcpStream t = f.tcp().get();
    String server = server(f, t);
    if (t.synSeen() && !t.answered()) {
      TcpSide back = t.side(1 - t.initialSide());
      if (back.resets() > 0) {
        add("syn-refused", server, "connection refused", 1, f.firstPacket());
      } else if (back.packets() == 0 && f.icmpErrors() == 0) {
        add(
            "syn-unanswered",
            server,
            "no answer to SYN",
            t.side(t.initialSide()).syns(),
            f.firstPacket());
      }
    }
    for (int d = 0; d < 2; d++) {
      side(f, t.side(d), t.side(1 - d), server);
    }
  }

  private void side(Flow f, TcpSide s, TcpSide other, String server) {
    int again = s.retransmissions();
    if (s.largestRetransmitted() > LARGE
        && again >= 3
        && other.largestSegment() <= LARGE
        && s.payloadBytes() > 0) {
      add(
          "loss-of-large-segments",
          server,
          "segments of " + s.largestRetransmitted() + " bytes sent again",
          again,
          f.firstPacket());
    } else if (s.dataSegments > 20 && again * 50L > s.dataSegments) {
      add(
          "retransmissions",
          server,
          "more than 2 % of the segments sent again",
          again,
          f.firstPacket());
    }
    if (s.zeroWindows() > 0) {
      add("zero-window", server, "receiver closed its window", s.zeroWindows(), f.firstPacket());
    }
    if (s.resets() > 0 && s.payloadBytes() > 0 && other.payloadBytes() > 0) {
      add("reset", server, "reset after data", s.resets(), s.resetPacket);
    }
  }

  private static String server(Flow f, TcpStream t) {
    boolean toTarget = !t.synSeen() || t.initialSide() == 0;
    return toTarget
        ? f.target() + " port " + f.targetPort()
        : f.source() + " port " + f.sourcePort();
  }

  private void dns(DnsExchange e) {
    if (!e.answered()) {
      add(
          "dns-unanswered",
          "server " + e.server(),
          "queries without answer",
          e.queries(),
          e.packet());
    } else if (e.rcode() == 2 || e.rcode() == 5) {
      add(
          "dns-error",
          "server " + e.server(),
          e.rcode() == 2 ? "SERVFAIL" : "REFUSED",
          1,
          e.packet());
    }
  }

  private void add(String kind, String subject, String detail, long count, long packet) {
    folded.merge(
        List.of(kind, subject, detail),
        new Problem(kind, subject, detail, count, packet),
        (a, b) ->
            new Problem(
                kind, subject, detail, a.count() + b.count(), Math.min(a.packet(), b.packet())));
  }
}
