package io.coldcase.parse.nft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NftLineTest {
  private static NftLine read(String line) {
    NftLine l = new NftLine();
    byte[] b = line.getBytes(StandardCharsets.UTF_8);
    l.read(b, 0, b.length);
    return l;
  }

  /** The canonical form is the text that reading the words gives, and reads the same again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t\tmeta l4proto udp ip daddr 10.96.0.10  udp dport 53 counter packets 586 bytes 55750"
            + " jump KUBE-SVC-TCOU7JCQXEZGVUNU # handle 218",
        "\t\t counter packets 0 bytes 0 XT target MASQUERADE not found",
        "\t\tnumgen random mod 2 vmap { 0 : goto endpoint-a, 1 : goto endpoint-b } # handle 5",
        "\t\tip daddr . meta l4proto vmap @service-ips comment \"a, b # c\" # handle 1",
        "\t\tct state {invalid,untracked} counter drop",
        "\t\tcounter",
        "\t\tcounter name \"x\" packets",
        "\t\tcomment \"open",
      })
  void isTheTextOfTheRule(String line) {
    String text = read(line).text();
    assertThat(text).isEqualTo(NftRule.read(List.copyOf(Words.of(line))).rule().text());
    assertThat(Words.of(text)).isEqualTo(Words.of(read(text).text()));
    assertThat(NftRule.read(Words.of(text)).rule().matches())
        .isEqualTo(NftRule.read(Words.of(line)).rule().matches());
  }

  @Test
  void knowsTheCounterAndTheBraces() {
    assertThat(read("counter packets 586 bytes 55750 accept").packets()).isEqualTo(586);
    assertThat(read("counter packets 99999999999999999999 bytes 1").packets()).isEqualTo(-1);
    assertThat(read("accept").packets()).isEqualTo(-1);
    assertThat(read("vmap { a : b, {").balance()).isEqualTo(2);
    assertThat(read("  # handle 3").empty()).isTrue();
  }
}
