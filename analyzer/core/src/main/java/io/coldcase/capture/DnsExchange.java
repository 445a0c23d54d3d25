package io.coldcase.capture;

import io.coldcase.net.Ip;

/**
 * A DNS query and what came back (RFC 1035 section 4).
 *
 * @param server whom the first query went to as seen here: behind a bridge that is often the server
 *     after translation
 * @param answeredBy whose address the answer bore, equal to {@code server} without an answer
 * @param type QTYPE number (1 A, 28 AAAA, 33 SRV, ...)
 * @param queries how often the same query was sent from the same port with the same id
 * @param rcode -1 when unanswered
 * @param firstNanos time of the first query, {@code lastNanos} of the last one
 * @param latencyNanos first query to first answer, -1 when unanswered
 * @param truncatedAnswer TC bit: the client must ask again over TCP (RFC 7766)
 * @param packet number of the first query
 */
public record DnsExchange(
    Ip client,
    int clientPort,
    Ip server,
    Ip answeredBy,
    int id,
    String name,
    int type,
    boolean tcp,
    int depth,
    int queries,
    int answers,
    int rcode,
    boolean truncatedAnswer,
    long firstNanos,
    long lastNanos,
    long latencyNanos,
    long packet) {
  public boolean answered() {
    return rcode >= 0;
  }

  /** Type and name, as a person writes them. */
  public String question() {
    String word =
        switch (type) {
          case 1 -> "A";
          case 12 -> "PTR";
          case 28 -> "AAAA";
          case 33 -> "SRV";
          default -> "TYPE" + type;
        };
    return word + " " + name;
  }

  /** A or AAAA: asked by resolvers in pairs. */
  public boolean address() {
    return type == 1 || type == 28;
  }
}
