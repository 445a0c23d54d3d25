package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Certs;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code openssl x509 -noout -subject -issuer -dates -ext subjectAltName} per section to
 * certificates.
 */
public final class CertLines implements LineReader<Certs> {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private final List<Certs.Cert> done = new ArrayList<>();
  private String path = "";
  private SourceRef at = SourceRef.of("");
  private String subject = "";
  private String issuer = "";
  private Instant notBefore = Instant.EPOCH;
  private Instant notAfter = Instant.EPOCH;
  private SourceRef notAfterAt = at;
  private List<String> names = new ArrayList<>();

  @Override
  public boolean line(String section, String text, SourceRef place) {
    if (!section.equals(path)) {
      finish();
      path = section;
      at = place;
      notAfterAt = place;
    }
    String t = text.strip();
    if (t.startsWith("subject=")) {
      subject = t.substring("subject=".length()).strip();
    } else if (t.startsWith("issuer=")) {
      issuer = t.substring("issuer=".length()).strip();
    } else if (t.startsWith("notBefore=")) {
      notBefore = time(t.substring("notBefore=".length()));
    } else if (t.startsWith("notAfter=")) {
      notAfter = time(t.substring("notAfter=".length()));
      notAfterAt = place;
    } else if (t.startsWith("DNS:") || t.startsWith("IP Address:") || t.startsWith("URI:")) {
      for (String name : t.split(", *", -1)) {
        names.add(name.substring(name.indexOf(':') + 1));
      }
    } else {
      return t.startsWith("X509v3") || t.startsWith("No extensions") || !section.isEmpty();
    }
    return true;
  }

  private void finish() {
    if (!path.isEmpty() && (!subject.isEmpty() || !notAfter.equals(Instant.EPOCH))) {
      done.add(new Certs.Cert(path, subject, issuer, notBefore, notAfter, notAfterAt, names, at));
    }
    subject = "";
    issuer = "";
    notBefore = Instant.EPOCH;
    notAfter = Instant.EPOCH;
    names = new ArrayList<>();
  }

  /** {@code Nov 21 12:47:04 2026 GMT}; the epoch when it is no such time. */
  private static Instant time(String text) {
    Words w = new Words(text);
    int month = MONTHS.indexOf(w.next().toLowerCase(Locale.ROOT)) + 1;
    int day = Words.integer(w.next(), 0);
    String[] clock = w.next().split(":", 3);
    int year = Words.integer(w.next(), 0);
    int hour = Words.integer(clock[0], -1);
    int minute = clock.length < 3 ? -1 : Words.integer(clock[1], -1);
    int second = clock.length < 3 ? -1 : Words.integer(clock[2], -1);
    boolean valid =
        month > 0
            && day > 0
            && day <= 28 + (month == 2 ? 1 : 2 + (month + month / 8) % 2)
            && year >= 1950
            && year <= 9999
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60;
    boolean leapDay = month == 2 && day == 29 && !java.time.Year.isLeap(year);
    return valid && !leapDay
        ? LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC)
        : Instant.EPOCH;
  }

  @Override
  public Certs value() {
    finish();
    return new Certs(done);
  }
}
