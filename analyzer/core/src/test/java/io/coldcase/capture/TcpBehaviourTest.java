package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpBehaviourTest {
  private final Talk talk = new Talk(ip -> Packets.ethernet(0x0800, ip));

  private CaptureSummary summary() throws IOException {
    return CaptureAnalyzer.analyze("tcp", new ByteArrayInputStream(talk.pcap(1, 65_535)));
  }

  @Test
  void theServersTimeIsToldFromTheNetworks() throws IOException {
    Talk.Connection c = talk.connect(1);
    c.data(0, 100);
    c.ack(1);
    talk.pause(2_000_000);
    c.data(1, 500);
    TcpStream t = summary().flows().get(0).tcp().orElseThrow();
    assertThat(t.responses()).isEqualTo(1);
    assertThat(t.thinkNanos()).isBetween(1_990_000_000L, 2_010_000_000L);
    assertThat(t.thinkPacket()).isEqualTo(6);
    assertThat(t.maxRoundTripNanos()).isLessThan(1_000_000);
    assertThat(Problems.of(summary()))
        .extracting(Problem::kind, Problem::packet)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("server-slow", 6L));
  }

  @Test
  void aResetWithAnotherTtlCameFromSomebodyElse() throws IOException {
    Talk.Connection c = talk.connect(1);
    c.data(0, 100);
    byte[] reset =
        Packets.ip4(
            "10.0.1.1",
            "10.0.0.2",
            6,
            9,
            0,
            Packets.tcp(80, 40_001, c.sent(1), 0, 4, 0, new byte[0], 0));
    talk.packet(reset);
    assertThat(Problems.of(summary())).extracting(Problem::kind).doesNotContain("reset-foreign");
    reset[8] = 61;
    talk.frames().remove(talk.frames().size() - 1);
    talk.packet(reset);
    assertThat(Problems.of(summary())).extracting(Problem::kind).contains("reset-foreign");
  }

  @Test
  void delaysOfStretchesAreToldFromTheOffsetOfClocks() throws IOException {
    Talk other = new Talk(ip -> Packets.ethernet(0x0800, ip));
    other.pause(7_003_000); // its clock is 7 s ahead, and packets take 3 ms
    for (Talk t : List.of(talk, other)) {
      for (int i = 0; i < 5; i++) {
        Talk.Connection c = t.new Connection("10.0.0.1", "10.0.1.1", 40_000 + i, 80);
        c.segment(0, 1000 + i, 0, Talk.SYN, 0, 1);
        t.pause(t == talk ? 20_000 : 14_000);
        c.segment(1, 5000, 1001 + i, Talk.SYN | Talk.ACK, 0, 1);
        t.pause(t == talk ? 1_000_000 : 1_006_000);
      }
    }
    CaptureSummary far =
        CaptureAnalyzer.analyze("b", new ByteArrayInputStream(other.pcap(1, 65_535)));
    List<PathJoin.Input> inputs =
        List.of(
            new PathJoin.Input(new Point("a", "eth0"), summary()),
            new PathJoin.Input(new Point("b", "eth0"), far));
    assertThat(PathJoin.clockOffsets(inputs))
        .singleElement()
        .satisfies(o -> assertThat(o.nanos()).isBetween(6_999_900_000L, 7_000_100_000L));
    assertThat(Hop.of(PathJoin.join(inputs)))
        .singleElement()
        .satisfies(
            h -> {
              assertThat(h.connections()).isEqualTo(5);
              assertThat(h.delayNanos()).isBetween(2_900_000L, 3_100_000L);
              assertThat(h.roundTripNanos()).isBetween(5_900_000L, 6_100_000L);
            });
  }

  @Test
  void neighbourAdvertisementsOfTwoMachinesAreAConflict() throws IOException {
    for (byte mac : new byte[] {1, 2, 1}) {
      byte[] na = new byte[32];
      na[0] = (byte) 136;
      na[4] = 0x60;
      na[8] = (byte) 0xfd;
      na[24] = 2;
      na[25] = 1;
      na[31] = mac;
      talk.packet(Packets.ip6(58, na));
      talk.pause(100_000);
    }
    ArpBinding b = summary().arp().get(0);
    assertThat(b.ip()).hasToString("fd00::");
    assertThat(b.macs()).containsExactly("00:00:00:00:00:01", "00:00:00:00:00:02");
    assertThat(b.moves()).isEqualTo(2);
    assertThat(b.claims().get(1).packet()).isEqualTo(2);
  }
}
