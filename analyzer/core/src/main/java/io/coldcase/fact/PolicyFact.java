package io.coldcase.fact;

import io.coldcase.diag.SourceRef;

/**
 * A probe between pods that the NetworkPolicies deny.
 *
 * @param direction Ingress or Egress: which end denies
 * @param from {@code namespace/name} of the sending pod
 * @param toNamespace with {@code toPod} the pod that was probed, on TCP {@code port}
 * @param enforced a plugin that enforces policies is there
 * @param passed the probe was answered all the same
 * @param at the policy; {@code probe} the probe
 */
public record PolicyFact(
    String namespace,
    String name,
    String direction,
    String from,
    String toNamespace,
    String toPod,
    int port,
    boolean enforced,
    boolean passed,
    SourceRef at,
    SourceRef probe) {}
