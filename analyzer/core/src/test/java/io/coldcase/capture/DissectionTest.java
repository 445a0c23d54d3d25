package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.net.Ip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UdpPacket;

class DissectionTest {
  private static Dissection read(int link, int snap, byte[] frame) throws IOException {
    Dissection d = new Dissection();
    try (CaptureReader r =
        CaptureReader.open(
            new ByteArrayInputStream(
                Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, link, snap, 1, frame)))) {
      Frame f = new Frame();
      assertThat(r.next(f)).isTrue();
      d.read(f);
      return d;
    }
  }

  private static final byte[] TCP =
      Packets.tcp(40000, 443, 1000, 2000, 0x18, 501, new byte[0], 300);

  @Test
  void tcpInIpv4() throws IOException {
    Level l =
        read(
                1,
                65535,
                Packets.ethernet(0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", 6, 9, 0x4000, TCP)))
            .inner();
    assertThat(l.source()).isEqualTo(Ip.parse("10.0.0.1"));
    assertThat(l.target()).isEqualTo(Ip.parse("10.0.0.2"));
    assertThat(l.sourcePort()).isEqualTo(40000);
    assertThat(l.dataWire).isEqualTo(300);
    assertThat(l.sequence).isEqualTo(1000);
  }

  @Test
  void whatTheSnapLengthCutIsUnknownNotZero() throws IOException {
    Level l =
        read(
                1,
                14 + 20 + 20 + 10,
                Packets.ethernet(0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", 6, 9, 0, TCP)))
            .inner();
    assertThat(l.dataWire).isEqualTo(300);
    assertThat(l.dataCaptured()).isEqualTo(10);
    Level header =
        read(
                1,
                14 + 20 + 8,
                Packets.ethernet(0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", 6, 9, 0, TCP)))
            .inner();
    assertThat(header.depth()).isEqualTo(Level.Depth.NETWORK);
  }

  @Test
  void qinqAndVlanTags() throws IOException {
    byte[] ip = Packets.ip4("10.0.0.1", "10.0.0.2", 17, 9, 0, Packets.udp(1, 2, new byte[4]));
    byte[] inner = new byte[] {0, 100, 8, 0};
    Dissection d = read(1, 65535, Packets.vlan(0x88a8, 200, 0x8100, Packets.join(inner, ip)));
    assertThat(d.vlan).isEqualTo(200);
    assertThat(d.inner().targetPort()).isEqualTo(2);
  }

  @Test
  void vxlanOnAnotherPortIsRecognisedByItsHeader() throws IOException {
    byte[] inner = Packets.ethernet(0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", 6, 9, 0, TCP));
    byte[] header = Packets.vxlan(4096, inner);
    assertThat(udpTo(4790, header).inner().tunnel).isEqualTo("vxlan");
    assertThat(udpTo(4790, header).inner().tunnelId).isEqualTo(4096);
    for (int changed : new int[] {0, 1, 3, 7, 20}) {
      byte[] other = header.clone();
      other[changed] ^= 0x41;
      assertThat(udpTo(4790, other).levels()).as("byte %d", changed).isEqualTo(1);
    }
  }

  private static Dissection udpTo(int port, byte[] payload) throws IOException {
    byte[] udp = Packets.udp(50000, port, payload);
    return read(
        1, 65535, Packets.ethernet(0x0800, Packets.ip4("1.0.0.1", "1.0.0.2", 17, 9, 0, udp)));
  }

  @Test
  void vxlanOfFlannelAndOfTheStandardPort() throws IOException {
    byte[] inner = Packets.ethernet(0x0800, Packets.ip4("10.244.1.2", "10.244.2.3", 6, 1, 0, TCP));
    for (int port : new int[] {8472, 4789}) {
      Dissection d =
          read(
              1,
              65535,
              Packets.ethernet(
                  0x0800,
                  Packets.ip4(
                      "172.30.0.21",
                      "172.30.0.22",
                      17,
                      0,
                      0,
                      Packets.udp(50000, port, Packets.vxlan(1, inner)))));
      assertThat(d.levels()).isEqualTo(2);
      assertThat(d.inner().tunnel).isEqualTo("vxlan");
      assertThat(d.inner().tunnelId).isEqualTo(1);
      assertThat(d.inner().source()).isEqualTo(Ip.parse("10.244.1.2"));
      assertThat(d.level(0).source()).isEqualTo(Ip.parse("172.30.0.21"));
    }
  }

  @Test
  void ipipGreAndSixInFour() throws IOException {
    byte[] inner = Packets.ip4("10.1.0.1", "10.2.0.1", 6, 1, 0, TCP);
    assertThat(read(101, 65535, Packets.ip4("1.1.1.1", "2.2.2.2", 4, 1, 0, inner)).inner().tunnel)
        .isEqualTo("ipip");
    byte[] gre = Packets.join(new byte[] {0x20, 0, 8, 0, 0, 0, 0, 5}, inner);
    Dissection d = read(101, 65535, Packets.ip4("1.1.1.1", "2.2.2.2", 47, 1, 0, gre));
    assertThat(d.inner().tunnel).isEqualTo("gre");
    assertThat(d.inner().tunnelId).isEqualTo(5);
    assertThat(d.inner().targetPort()).isEqualTo(443);
    assertThat(
            read(101, 65535, Packets.ip4("1.1.1.1", "2.2.2.2", 41, 1, 0, Packets.ip6(6, TCP)))
                .inner()
                .v6)
        .isTrue();
  }

  @Test
  void ipv6ExtensionHeaders() throws IOException {
    byte[] hop =
        Packets.join(
            new byte[] {44, 0, 1, 4, 0, 0, 0, 0}, new byte[] {6, 0, 0, 0, 0, 0, 0, 42}, TCP);
    Level l = read(1, 65535, Packets.ethernet(0x86dd, Packets.ip6(0, hop))).inner();
    assertThat(l.targetPort()).isEqualTo(443);
    assertThat(l.identification()).isEqualTo(42);
    assertThat(l.fragment()).isFalse();
  }

  @Test
  void laterFragmentsHaveNoPorts() throws IOException {
    Level l =
        read(
                1,
                65535,
                Packets.ethernet(
                    0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", 17, 9, 185, new byte[400])))
            .inner();
    assertThat(l.fragment()).isTrue();
    assertThat(l.depth()).isEqualTo(Level.Depth.NETWORK);
  }

  @Test
  void cookedCaptures() throws IOException {
    byte[] ip = Packets.ip4("10.0.0.1", "10.0.0.2", 6, 9, 0, TCP);
    byte[] sll = Packets.join(new byte[] {0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0, 8, 0}, ip);
    byte[] sll2 =
        Packets.join(new byte[] {8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0}, ip);
    assertThat(read(113, 65535, sll).inner().targetPort()).isEqualTo(443);
    assertThat(read(276, 65535, sll2).inner().targetPort()).isEqualTo(443);
    assertThat(read(276, 65535, sll2).sourceMac).isEqualTo(0x020000000009L);
  }

  @Test
  void pppIsUnsupportedAndSaysSo() throws IOException {
    assertThat(read(9, 65535, new byte[40]).unsupportedLink).isTrue();
  }

  @Provide
  Arbitrary<byte[]> options() {
    return Arbitraries.integers().between(0, 10).map(n -> new byte[n * 4]);
  }

  /** The hot path says the same as pcap4j, packet by packet. */
  @Property(tries = 500)
  void agreesWithPcap4j(
      @ForAll @IntRange(min = 1024, max = 65535) int from,
      @ForAll @IntRange(max = 65535) int to,
      @ForAll int seq,
      @ForAll @IntRange(max = 63) int flags,
      @ForAll("options") byte[] options,
      @ForAll @IntRange(max = 1200) int size,
      @ForAll boolean udp)
      throws IOException, IllegalRawDataException {
    int target = to == 8472 || to == 4789 || to == 6081 || to == 53 ? 1 : to;
    byte[] transport =
        udp
            ? Packets.udp(from, target, new byte[size])
            : Packets.tcp(from, target, seq, 5, flags, 100, options, size);
    byte[] frame =
        Packets.ethernet(
            0x0800, Packets.ip4("10.0.0.1", "10.0.0.2", udp ? 17 : 6, 3, 0, transport));
    Level l = read(1, 65535, frame).inner();
    EthernetPacket p = EthernetPacket.newPacket(frame, 0, frame.length);
    IpV4Packet ip = p.get(IpV4Packet.class);
    assertThat(l.source().toString()).isEqualTo(ip.getHeader().getSrcAddr().getHostAddress());
    if (udp) {
      UdpPacket.UdpHeader h = p.get(UdpPacket.class).getHeader();
      assertThat(l.sourcePort()).isEqualTo(h.getSrcPort().valueAsInt());
      assertThat(l.dataWire).isEqualTo(h.getLengthAsInt() - 8);
    } else {
      TcpPacket t = p.get(TcpPacket.class);
      assertThat(l.targetPort()).isEqualTo(t.getHeader().getDstPort().valueAsInt());
      assertThat(l.sequence).isEqualTo(t.getHeader().getSequenceNumberAsLong());
      assertThat((l.tcpFlags & Dissection.SYN) != 0).isEqualTo(t.getHeader().getSyn());
      assertThat(l.dataWire).isEqualTo(t.getPayload() == null ? 0 : t.getPayload().length());
    }
  }
}
