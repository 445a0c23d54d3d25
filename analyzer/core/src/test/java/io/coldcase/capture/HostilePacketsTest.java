package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every dissector and both readers take any bytes: a result, never an exception. */
class HostilePacketsTest {
  private static final byte[] TCP =
      Packets.tcp(40_000, 80, 7, 9, 0x12, 1, new byte[] {2, 4, 5, 0x50, 3, 3, 7, 0}, 40);
  private static final byte[] DNS = Packets.dns(7, true, 0, "a.very.long.name.example.com", 28);

  private static byte[] ip(int protocol, byte[] payload) {
    return Packets.ip4("10.0.0.1", "10.0.0.2", protocol, 5, 0, payload);
  }

  private static byte[] ether(byte[] ip) {
    return Packets.ethernet((ip[0] >>> 4) == 6 ? 0x86dd : 0x0800, ip);
  }

  private static byte[] icmp(int type, int code, byte[] quoted) {
    return Packets.join(new byte[] {(byte) type, (byte) code, 0, 0, 0, 1, 5, 0}, quoted);
  }

  private static byte[] neighbour(int type) {
    byte[] b = new byte[32];
    b[0] = (byte) type;
    b[4] = 0x60;
    b[8] = (byte) 0xfd;
    b[24] = 2;
    b[25] = 1;
    return b;
  }

  private static byte[] dnsOverTcp() {
    byte[] head = Packets.tcp(40_000, 53, 7, 9, 0x18, 1, new byte[0], 0);
    return Packets.join(head, new byte[] {0, (byte) DNS.length}, DNS, new byte[] {0, 40, 1});
  }

  /** One frame of everything that has code of its own. */
  private static final List<byte[]> FRAMES =
      List.of(
          ether(ip(6, TCP)),
          ether(ip(17, Packets.udp(5353, 53, DNS))),
          ether(ip(6, dnsOverTcp())),
          ether(ip(17, Packets.udp(1, 8472, Packets.vxlan(1, ether(ip(6, TCP)))))),
          ether(
              ip(
                  17,
                  Packets.udp(
                      1,
                      6081,
                      Packets.join(
                          new byte[] {
                            2, 0, 0x65, 0x58, 0, 0, 1, 0, 1, 2, 3, 1, 9, 9, 9, 9, 0, 0, 0, 0
                          },
                          ether(ip(6, TCP)))))),
          ether(
              ip(
                  47,
                  Packets.join(
                      new byte[] {(byte) 0xb0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1},
                      ip(6, TCP)))),
          ether(ip(4, ip(4, ip(41, Packets.ip6(6, TCP))))),
          ether(ip(1, icmp(3, 4, ip(17, Packets.udp(5, 53, DNS))))),
          ether(ip(1, icmp(8, 0, new byte[48]))),
          ether(ip(132, new byte[40])),
          ether(
              Packets.ip6(
                  0,
                  Packets.join(
                      new byte[] {
                        44, 0, 1, 4, 0, 0, 0, 0, 60, 0, 0, 1, 0, 0, 0, 9, 6, 1, 0, 0, 0, 0, 0, 0, 0,
                        0, 0, 0, 0, 0, 0, 0
                      },
                      TCP))),
          ether(Packets.ip6(58, neighbour(135))),
          ether(Packets.ip6(58, neighbour(136))),
          ether(Packets.ip6(58, icmp(2, 0, Packets.ip6(6, TCP)))),
          Packets.vlan(0x88a8, 200, 0x8100, Packets.join(new byte[] {0, 100, 8, 0}, ip(6, TCP))),
          Packets.ethernet(
              0x0806,
              ByteBuffer.allocate(28)
                  .putLong(0x0001080006040002L)
                  .putLong(0x0200000000010a00L)
                  .putLong(0x0001020000000002L)
                  .putInt(0x0a000002)
                  .array()));

  @Property(tries = 800)
  void mutatedFrames(
      @ForAll @IntRange(max = 15) int which,
      @ForAll long seed,
      @ForAll @IntRange(max = 6) int mutations,
      @ForAll @IntRange(max = 160) int cut)
      throws IOException {
    Random random = new Random(seed);
    byte[] frame = FRAMES.get(which).clone();
    for (int i = 0; i < mutations; i++) {
      frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
    }
    byte[] shorter = Arrays.copyOf(frame, Math.max(0, frame.length - cut));
    byte[] whole = FRAMES.get(which);
    for (int link : new int[] {0, 1, 101, 113, 276}) {
      byte[] file =
          Packets.pcap(
              ByteOrder.LITTLE_ENDIAN, false, link, 65_535, 900, whole, frame, shorter, whole);
      everything(file, 4);
      everything(Packets.pcap(ByteOrder.BIG_ENDIAN, true, link, 40, 900, frame, whole), 2);
    }
  }

