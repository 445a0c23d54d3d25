package io.coldcase.model.log;

/** How a request failed, as applications word it; from the most telling to the least. */
public enum Failure {
  /** The name server answered that the name does not exist. */
  NAME_NOT_FOUND,
  /** A look-up got no usable answer: timeout, refused, SERVFAIL. */
  LOOKUP_FAILED,
  /** ECONNREFUSED. */
  REFUSED,
  /** EHOSTUNREACH. */
  NO_ROUTE,
  /** ENETUNREACH. */
  NET_UNREACHABLE,
  /** EADDRNOTAVAIL: the own host has no free port, or no address, to send from. */
  NO_PORT,
  /** The certificate was not accepted. */
  TLS_VERIFY,
  /** The server answered TLS in plain text, or plain text in TLS. */
  OTHER_PROTOCOL,
  /** ECONNRESET or an unexpected end. */
  RESET,
  /** The head of the answer came, the body did not. */
  BODY_STALLED,
  /** A proxy answered 503. */
  HTTP_503,
  /** A proxy answered 502 or 504. */
  HTTP_502_504,
  /** The TLS handshake did not end in time. */
  TLS_TIMEOUT,
  /** No answer in time; says nothing about connect, look-up or answer. */
  TIMEOUT;

  /** True when the failure is the resolver's word. */
  public boolean lookup() {
    return this == NAME_NOT_FOUND || this == LOOKUP_FAILED;
  }
}
