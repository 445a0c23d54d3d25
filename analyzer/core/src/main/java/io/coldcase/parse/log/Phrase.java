package io.coldcase.parse.log;

import io.coldcase.model.log.Failure;
import java.util.List;
import java.util.Optional;

/**
 * Words by which applications of any language tell that a request failed, or how it was answered.
 *
 * @param failure empty for a phrase before an HTTP status code
 */
record Phrase(String literal, Optional<Failure> failure) {
  static final List<Phrase> ALL =
      List.of(
          of("no such host", Failure.NAME_NOT_FOUND),
          of("ENOTFOUND", Failure.NAME_NOT_FOUND),
          of("NXDOMAIN", Failure.NAME_NOT_FOUND),
          of("Name or service not known", Failure.NAME_NOT_FOUND),
          of("Name does not resolve", Failure.NAME_NOT_FOUND),
          of("UnknownHostException", Failure.NAME_NOT_FOUND),
          of("could not resolve host", Failure.LOOKUP_FAILED),
          of("could not translate host name", Failure.LOOKUP_FAILED),
          of("Temporary failure in name resolution", Failure.LOOKUP_FAILED),
          of("EAI_AGAIN", Failure.LOOKUP_FAILED),
          of("bad address '", Failure.LOOKUP_FAILED),
          of("server misbehaving", Failure.LOOKUP_FAILED),
          of("connection refused", Failure.REFUSED),
          of("ECONNREFUSED", Failure.REFUSED),
          of("no route to host", Failure.NO_ROUTE),
          of("EHOSTUNREACH", Failure.NO_ROUTE),
          of("host is unreachable", Failure.NO_ROUTE),
          of("network is unreachable", Failure.NET_UNREACHABLE),
          of("ENETUNREACH", Failure.NET_UNREACHABLE),
          of("cannot assign requested address", Failure.NO_PORT),
          of("EADDRNOTAVAIL", Failure.NO_PORT),
          of("x509: ", Failure.TLS_VERIFY),
          of("certificate verify failed", Failure.TLS_VERIFY),
          of("PKIX path", Failure.TLS_VERIFY),
          of("gave HTTP response to HTTPS client", Failure.OTHER_PROTOCOL),
          of("wrong version number", Failure.OTHER_PROTOCOL),
          of("malformed HTTP response", Failure.OTHER_PROTOCOL),
          of("connection reset by peer", Failure.RESET),
          of("ECONNRESET", Failure.RESET),
          of("while reading body", Failure.BODY_STALLED),
          of("503 Service", Failure.HTTP_503),
          of("502 Bad Gateway", Failure.HTTP_502_504),
          of("504 Gateway", Failure.HTTP_502_504),
          of("TLS handshake timeout", Failure.TLS_TIMEOUT),
          of("i/o timeout", Failure.TIMEOUT),
          of("deadline exceeded", Failure.TIMEOUT),
          of("Connection timed out", Failure.TIMEOUT),
          of("connect timed out", Failure.TIMEOUT),
          of("Operation timed out", Failure.TIMEOUT),
          of("Read timed out", Failure.TIMEOUT),
          of("ETIMEDOUT", Failure.TIMEOUT),
          of("status=", Optional.empty()),
          of("status:", Optional.empty()),
          of("status\":", Optional.empty()),
          of("status code ", Optional.empty()));

  private static Phrase of(String literal, Failure failure) {
    return of(literal, Optional.of(failure));
  }

  private static Phrase of(String literal, Optional<Failure> failure) {
    return new Phrase(literal, failure);
  }
}
