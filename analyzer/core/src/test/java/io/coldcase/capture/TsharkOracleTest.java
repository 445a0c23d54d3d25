package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every direction of every flow has the counts that tshark's {@code tcp.analysis} flags give, every
 * file the packets and bytes that capinfos counts. The table of all comparisons goes to {@code
 * target/capture-oracle.md}. Skipped without tshark.
 */
class TsharkOracleTest {
  private static final List<String> TABLE = new ArrayList<>();

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {"lossy-link-slow-readers", "path-mtu-1400-bridge", "route-missing-bridge"})
  void recorded(String name) throws Exception {
    assumeTrue(Tshark.installed(), "tshark is not installed");
    try (InputStream in =
        new XZCompressorInputStream(
            TsharkOracleTest.class.getResourceAsStream(name + ".pcap.xz"))) {
      compare(name, in.readAllBytes());
    }
  }

  private static byte[] ethernet(byte[] ip) {
    return Packets.ethernet((ip[0] >>> 4) == 6 ? 0x86dd : 0x0800, ip);
  }

  private static byte[] vxlan(byte[] ip) {
    byte[] udp = Packets.udp(50_000, 8472, Packets.vxlan(1, ethernet(ip)));
    return ethernet(Packets.ip4("172.30.0.21", "172.30.0.22", 17, 0, 0x4000, udp));
  }

  private static byte[] qinq(byte[] ip) {
    return Packets.vlan(0x88a8, 200, 0x8100, Packets.join(new byte[] {0, 100, 8, 0}, ip));
  }

  private static byte[] sll(byte[] ip) {
    return Packets.join(new byte[] {0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0, 8, 0}, ip);
  }

  private static byte[] sll2(byte[] ip) {
    return Packets.join(
        new byte[] {8, 0, 0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 2, 0, 0, 0, 0, 9, 0, 0}, ip);
  }

  /** Twelve connections of which one in four segments meets something. */
  private static Talk mixed(UnaryOperator<byte[]> wrap) {
    Talk talk = new Talk(wrap);
    for (int i = 0; i < 12; i++) {
      Talk.Connection c = talk.connect(i);
      c.data(0, 200);
      c.ack(1);
      for (int k = 0; k < 8; k++) {
        c.data(1, 1000);
        if (k % 4 == 2) {
          talk.pause(250_000);
          c.again(1, 1000, 1000); // by timeout
        }
        c.ack(0);
      }
      c.close();
      talk.pause(1000);
    }
    return talk;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ethernet",
        "qinq",
        "vxlan",
        "cooked-v1",
        "cooked-v2",
        "raw-ip",
        "snap-64",
        "snap-96",
        "nat"
      })
  void sameTrafficInEveryWrapping(String name) throws Exception {
    assumeTrue(Tshark.installed(), "tshark is not installed");
    UnaryOperator<byte[]> wrap =
        switch (name) {
          case "qinq" -> TsharkOracleTest::qinq;
          case "vxlan" -> TsharkOracleTest::vxlan;
          case "cooked-v1" -> TsharkOracleTest::sll;
          case "cooked-v2" -> TsharkOracleTest::sll2;
          case "raw-ip" -> ip -> ip;
          default -> TsharkOracleTest::ethernet;
        };
    int link =
        switch (name) {
          case "cooked-v1" -> 113;
          case "cooked-v2" -> 276;
          case "raw-ip" -> 101;
          default -> 1;
        };
    int snap = name.startsWith("snap-") ? Integer.parseInt(name.substring(5)) : 65_535;
    Talk talk = mixed(wrap);
    if (name.equals("nat")) { // the same ports once more, after translation
      for (int i = 0; i < 12; i++) {
        Talk.Connection c = talk.new Connection("192.168.0.7", "10.0.1.1", 40_000 + i, 80);
        c.open();
        c.data(0, 300);
        c.ack(1);
        c.close();
      }
    }
    CaptureSummary s = compare(name, talk.pcap(link, snap));
    assertThat(
            s.flows().stream()
                .flatMap(f -> f.tcp().stream())
                .mapToInt(t -> t.side(1).retransmissions())
                .sum())
        .as("known truth")
        .isEqualTo(talk.sentAgain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lost-behind-the-capture",
        "lost-before-the-capture",
        "reordered",
        "zero-window",
        "keep-alive",
        "spurious",
        "one-side-only",
        "ports-reused"
      })
  void whatTcpDoes(String name) throws Exception {
    assumeTrue(Tshark.installed(), "tshark is not installed");
    Talk talk = new Talk(TsharkOracleTest::ethernet);
    for (int i = 0; i < 10; i++) {
      happens(name, talk, i);
    }
    compare(name, talk.pcap(1, 65_535));
  }

  private static void happens(String name, Talk talk, int i) {
    Talk.Connection c = talk.connect(name.equals("ports-reused") ? i % 2 : i);
    c.data(0, 100);
    c.ack(1);
    switch (name) {
      case "lost-behind-the-capture" -> {
        long hole = c.sent(1);
        for (int k = 0; k < 5; k++) {
          c.data(1, 1000);
        }
        for (int k = 0; k < 4; k++) {
          c.ackOf(0, hole, 501); // the first one and three duplicates
        }
        c.again(1, 5000, 1000);
        c.ack(0);
      }
      case "lost-before-the-capture" -> {
        c.data(1, 1000);
        c.lost(1, 1000);
        c.data(1, 1000);
        c.ackOf(0, c.sent(1) - 2000, 501);
        talk.pause(210_000);
        c.again(1, 2000, 1000);
        c.ack(0);
      }
      case "reordered" -> {
        c.data(1, 500);
        c.ack(0);
        c.lost(1, 500);
        c.data(1, 500);
        c.again(1, 1000, 500);
        c.ack(0);
      }
      case "zero-window" -> {
        c.data(1, 1000);
        c.ackOf(0, c.sent(1), 0);
        talk.pause(200_000);
        c.segment(1, c.sent(1), c.sent(0), Talk.ACK, 1, 501);
        c.ackOf(0, c.sent(1), 0);
        talk.pause(400_000);
        c.ackOf(0, c.sent(1), 501);
        c.data(1, 1000);
        c.ack(0);
      }
      case "keep-alive" -> {
        talk.pause(5_000_000);
        c.segment(0, c.sent(0) - 1, c.sent(1), Talk.ACK, 0, 501);
        c.ack(1);
        talk.pause(5_000_000);
        c.segment(0, c.sent(0) - 1, c.sent(1), Talk.ACK, 1, 501);
        c.ack(1);
      }
      case "spurious" -> {
        c.data(1, 700);
        c.ack(0);
        talk.pause(300_000);
        c.again(1, 700, 700);
        c.ack(0);
      }
      case "one-side-only" -> {
        Talk.Connection half = talk.new Connection("10.9.0.1", "10.9.0.2", 50_000 + i, 443);
        half.data(0, 100);
        half.data(0, 100);
        half.lost(0, 100);
        half.data(0, 100);
      }
      default -> c.data(1, 400);
    }
    c.close();
    talk.pause(100_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fragments", "dns", "ipv6", "pcapng-3-interfaces", "bad-lengths"})
  void otherPackets(String name) throws Exception {
    assumeTrue(Tshark.installed(), "tshark is not installed");
    Talk talk = new Talk(TsharkOracleTest::ethernet);
    for (int i = 0; i < 20; i++) {
      byte[] data = new byte[400];
      switch (name) {
        case "fragments" -> {
          byte[] udp = Packets.udp(3000 + i, 9999, data);
          talk.packet(Packets.ip4("10.0.0.1", "10.0.0.2", 17, 50 + i, 0x2000, cut(udp, 0, 208)));
          talk.packet(Packets.ip4("10.0.0.1", "10.0.0.2", 17, 50 + i, 26, cut(udp, 208, 408)));
        }
        case "dns" -> {
          for (int type : new int[] {1, 28}) {
            byte[] q = Packets.dns(i * 2 + type, false, 0, "cart.shop.svc", type);
            byte[] a = Packets.dns(i * 2 + type, true, 0, "cart.shop.svc", type);
            talk.packet(
                Packets.ip4("10.0.0.1", "10.96.0.10", 17, i, 0, Packets.udp(4000 + i, 53, q)));
            talk.pause(300);
            talk.packet(
                Packets.ip4("10.96.0.10", "10.0.0.1", 17, i, 0, Packets.udp(53, 4000 + i, a)));
          }
        }
        case "ipv6" -> {
          byte[] tcp = Packets.tcp(40_000 + i, 443, 7, 9, 0x18, 501, new byte[0], 30);
          talk.packet(Packets.ip6(6, tcp));
          talk.packet(
              Packets.ip6(
                  0, Packets.join(new byte[] {17, 0, 1, 4, 0, 0, 0, 0}, Packets.udp(5, 6, data))));
        }
        case "bad-lengths" -> {
          byte[] ip = Packets.ip4("10.0.0.1", "10.0.0.2", 17, i, 0, Packets.udp(9, 10, data));
          talk.packet(Packets.join(ip, new byte[10])); // Ethernet padding behind the packet
        }
        default ->
            talk.packet(Packets.ip4("10.0.0.1", "10.0.0.2", 17, i, 0, Packets.udp(7, 8, data)));
      }
      talk.pause(1000);
    }
    compare(name, name.startsWith("pcapng") ? talk.pcapng(3) : talk.pcap(1, 65_535));
  }

  private static byte[] cut(byte[] b, int from, int to) {
    return java.util.Arrays.copyOfRange(b, from, to);
  }

  /**
   * Where we differ from tshark on purpose: a bridge and its port both give the packet, with
   * another TTL or MAC. tshark takes every second one for a retransmission or duplicate ACK.
   */
  @org.junit.jupiter.api.Test
  void eachPacketTwice() throws Exception {
    assumeTrue(Tshark.installed(), "tshark is not installed");
    Talk talk = mixed(TsharkOracleTest::ethernet);
    List<Talk.Timed> twice = new ArrayList<>();
    for (Talk.Timed t : talk.frames()) {
      byte[] routed = t.frame().clone();
      routed[11] ^= 0x40; // another source MAC
      twice.add(new Talk.Timed(t.nanos() + 4000, routed));
    }
    talk.frames().addAll(twice);
    Path file = Files.write(dir.resolve("twice.pcap"), talk.pcap(1, 65_535));
    CaptureSummary s = CaptureAnalyzer.analyze("twice", Files.newInputStream(file));
    Map<String, List<Integer>> ours = Tshark.ourTcp(s);
    Map<String, List<Integer>> theirs = Tshark.tcp(file);
    assertThat(s.duplicates()).isEqualTo(twice.size());
    assertThat(sum(ours, 1)).isEqualTo(talk.sentAgain);
    assertThat(sum(theirs, 1)).isGreaterThan(talk.sentAgain * 3);
    TABLE.add(
        row(
            "each-packet-twice",
            s,
            Tshark.capinfos(file),
            ours.size(),
            "tshark sees "
                + sum(theirs, 1)
                + " retransmissions and "
                + sum(theirs, 3)
                + " duplicate ACKs where "
                + talk.sentAgain
                + " and 0 are true: it does not know that packets stand twice"));
  }

  /** What there was to compare. */
  private static String flags(Map<String, List<Integer>> counts) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < Tshark.FLAGS.size(); i++) {
      int column = i + 1;
      int n =
          counts.values().stream()
              .filter(c -> c.size() > column)
              .mapToInt(c -> c.get(column))
              .sum();
      if (n > 0) {
        all.add(n + " " + Tshark.FLAGS.get(i));
      }
    }
    return all.isEmpty() ? "no flags" : String.join(", ", all);
  }

  private static int sum(Map<String, List<Integer>> counts, int column) {
    return counts.values().stream().mapToInt(c -> c.get(column)).sum();
  }

  private CaptureSummary compare(String name, byte[] content) throws IOException {
    Path file = Files.write(dir.resolve(name + ".pcap"), content);
    CaptureSummary s = CaptureAnalyzer.analyze(name, Files.newInputStream(file));
    Map<String, List<Integer>> theirs = new TreeMap<>(Tshark.tcp(file));
    theirs.putAll(Tshark.udp(file));
    Map<String, List<Integer>> ours = new TreeMap<>(Tshark.ourTcp(s));
    ours.putAll(Tshark.ourUdp(s));
    List<Long> infos = Tshark.capinfos(file);
    assertThat(ours).as("flows, by direction: packets, " + Tshark.FLAGS).isEqualTo(theirs);
    assertThat(theirs).isNotEmpty();
    assertThat(List.of(s.packets(), s.bytes())).as("as capinfos counts").isEqualTo(infos);
    TABLE.add(row(name, s, infos, ours.size(), "equal: " + flags(theirs)));
    return s;
  }

  private static String row(
      String name, CaptureSummary s, List<Long> infos, int directions, String result) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d | %s |",
        name,
        s.packets(),
        infos.get(0),
        s.bytes(),
        infos.get(1),
        directions,
        result);
  }

  @AfterAll
  static void table() throws IOException {
    if (TABLE.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "| capture | packets | capinfos | bytes | capinfos | directions of flows | "
            + "packets and 10 tcp.analysis flags of each against tshark |");
    lines.add("|---|---|---|---|---|---|---|");
    lines.addAll(TABLE.stream().sorted().toList());
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/capture-oracle.md"), lines);
  }
}
