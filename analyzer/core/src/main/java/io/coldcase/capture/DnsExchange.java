package io.coldcase.capture;

import io.coldcase.net.Ip;

/**
 * A DNS query and what came back (RFC 1035 section 4).
 *
 * @param type QTYPE number (1 A, 28 AAAA, 33 SRV, ...)
 * @param queries how often the same query was sent from the same port with the same id
 * @param rcode -1 when unanswered
 * @param latencyNanos first query to first answer, -1 when unanswered
 * @param truncatedAnswer TC bit
 */
public record DnsExchange(
    Ip client,
    int clientPort,
    Ip server,
    int id,
    String name,
    int type,
    boolean tcp,
    int queries,
    int answers,
    int rcode,
    boolean truncatedAnswer,
    long firstNanos,
    long latencyNanos,
    long packet) {
  public boolean answered() {
    return rcode >= 0;
  }
}
