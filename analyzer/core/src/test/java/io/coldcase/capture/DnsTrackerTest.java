package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DnsTrackerTest {
  private static final String POD = "10.244.1.3";
  private static final String SERVER = "10.244.0.2";
  private static final String SERVICE = "10.96.0.10";

  private final Talk talk = new Talk(ip -> Packets.ethernet(0x0800, ip));

  private void udp(String from, String to, int sport, int dport, byte[] data) {
    talk.packet(Packets.ip4(from, to, 17, 1, 0, Packets.udp(sport, dport, data)));
  }

  private CaptureSummary summary() throws IOException {
    return CaptureAnalyzer.analyze("dns", new ByteArrayInputStream(talk.pcap(1, 65_535)));
  }

  @Test
  void onABridgeTheAnswerBearsTheAddressOfTheService() throws IOException {
    udp(POD, SERVER, 4000, 53, Packets.dns(7, false, 0, "cart.shop", 1));
    talk.pause(400);
    udp(SERVICE, POD, 53, 4000, Packets.dns(7, true, 0, "cart.shop", 1));
    assertThat(summary().dns()).hasSize(1);
    DnsExchange e = summary().dns().get(0);
    assertThat(e.answered()).isTrue();
    assertThat(e.server()).hasToString(SERVER);
    assertThat(e.answeredBy()).hasToString(SERVICE);
    assertThat(Problems.of(summary())).isEmpty();
  }

  @Test
  void halfOfAPairIsLostAndAskedAgain() throws IOException {
    for (int round = 0; round < 2; round++) {
      udp(POD, SERVICE, 4000, 53, Packets.dns(7, false, 0, "cart.shop", 1));
      talk.pause(100);
      udp(POD, SERVICE, 4000, 53, Packets.dns(8, false, 0, "cart.shop", 28));
      talk.pause(300);
      udp(SERVICE, POD, 53, 4000, Packets.dns(7, true, 0, "cart.shop", 1));
      if (round == 1) {
        udp(SERVICE, POD, 53, 4000, Packets.dns(8, true, 0, "cart.shop", 28));
      }
      talk.pause(5_000_000);
    }
    assertThat(DnsFindings.halfPairs(summary().dns()))
        .singleElement()
        .satisfies(
            h -> {
              assertThat(h.lost().type()).isEqualTo(28);
              assertThat(h.retryNanos()).isEqualTo(5_000_400_000L);
            });
    assertThat(Problems.of(summary())).extracting(Problem::kind).contains("dns-half-pair");
  }

  @Test
  void aWholePairIsNoHalfPair() throws IOException {
    for (int type : new int[] {1, 28}) {
      udp(POD, SERVICE, 4000, 53, Packets.dns(type, false, 0, "cart.shop", type));
      udp(SERVICE, POD, 53, 4000, Packets.dns(type, true, 0, "cart.shop", type));
    }
    assertThat(DnsFindings.halfPairs(summary().dns())).isEmpty();
  }

  @Test
  void aTruncatedAnswerThatIsAskedAgainOverTcpIsFine() throws IOException {
    truncated();
    assertThat(DnsFindings.truncatedForGood(summary().dns())).hasSize(1);
    tcp(Packets.dns(9, false, 0, "big.example.com", 16));
    assertThat(DnsFindings.truncatedForGood(summary().dns())).isEmpty();
  }

  private void truncated() {
    udp(POD, SERVICE, 4000, 53, Packets.dns(7, false, 0, "big.example.com", 16));
    byte[] answer = Packets.dns(7, true, 0, "big.example.com", 16);
    answer[2] |= 2;
    udp(SERVICE, POD, 53, 4000, answer);
    talk.pause(1000);
  }

  /** Over TCP, in three segments: the length alone, half of the message, the other half. */
  private void tcp(byte[] message) {
    byte[] stream = Packets.join(new byte[] {0, (byte) message.length}, message);
    int[] cuts = {0, 1, message.length / 2, stream.length};
    for (int i = 0; i + 1 < cuts.length; i++) {
      byte[] head = Packets.tcp(41_000, 53, 100 + cuts[i], 1, 0x18, 1, new byte[0], 0);
      byte[] part = Arrays.copyOfRange(stream, cuts[i], cuts[i + 1]);
      talk.packet(Packets.ip4(POD, SERVICE, 6, 3 + i, 0, Packets.join(head, part)));
      talk.pause(100);
    }
  }

  @Test
  void messagesOverTcpArePutTogether() throws IOException {
    tcp(Packets.dns(9, false, 0, "big.example.com", 16));
    assertThat(summary().dns())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.tcp()).isTrue();
              assertThat(e.name()).isEqualTo("big.example.com.");
              assertThat(e.packet()).isEqualTo(3);
            });
  }
}
