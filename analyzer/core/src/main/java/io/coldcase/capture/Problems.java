package io.coldcase.capture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A capture to the problems in it, alike ones folded into one, the most frequent first. */
public final class Problems {
  /**
   * A segment above this size that is lost while smaller ones pass points to the path's MTU, bytes
   * of payload.
   */
  private static final int LARGE = 1000;

  /** Answers that take longer than this are worth a line, nanoseconds. */
  private static final long SLOW_NANOS = 1_000_000_000L;

  private final Map<List<String>, Problem> folded = new LinkedHashMap<>();

  /** Who answered which SYN, by its sequence number: also under another address. */
  private final Map<Long, TcpStream> answers = new HashMap<>();

  private Problems() {}

  public static List<Problem> of(CaptureSummary s) {
    Problems p = new Problems();
    p.answers(s.flows());
    s.flows().forEach(p::flow);
    s.dns().forEach(p::dns);
    for (DnsFindings.HalfPair h : DnsFindings.halfPairs(s.dns())) {
      p.add(
          "dns-half-pair",
          "server " + h.lost().server(),
          "of A and AAAA from one port only one was answered"
              + (h.retryNanos() > 0 ? ", asked again after " + seconds(h.retryNanos()) : ""),
          1,
          h.lost().packet());
    }
    for (DnsExchange e : DnsFindings.truncatedForGood(s.dns())) {
      p.add(
          "dns-truncated", server(e), "truncated answer, not asked again over TCP", 1, e.packet());
    }
    Map<List<Object>, Long> provoked = new HashMap<>();
    for (Flow f : s.flows()) {
      if (f.icmpErrors() > 0 && f.oneSided()) {
        provoked.merge(List.of(f.source(), f.target()), f.packets(0), Long::sum);
      }
    }
    s.icmpErrors().forEach(e -> p.icmp(e, provoked));
    s.arp().forEach(p::arp);
    List<Problem> all = new ArrayList<>(p.folded.values());
    all.sort(
        Comparator.comparing(Problem::count, Comparator.reverseOrder())
            .thenComparing(Problem::packet)
            .thenComparing(Problem::kind));
    return all;
  }

  /** Every capture has answers, few of its SYNs ask for one that their own flow has not. */
  private void answers(List<Flow> flows) {
    Set<Long> open = new HashSet<>();
    for (Flow f : flows) {
      if (f.tcp != null && unanswered(f.tcp)) {
        open.add(f.tcp.initialSequence());
      }
    }
    if (!open.isEmpty()) {
      for (Flow f : flows) {
        if (f.tcp != null && f.tcp.answerOf() >= 0 && open.contains(f.tcp.answerOf())) {
          answers.put(f.tcp.answerOf(), f.tcp);
        }
      }
    }
  }

  private static boolean unanswered(TcpStream t) {
    return t.synSeen() && !t.answered();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
  }

  private void arp(ArpBinding b) {
    if (b.unanswered()) {
      add(
          "arp-unanswered",
          b.ip().toString(),
          "nobody answers for the address",
          b.requests(),
          b.packet());
    } else if (b.conflict()) {
      add(
          "arp-conflict",
          b.ip().toString(),
          "claimed by "
              + String.join(" and ", b.macs())
              + (b.moves() > 1 ? ", changed " + b.moves() + " times" : ""),
          b.claims().size(),
          b.claims().get(1).packet());
    }
  }

  private void icmp(IcmpError e, Map<List<Object>, Long> packets) {
    add(
        "icmp-error",
        e.word() + " from " + e.reporter(),
        "about packets to " + e.quotedTarget() + (e.mtu() > 0 ? ", next-hop MTU " + e.mtu() : ""),
        e.count(),
        e.packet());
    // a host sends about one error a second to each peer (icmp_ratelimit of Linux)
    long provoked = packets.getOrDefault(List.of(e.quotedSource(), e.quotedTarget()), 0L);
    if (e.count() >= 2 && provoked >= 3L * e.count()) {
      add(
          "icmp-rate-limited",
          e.word() + " from " + e.reporter(),
          "far fewer errors than packets to " + e.quotedTarget(),
          provoked,
          e.packet());
    }
  }

  private void flow(Flow f) {
    TcpStream t = f.tcp;
    if (t == null) {
      return;
    }
    if (unanswered(t)) {
      TcpStream by = answers.get(t.initialSequence());
      TcpSide back = t.side(1 - t.initialSide());
      boolean refused = by != null ? by.answerResets() : back.resets() > 0;
      if (refused) {
        add("syn-refused", server(f), "connection refused", 1, f.firstPacket());
      } else if (by == null && back.packets() == 0 && f.icmpErrors() == 0) {
        add(
            "syn-unanswered",
            server(f),
            "no answer to SYN",
            t.side(t.initialSide()).syns(),
            f.firstPacket());
      }
    }
    if (t.thinkNanos() > SLOW_NANOS) {
      add(
          "server-slow",
          server(f),
          "the answer took longer than the network explains",
          t.responses(),
          t.thinkPacket());
    }
    if (t.roundTrips() >= 3 && t.meanRoundTripNanos() > SLOW_NANOS / 5) {
      add("network-slow", server(f), "round trips above 0.2 s", t.roundTrips(), f.firstPacket());
    }
    for (int d = 0; d < 2; d++) {
      side(f, t.side(d), t.side(1 - d));
    }
  }

  private void side(Flow f, TcpSide s, TcpSide other) {
    int again = s.retransmissions();
    if (s.largestRetransmitted() > LARGE
        && again >= 3
        && other.largestSegment() <= LARGE
        && again * 3L > s.dataSegments
        && s.payloadBytes() > 0) {
      add(
          "loss-of-large-segments",
          server(f),
          "segments of " + s.largestRetransmitted() + " bytes sent again",
          again,
          f.firstPacket());
    } else if (s.dataSegments > 20 && again * 50L > s.dataSegments) {
      add(
          "retransmissions",
          server(f),
          "more than 2 % of the segments sent again",
          again,
          f.firstPacket());
    }
    if (s.zeroWindows() > 0) {
      add("zero-window", server(f), "receiver closed its window", s.zeroWindows(), f.firstPacket());
    }
    if (s.resets() > 0 && s.payloadBytes() > 0 && other.payloadBytes() > 0) {
      add("reset", server(f), "reset after data", s.resets(), s.resetPacket);
    }
    if (s.foreignReset()) {
      add(
          "reset-foreign",
          server(f),
          "reset with a TTL of "
              + s.resetTtl
              + " where the sender's packets have "
              + s.ttl
              + ": sent by something on the way",
          s.resets(),
          s.resetPacket);
    }
  }

  private static String server(Flow f) {
    boolean toTarget = f.tcp().map(t -> !t.synSeen() || t.initialSide() == 0).orElse(true);
    return toTarget
        ? f.target() + " port " + f.targetPort()
        : f.source() + " port " + f.sourcePort();
  }

  private static String server(DnsExchange e) {
    return "server " + e.answeredBy();
  }

  private void dns(DnsExchange e) {
    if (!e.answered()) {
      add("dns-unanswered", server(e), "queries without answer", e.queries(), e.packet());
    } else if (e.rcode() == 2 || e.rcode() == 5) {
      add("dns-error", server(e), e.rcode() == 2 ? "SERVFAIL" : "REFUSED", 1, e.packet());
    } else if (e.latencyNanos() > SLOW_NANOS) {
      add("dns-slow", server(e), "answers after more than 1 s", 1, e.packet());
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
