package io.coldcase.capture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What resolvers did around a lost query: asked again, asked over TCP, waited. */
public final class DnsFindings {
  /** Resolvers send both queries of a pair within this time. */
  private static final long PAIR_NANOS = 5_000_000;

  /**
   * glibc asks again after 5 s, musl after 2.5 s; with {@code options timeout} after 1 s or more.
   */
  private static final long RETRY_MIN_NANOS = 900_000_000L;

  private static final long RETRY_MAX_NANOS = 11_000_000_000L;

  private DnsFindings() {}

  /**
   * A and AAAA went out together from one port, one of them was answered and the other was not:
   * what two packets of one new connection do that collide in connection tracking.
   *
   * @param retryNanos until the lost question was asked again, -1 when it was not
   */
  public record HalfPair(DnsExchange lost, DnsExchange answered, long retryNanos) {}

  /** The pairs of which one half was lost, in the order of their packets. */
  public static List<HalfPair> halfPairs(List<DnsExchange> all) {
    Map<String, List<DnsExchange>> byPort = new HashMap<>();
    if (all.stream().noneMatch(DnsFindings::lost)) {
      return List.of();
    }
    for (DnsExchange e : all) {
      if (e.address() && !e.tcp()) {
        byPort.computeIfAbsent(port(e), k -> new ArrayList<>()).add(e);
      }
    }
    List<HalfPair> pairs = new ArrayList<>();
    Map<String, List<DnsExchange>> byQuestion = new HashMap<>();
    for (DnsExchange e : all) {
      if (lost(e)) {
        byQuestion.put(question(e), new ArrayList<>());
      }
    }
    for (DnsExchange e : all) {
      List<DnsExchange> same = byQuestion.get(question(e));
      if (same != null) {
        same.add(e);
      }
    }
    for (DnsExchange e : all) {
      if (lost(e)) {
        byPort.get(port(e)).stream()
            .filter(o -> o.type() != e.type() && o.answered())
            .filter(o -> Math.abs(o.firstNanos() - e.firstNanos()) <= PAIR_NANOS)
            .filter(o -> o.latencyNanos() < RETRY_MIN_NANOS)
            .findFirst()
            .ifPresent(o -> pairs.add(new HalfPair(e, o, retry(e, byQuestion.get(question(e))))));
      }
    }
    return pairs;
  }

  /**
   * Never answered, or only after it was repeated: glibc repeats the whole pair from the same port,
   * so that the late answer belongs to the repetition.
   */
  private static boolean lost(DnsExchange e) {
    return e.address()
        && !e.tcp()
        && (!e.answered() || e.latencyNanos() > RETRY_MIN_NANOS && e.queries() > 1);
  }

  private static String port(DnsExchange e) {
    return e.client() + " " + e.clientPort() + " " + e.depth() + " " + e.name();
  }

  private static String question(DnsExchange e) {
    return e.client() + " " + e.type() + " " + e.depth() + " " + e.name();
  }

  /**
   * From the first query until the question was asked again, by the same or another port; or -1.
   */
  private static long retry(DnsExchange e, List<DnsExchange> same) {
    if (e.queries() > 1) {
      return e.lastNanos() - e.firstNanos();
    }
    return same.stream()
        .filter(o -> o != e)
        .mapToLong(o -> o.firstNanos() - e.firstNanos())
        .filter(d -> d >= RETRY_MIN_NANOS && d <= RETRY_MAX_NANOS)
        .min()
        .orElse(-1);
  }

  /** Truncated answers that the client did not follow up over TCP within the capture. */
  public static List<DnsExchange> truncatedForGood(List<DnsExchange> all) {
    Map<String, Long> lastOverTcp = new HashMap<>();
    for (DnsExchange e : all) {
      if (e.tcp()) {
        lastOverTcp.merge(e.client() + " " + e.name(), e.firstNanos(), Math::max);
      }
    }
    return all.stream()
        .filter(e -> e.truncatedAnswer() && !e.tcp())
        .filter(
            e ->
                lastOverTcp.getOrDefault(e.client() + " " + e.name(), Long.MIN_VALUE)
                    < e.firstNanos())
        .toList();
  }
}