  @Property(tries = 1000)
  void mutatedFiles(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int mutations)
      throws IOException {
    Random random = new Random(seed);
    byte[][] frames = {FRAMES.get(random.nextInt(16)), FRAMES.get(random.nextInt(16))};
    byte[] file =
        random.nextBoolean()
            ? Packets.pcapng(ByteOrder.LITTLE_ENDIAN, "eth0", 1 + random.nextInt(9), frames)
            : Packets.pcap(ByteOrder.BIG_ENDIAN, random.nextBoolean(), 1, 65_535, 7, frames);
    for (int i = 0; i < mutations; i++) {
      file[random.nextInt(Math.min(file.length, 200))] = (byte) random.nextInt(256);
    }
    everything(Arrays.copyOf(file, file.length - random.nextInt(20)), -1);
  }

  @Property(tries = 1000)
  void anyBytes(@ForAll byte[] file) throws IOException {
    everything(file, -1);
  }

  private static void everything(byte[] file, int packets) throws IOException {
    CaptureSummary s = CaptureAnalyzer.analyze("fuzz", new ByteArrayInputStream(file));
    sameReadAhead(file, s);
    if (packets >= 0) {
      assertThat(s.packets()).isEqualTo(packets);
    }
    assertThat(Problems.of(s)).isNotNull();
    s.flows().forEach(f -> assertThat(f.toString()).isNotEmpty());
    List<FlowPath> paths =
        PathJoin.join(
            List.of(
                new PathJoin.Input(new Point("a", "eth0"), s),
                new PathJoin.Input(new Point("b", "eth0"), s)));
    assertThat(Hop.of(paths)).isNotNull();
  }

  /** Many packets of all sizes, so that batches and arrays end at every place of a packet. */
  @Test
  void readAheadGivesTheSame() throws IOException {
    Random random = new Random(5);
    byte[][] frames = new byte[20_000][];
    for (int i = 0; i < frames.length; i++) {
      byte[] frame = FRAMES.get(random.nextInt(FRAMES.size()));
      frames[i] = Arrays.copyOf(frame, frame.length + random.nextInt(1400));
    }
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65_535, 3, frames);
    CaptureSummary s = CaptureAnalyzer.analyze("fuzz", new ByteArrayInputStream(file));
    assertThat(s.packets()).isEqualTo(frames.length);
    sameReadAhead(file, s);
  }

  private static void sameReadAhead(byte[] file, CaptureSummary s) throws IOException {
    CaptureSummary ahead =
        new CaptureAnalyzer(CaptureAnalyzer.DEFAULT_FLOWS)
            .run("fuzz", new ByteArrayInputStream(file), true);
    assertThat(ahead.flows()).usingRecursiveComparison().isEqualTo(s.flows());
    assertThat(ahead)
        .usingRecursiveComparison()
        .ignoringFields("flows", "icmpErrors", "arp")
        .isEqualTo(s);
    assertThat(Problems.of(ahead)).isEqualTo(Problems.of(s));
  }

  /** What reading meets is met by whoever asks for packets, on whichever thread it happened. */
  @Test
  void aDiskErrorIsThrownToTheCaller() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk");
          }
        };
    byte[] start = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65_535, 3, FRAMES.get(0));
    for (boolean ahead : new boolean[] {false, true}) {
      InputStream in = new SequenceInputStream(new ByteArrayInputStream(start), broken);
      assertThatThrownBy(() -> new CaptureAnalyzer(10).run("x", in, ahead))
          .isInstanceOf(IOException.class)
          .hasMessage("disk");
    }
  }

  /** A hundred thousand flows in the room of a thousand: the summary says what was closed early. */
  @Test
  void memoryStaysUnderTheBoundThatWasSet() throws IOException {
    byte[][] frames = new byte[100_000][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] =
          ether(ip(6, Packets.tcp(1024 + i % 60_000, 80 + i / 60_000, i, 0, 2, 1, new byte[0], 0)));
    }
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65_535, 10, frames);
    CaptureSummary s = new CaptureAnalyzer(1000).run("many", new ByteArrayInputStream(file), true);
    assertThat(s.packets()).isEqualTo(frames.length);
    assertThat(s.flows()).hasSizeLessThanOrEqualTo(2000);
    assertThat(s.evictedFlows()).isGreaterThan(98_000);
    assertThat(CaptureAnalyzer.analyze("all", new ByteArrayInputStream(file)).evictedFlows())
        .isZero();
  }
}
