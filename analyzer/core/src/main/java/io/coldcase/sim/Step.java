package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import java.util.Optional;

/**
 * One thing that happened to the packet.
 *
 * @param place node, or {@code node/namespace/pod}
 * @param kind what kind of step
 * @param hook netfilter hook in lower case, or empty
 * @param table for example {@code ip filter}, or empty
 * @param chain or empty
 * @param text rule, route or sentence
 * @param at the line that decided it, if any
 * @param growth packets that the rule counted between the samples
 * @param backend back end word of the table, or empty
 * @param idle a rule that takes packets at times, and by its counter took none up to the last
 *     sample
 */
public record Step(
    String place,
    Kind kind,
    String hook,
    String table,
    String chain,
    String text,
    Optional<SourceRef> at,
    Optional<Long> growth,
    String backend,
    boolean idle) {
  /** What happened. */
  public enum Kind {
    SEND,
    ROUTE,
    /** A rule of ip-rule(8) that is none of the kernel's three. */
    ROUTING_RULE,
    RULE,
    POLICY,
    NAT,
    KERNEL,
    BRIDGE,
    ENCAP,
    DECAP,
    UNDERLAY,
    DELIVER,
    UNKNOWN
  }

  Step idle(boolean is) {
    return is ? new Step(place, kind, hook, table, chain, text, at, growth, backend, true) : this;
  }

  static Step of(String place, Kind kind, String text) {
    return of(place, kind, text, Optional.empty());
  }

  static Step of(String place, Kind kind, String text, SourceRef at) {
    return of(place, kind, text, Optional.of(at));
  }

  /** A step outside of packet filters. */
  public static Step of(String place, Kind kind, String text, Optional<SourceRef> at) {
    return new Step(place, kind, "", "", "", text, at, Optional.empty(), "", false);
  }
}
