package io.coldcase.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
  @Property(tries = 500)
  void agreesWithTheLibrary(
      @ForAll @LongRange(min = -62_000_000_000L, max = 250_000_000_000L) long seconds,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nanos,
      @ForAll @IntRange(min = -18, max = 18) int offset) {
    Instant t = Instant.ofEpochSecond(seconds, nanos);
    String text =
        DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
            OffsetDateTime.ofInstant(t, ZoneOffset.ofHours(offset)).withNano(nanos));
    if (text.length() >= 20
        && text.charAt(4) == '-'
        && text.indexOf(':') == 13
        && text.lastIndexOf("T") == 10) {
      assertThat(Rfc3339.parse(withSeconds(text))).contains(t);
    }
  }

  /** The library leaves out seconds that are zero. */
  private static String withSeconds(String t) {
    return t.charAt(16) == ':' ? t : t.substring(0, 16) + ":00" + t.substring(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-21",
        "2026-11-21T11:56:25",
        "2026-13-01T00:00:00Z",
        "2026-11-21T11:56:25.Z",
        "2026-11-21T11:56:25.123",
        "2026-11-21T11:56:25+1:00",
        "2026-11-21T11:-6:25Z",
        "<none>"
      })
  void whatIsNoTimestamp(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
  }

  @Property(tries = 300)
  void neverThrows(@ForAll String text) {
    assertThat(Rfc3339.parse(text)).isNotNull();
  }
}
