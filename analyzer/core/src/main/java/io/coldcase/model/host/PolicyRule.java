package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Prefix;
import java.util.Map;
import java.util.Optional;

/**
 * One policy-routing rule (ip-rule(8)).
 *
 * @param from source prefix, empty for all
 * @param to destination prefix, empty for all
 * @param action lookup, unreachable, blackhole, prohibit, goto, nop
 * @param table table of a lookup, else empty
 * @param selectors the other selectors as printed: iif, oif, fwmark, ipproto, sport, dport,
 *     uidrange, tos, suppress_prefixlength, ...
 */
public record PolicyRule(
    boolean v6,
    int priority,
    boolean not,
    Optional<Prefix> from,
    Optional<Prefix> to,
    String action,
    String table,
    Map<String, String> selectors,
    SourceRef at) {
  public PolicyRule {
    selectors = Map.copyOf(selectors);
  }
}
