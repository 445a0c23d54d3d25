package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.probe.Probe;

/**
 * Probes of addresses outside of the cluster from one node that nothing on the nodes stops.
 *
 * @param hostOk answered ones from the host; {@code hostFailed}, {@code podOk}, {@code podFailed}
 *     likewise
 * @param at a failed one, else any
 */
public record OutsideProbes(
    String node, int hostOk, int hostFailed, int podOk, int podFailed, SourceRef at) {

  static OutsideProbes of(String node, Probe p) {
    int bad = p.failed() ? 1 : 0;
    return p.fromPod()
        ? new OutsideProbes(node, 0, 0, 1 - bad, bad, p.at())
        : new OutsideProbes(node, 1 - bad, bad, 0, 0, p.at());
  }

  OutsideProbes plus(OutsideProbes o) {
    return new OutsideProbes(
        node,
        hostOk + o.hostOk,
        hostFailed + o.hostFailed,
        podOk + o.podOk,
        podFailed + o.podFailed,
        podFailed + hostFailed > 0 ? at : o.at);
  }
}
