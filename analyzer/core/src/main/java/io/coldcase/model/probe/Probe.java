package io.coldcase.model.probe;

import io.coldcase.diag.SourceRef;

/**
 * One active probe and its outcome (FORMAT.md section 5).
 *
 * @param pod {@code namespace/name} of the pod it ran in, empty from the host or when not recorded
 * @param kind ping, tcp or dns
 * @param address address probed; the server of a dns probe
 * @param number payload bytes of ping, port of tcp, 53 of dns
 * @param name name asked of a dns probe, else empty
 * @param overTcp a dns probe over TCP
 * @param error the result's own words when it is not OK, short
 * @param sent packets of a ping, else 1; {@code received} likewise
 * @param millis time that it took, -1 when not told: rtt average, connect time, query time
 */
public record Probe(
    boolean fromPod,
    String pod,
    String kind,
    String address,
    int number,
    String name,
    boolean overTcp,
    Outcome outcome,
    String error,
    int sent,
    int received,
    double millis,
    SourceRef at) {
  /** What came of a probe. */
  public enum Outcome {
    OK,
    /** Some packets of several were lost. */
    PARTIAL,
    /** Nobody answered. */
    SILENT,
    /** The far end or a router refused: reset, unreachable, REFUSED. */
    REFUSED,
    /** The own host did not send: message too long, no route. */
    LOCAL_ERROR,
    /** A name server answered NXDOMAIN. */
    NXDOMAIN,
    /** A name server answered SERVFAIL or another error. */
    SERVFAIL,
    /** Not probed, or the result was not understood. */
    UNKNOWN
  }

  public boolean ok() {
    return outcome == Outcome.OK;
  }

  /** Probed, and not answered as it should be; NXDOMAIN counts as an answer. */
  public boolean failed() {
    return outcome != Outcome.OK && outcome != Outcome.NXDOMAIN && outcome != Outcome.UNKNOWN;
  }

  /** The address that a dns probe was told, where the line tells it; else empty. */
  public String answer() {
    String line = at.text();
    int i = line.indexOf("; answer ");
    String rest = i < 0 ? "" : line.substring(i + "; answer ".length());
    int end = rest.indexOf(' ');
    return end < 0 ? rest : rest.substring(0, end);
  }
}
