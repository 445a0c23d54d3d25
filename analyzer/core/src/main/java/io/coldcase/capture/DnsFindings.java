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
    for (DnsExchange e : all) {
      if (e.address() && !e.tcp()) {
        byPort.computeIfAbsent(port(e), k -> new ArrayList<>()).add(e);
      }
    }
    List<HalfPair> pairs = new ArrayList<>();
    for (DnsExchange e : all) {
      // glibc repeats the whole pair from the same port: then the late answer belongs to a
      // repetition
      boolean lost =
          e.address()
              && !e.tcp()
              && (!e.answered() || e.latencyNanos() > RETRY_MIN_NANOS && e.queries() > 1);
      if (lost) {
        byPort.get(port(e)).stream()
            .filter(
                o ->
                    o.type() != e.type() && Math.abs(o.firstNanos() - e.firstNanos()) <= PAIR_NANOS)
            .filter(o -> o.answered() && o.latencyNanos() < RETRY_MIN_NANOS)
            .findFirst()
            .ifPresent(o -> pairs.add(new HalfPair(e, o, retry(e, all))));
      }
    }
    return pairs;
  }

  private static String port(DnsExchange e) {
    return e.client() + " " + e.clientPort() + " " + e.depth() + " " + e.name();
  }

  /**
   * From the first query until the question was asked again, by the same or another port; or -1.
   */
  private static long retry(DnsExchange e, List<DnsExchange> all) {
    if (e.queries() > 1) {
      return e.lastNanos() - e.firstNanos();
    }
    return all.stream()
        .filter(
            o ->
                o != e
                    && o.client().equals(e.client())
                    && o.type() == e.type()
                    && o.depth() == e.depth()
                    && o.name().equals(e.name()))
        .mapToLong(o -> o.firstNanos() - e.firstNanos())
        .filter(d -> d >= RETRY_MIN_NANOS && d <= RETRY_MAX_NANOS)
        .min()
        .orElse(-1);
  }

  /** Truncated answers that the client did not follow up over TCP within the capture. */
  public static List<DnsExchange> truncatedForGood(List<DnsExchange> all) {
    return all.stream()
        .filter(e -> e.truncatedAnswer() && !e.tcp())
        .filter(
            e ->
                all.stream()
                    .noneMatch(
                        o ->
                            o.tcp()
                                && o.client().equals(e.client())
                                && o.name().equals(e.name())
                                && o.firstNanos() >= e.firstNanos()))
        .toList();
  }
}
