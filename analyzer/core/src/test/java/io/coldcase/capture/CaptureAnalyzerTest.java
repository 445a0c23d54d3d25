package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureAnalyzerTest {
  private static CaptureSummary analyze(byte[]... frames) throws IOException {
    return CaptureAnalyzer.analyze(
        "test",
        new ByteArrayInputStream(
            Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 10_000, frames)));
  }

  private static byte[] tcp(boolean back, int id, long seq, long ack, int flags, int data) {
    byte[] t =
        back
            ? Packets.tcp(80, 40000, seq, ack, flags, 1000, new byte[0], data)
            : Packets.tcp(40000, 80, seq, ack, flags, 1000, new byte[0], data);
    return Packets.ethernet(
        0x0800,
        back
            ? Packets.ip4("10.0.0.2", "10.0.0.1", 6, id, 0, t)
            : Packets.ip4("10.0.0.1", "10.0.0.2", 6, id, 0, t));
  }

  @Test
  void handshakeDataAndReset() throws IOException {
    CaptureSummary s =
        analyze(
            tcp(false, 1, 100, 0, 2, 0),
            tcp(true, 1, 900, 101, 0x12, 0),
            tcp(false, 2, 101, 901, 0x10, 0),
            tcp(false, 3, 101, 901, 0x18, 50),
            tcp(true, 2, 901, 151, 4, 0));
    assertThat(s.flows()).hasSize(1);
    TcpStream t = s.flows().get(0).tcp().orElseThrow();
    assertThat(t.answered()).isTrue();
    assertThat(t.handshakeNanos()).isEqualTo(20_000_000);
    assertThat(t.side(1).resets()).isEqualTo(1);
    assertThat(t.side(0).payloadBytes()).isEqualTo(50);
  }

  @Test
  void aNewSynOnOldPortsIsANewConnection() throws IOException {
    CaptureSummary s =
        analyze(
            tcp(false, 1, 100, 0, 2, 0),
            tcp(true, 1, 0, 101, 0x14, 0),
            tcp(false, 2, 77_000, 0, 2, 0));
    assertThat(s.flows()).hasSize(2);
    assertThat(s.flows().get(1).tcp().orElseThrow().initialSequence()).isEqualTo(77_000);
  }

  @Test
  void repeatedSynIsARetransmissionOfTheSameConnection() throws IOException {
    CaptureSummary s =
        analyze(
            tcp(false, 1, 100, 0, 2, 0), tcp(false, 2, 100, 0, 2, 0), tcp(false, 3, 100, 0, 2, 0));
    assertThat(s.flows()).hasSize(1);
    assertThat(s.flows().get(0).tcp().orElseThrow().side(0).retransmissions()).isEqualTo(2);
    assertThat(s.flows().get(0).oneSided()).isTrue();
  }

  @Test
  void dnsQueryRepeatedThenAnswered() throws IOException {
    byte[] q =
        Packets.ethernet(
            0x0800,
            Packets.ip4(
                "10.0.0.1",
                "10.96.0.10",
                17,
                1,
                0,
                Packets.udp(5000, 53, Packets.dns(7, false, 0, "www.example.com", 1))));
    byte[] again =
        Packets.ethernet(
            0x0800,
            Packets.ip4(
                "10.0.0.1",
                "10.96.0.10",
                17,
                2,
                0,
                Packets.udp(5000, 53, Packets.dns(7, false, 0, "www.example.com", 1))));
    byte[] a =
        Packets.ethernet(
            0x0800,
            Packets.ip4(
                "10.96.0.10",
                "10.0.0.1",
                17,
                3,
                0,
                Packets.udp(53, 5000, Packets.dns(7, true, 3, "www.example.com", 1))));
    DnsExchange e = analyze(q, again, a).dns().get(0);
    assertThat(e.name()).isEqualTo("www.example.com.");
    assertThat(e.queries()).isEqualTo(2);
    assertThat(e.rcode()).isEqualTo(3);
    assertThat(e.latencyNanos()).isEqualTo(20_000_000);
  }

  @Test
  void icmpErrorBlamesTheFlowThatItQuotes() throws IOException {
    byte[] packet =
        Packets.ip4(
            "10.0.0.1",
            "10.0.0.2",
            6,
            9,
            0x4000,
            Packets.tcp(40000, 80, 1, 1, 0x18, 100, new byte[0], 1400));
    byte[] quote = Arrays.copyOf(packet, 28);
    byte[] icmp =
        Packets.join(
            ByteBuffer.allocate(8)
                .put((byte) 3)
                .put((byte) 4)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1400)
                .array(),
            quote);
    CaptureSummary s =
        analyze(
            Packets.ethernet(0x0800, packet),
            Packets.ethernet(0x0800, Packets.ip4("10.0.0.254", "10.0.0.1", 1, 1, 0, icmp)));
    assertThat(s.icmpErrors()).hasSize(1);
    assertThat(s.icmpErrors().get(0).mtu()).isEqualTo(1400);
    assertThat(s.icmpErrors().get(0).word()).isEqualTo("fragmentation needed");
    assertThat(s.flows().get(0).icmpErrors()).isEqualTo(1);
  }

  @Test
  void arpConflictsAndSilence() throws IOException {
    CaptureSummary s =
        analyze(
            arp(1, 0xa1, "10.0.0.1", "10.0.0.9"),
            arp(2, 0xb1, "10.0.0.7", "10.0.0.1"),
            arp(2, 0xb2, "10.0.0.7", "10.0.0.1"));
    assertThat(s.arp())
        .filteredOn(ArpBinding::unanswered)
        .extracting(b -> b.ip().toString())
        .containsExactly("10.0.0.9");
    assertThat(s.arp())
        .filteredOn(ArpBinding::conflict)
        .extracting(b -> b.ip().toString())
        .containsExactly("10.0.0.7");
  }

  private static byte[] arp(int operation, int mac, String sender, String target) {
    ByteBuffer b =
        ByteBuffer.allocate(28)
            .putShort((short) 1)
            .putShort((short) 0x0800)
            .put((byte) 6)
            .put((byte) 4)
            .putShort((short) operation);
    b.putShort((short) 0)
        .putInt(mac)
        .putInt((int) io.coldcase.net.Ip.parse(sender).lo())
        .put(new byte[6])
        .putInt((int) io.coldcase.net.Ip.parse(target).lo());
    return Packets.ethernet(0x0806, b.array());
  }

  @Test
  void idleFlowsAreClosedToStayWithinMemory() throws IOException {
    byte[][] frames = new byte[400][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] =
          Packets.ethernet(
              0x0800,
              Packets.ip4(
                  "10.0.0.1", "10.0.0.2", 17, i, 0, Packets.udp(2000 + i, 9999, new byte[8])));
    }
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 10, frames);
    CaptureSummary s = new CaptureAnalyzer(100).run("test", new ByteArrayInputStream(file), false);
    assertThat(s.evictedFlows()).isPositive();
    assertThat(s.flows().size()).isLessThanOrEqualTo(200);
  }

  @Test
  void theSamePacketAtBridgeAndPortCountsOnce() throws IOException {
    byte[] once = tcp(false, 5, 100, 0, 2, 0);
    byte[] twice = once.clone();
    twice[11] = 9; // another source MAC: routed in between
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 20, once, twice);
    CaptureSummary s = CaptureAnalyzer.analyze("test", new ByteArrayInputStream(file));
    assertThat(s.duplicates()).isEqualTo(1);
    assertThat(s.flows().get(0).packets(0)).isEqualTo(1);
  }

  @Test
  void followsOneConnectionThroughDnatAndVxlanToWhereItVanishes() throws IOException {
    byte[] toService =
        Packets.ip4(
            "10.244.1.2",
            "10.96.5.5",
            6,
            1,
            0,
            Packets.tcp(40000, 80, 4242, 0, 2, 100, new byte[0], 0));
    byte[] toPod =
        Packets.ip4(
            "10.244.1.2",
            "10.244.2.9",
            6,
            1,
            0,
            Packets.tcp(40000, 8080, 4242, 0, 2, 100, new byte[0], 0));
    byte[] outer =
        Packets.ip4(
            "172.30.0.21",
            "172.30.0.22",
            17,
            0,
            0,
            Packets.udp(50000, 8472, Packets.vxlan(1, Packets.ethernet(0x0800, toPod))));
    List<FlowPath> paths =
        PathJoin.join(
            List.of(
                new PathJoin.Input(
                    new Point("w1", "eth0"), at(30, Packets.ethernet(0x0800, outer))),
                new PathJoin.Input(
                    new Point("w1", "cni0"), at(10, Packets.ethernet(0x0800, toService))),
                new PathJoin.Input(
                    new Point("w1", "flannel.1"), at(20, Packets.ethernet(0x0800, toPod)))));
    assertThat(paths).hasSize(1);
    FlowPath p = paths.get(0);
    assertThat(p.sightings())
        .extracting(x -> x.point().toString())
        .containsExactly("w1 cni0", "w1 flannel.1", "w1 eth0");
    assertThat(p.target().toString()).isEqualTo("10.96.5.5");
    assertThat(p.backend().toString()).isEqualTo("10.244.2.9");
    assertThat(p.backendPort()).isEqualTo(8080);
    assertThat(p.answered()).isFalse();
    assertThat(p.lastSeen()).isEqualTo(new Point("w1", "eth0"));
  }

  @Test
  void followsADnsQueryThroughDnatAndVxlanToWhereItVanishes() throws IOException {
    byte[] toService = query("10.244.1.2", 41000, "10.96.0.10", 7);
    byte[] toPod = query("10.244.1.2", 41000, "10.244.2.3", 7);
    byte[] outer =
        Packets.ip4(
            "172.30.0.21",
            "172.30.0.22",
            17,
            0,
            0,
            Packets.udp(50000, 8472, Packets.vxlan(1, Packets.ethernet(0x0800, toPod))));
    List<FlowPath> paths =
        PathJoin.join(
            List.of(
                new PathJoin.Input(
                    new Point("w1", "eth0"), at(30, Packets.ethernet(0x0800, outer))),
                new PathJoin.Input(
                    new Point("w1", "vethab"), at(10, Packets.ethernet(0x0800, toService)))));
    assertThat(paths).hasSize(1);
    FlowPath p = paths.get(0);
    assertThat(p.question()).isEqualTo("A cart.shop.svc.");
    assertThat(p.answered()).isFalse();
    assertThat(p.target().toString()).isEqualTo("10.96.0.10");
    assertThat(p.backend().toString()).isEqualTo("10.244.2.3");
    assertThat(p.lastSeen()).isEqualTo(new Point("w1", "eth0"));
    assertThat(Hop.of(paths)).anyMatch(h -> h.end() && h.from().device().equals("eth0"));
  }

  @Test
  void equalQueriesOfTwoClientsAreTwoPathsAndAnAnswerBelongsToItsOwn() throws IOException {
    byte[] answer =
        Packets.ip4(
            "10.96.0.10",
            "10.244.1.2",
            17,
            0,
            0,
            Packets.udp(53, 41000, Packets.dns(7, true, 0, "cart.shop.svc.", 1)));
    CaptureSummary s =
        CaptureAnalyzer.analyze(
            "test",
            new ByteArrayInputStream(
                Packets.pcap(
                    ByteOrder.LITTLE_ENDIAN,
                    false,
                    1,
                    65535,
                    10,
                    Packets.ethernet(0x0800, query("10.244.1.2", 41000, "10.96.0.10", 7)),
                    Packets.ethernet(0x0800, query("10.244.1.3", 42000, "10.96.0.10", 7)),
                    Packets.ethernet(0x0800, answer))));
    List<FlowPath> paths = PathJoin.join(List.of(new PathJoin.Input(new Point("w1", "cni0"), s)));
    assertThat(paths)
        .extracting(p -> p.client() + " " + p.answered())
        .containsExactly("10.244.1.2 true", "10.244.1.3 false");
    assertThat(paths.get(0).sightings().get(0).answerAfterNanos()).isEqualTo(20_000);
  }

  @Test
  void aQueryThatIcmpRefusesIsNotLost() throws IOException {
    byte[] query = query("10.244.1.2", 41000, "10.96.0.10", 7);
    byte[] unreachable =
        Packets.ip4(
            "10.244.1.1",
            "10.244.1.2",
            1,
            0,
            0,
            Packets.join(new byte[] {3, 3, 0, 0, 0, 0, 0, 0}, query));
    CaptureSummary s =
        CaptureAnalyzer.analyze(
            "test",
            new ByteArrayInputStream(
                Packets.pcap(
                    ByteOrder.LITTLE_ENDIAN,
                    false,
                    1,
                    65535,
                    10,
                    Packets.ethernet(0x0800, query),
                    Packets.ethernet(0x0800, unreachable))));
    FlowPath p = PathJoin.join(List.of(new PathJoin.Input(new Point("w1", "cni0"), s))).get(0);
    assertThat(p.refused()).isTrue();
    assertThat(p.answered()).isFalse();
  }

  private static byte[] query(String from, int port, String to, int id) {
    return Packets.ip4(
        from, to, 17, 0, 0, Packets.udp(port, 53, Packets.dns(id, false, 0, "cart.shop.svc.", 1)));
  }

  private static CaptureSummary at(int step, byte[] frame) throws IOException {
    byte[] arp = Packets.ethernet(0x0806, new byte[28]);
    return CaptureAnalyzer.analyze(
        "test",
        new ByteArrayInputStream(
            Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, step, arp, frame)));
  }
}
