package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureReaderTest {
  private static final byte[] SYN =
      Packets.ethernet(
          0x0800,
          Packets.ip4(
              "10.0.0.1",
              "10.0.0.2",
              6,
              7,
              0x4000,
              Packets.tcp(40000, 80, 1, 0, 2, 64240, new byte[0], 0)));

  private record Read(List<Long> times, List<Integer> lengths, CaptureReader reader) {}

  private static Read read(byte[] file) throws IOException {
    List<Long> times = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    try (CaptureReader r = CaptureReader.open(new ByteArrayInputStream(file))) {
      Frame f = new Frame();
      while (r.next(f)) {
        times.add(f.nanos());
        lengths.add(f.length());
        assertThat(f.number()).isEqualTo(times.size());
      }
      return new Read(times, lengths, r);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void readsBothByteOrdersAndResolutions(boolean little) throws IOException {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    for (boolean nano : new boolean[] {false, true}) {
      Read r = read(Packets.pcap(order, nano, 1, 65535, 1500, SYN, SYN));
      assertThat(r.times()).containsExactly(1000_000_000_000L, 1000_001_500_000L);
      assertThat(r.lengths()).containsExactly(SYN.length, SYN.length);
      assertThat(r.reader().truncated()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 6, 9})
  void readsPcapngInterfacesTimesAndDropCounters(int resolution) throws IOException {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      Read r = read(Packets.pcapng(order, "eth0", resolution, SYN, SYN));
      assertThat(r.times()).containsExactly(1000_000_000_000L, 1000_001_000_000L);
      assertThat(r.reader().interfaces()).containsExactly(new CaptureInterface("eth0", 1, 0, 9, 7));
    }
  }

  @Test
  void severalSectionsHaveInterfacesOfTheirOwn() throws IOException {
    Read r =
        read(
            Packets.join(
                Packets.pcapng(ByteOrder.LITTLE_ENDIAN, "a", 6, SYN),
                Packets.pcapng(ByteOrder.BIG_ENDIAN, "bb", 9, SYN)));
    assertThat(r.reader().interfaces())
        .extracting(CaptureInterface::name)
        .containsExactly("a", "bb");
    assertThat(r.times()).containsExactly(1000_000_000_000L, 1000_000_000_000L);
  }

  @Test
  void cutFileGivesItsWholePackets() throws IOException {
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 1, SYN, SYN, SYN);
    Read r = read(Arrays.copyOf(file, file.length - 10));
    assertThat(r.lengths()).hasSize(2);
    assertThat(r.reader().truncated()).isTrue();
    assertThat(r.reader().warnings()).containsExactly("the file ends inside packet 3");
  }

  @Test
  void cutGzipGivesWhatCouldBeInflated() throws IOException {
    byte[][] many = new byte[5000][];
    Arrays.fill(many, SYN);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(out)) {
      gz.write(Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 1, many));
    }
    assertThat(read(out.toByteArray()).lengths()).hasSize(5000);
    Read cut = read(Arrays.copyOf(out.toByteArray(), out.size() / 2));
    assertThat(cut.lengths().size()).isBetween(1, 4999);
    assertThat(cut.reader().truncated()).isTrue();
  }

  @Test
  void damagedLengthEndsTheFileWithAWarning() throws IOException {
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 1, SYN, SYN);
    file[24 + 16 + SYN.length + 11] = 0x7f;
    Read r = read(file);
    assertThat(r.lengths()).hasSize(1);
    assertThat(r.reader().truncated()).isTrue();
  }

  @Test
  void whatIsNoCaptureYieldsNothingAndSaysSo() throws IOException {
    assertThat(read(new byte[0]).reader().warnings())
        .containsExactly("the file is empty or too short for a capture");
    assertThat(
            read("hello world".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .reader()
                .warnings())
        .hasSize(1);
  }

  @Provide
  Arbitrary<byte[]> mutated() {
    byte[] a = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, 1, 65535, 1, SYN, SYN, SYN);
    byte[] b = Packets.pcapng(ByteOrder.BIG_ENDIAN, "eth0", 9, SYN, SYN, SYN);
    return Arbitraries.of(a, b)
        .flatMap(
            file ->
                Arbitraries.integers()
                    .between(0, file.length - 1)
                    .list()
                    .ofMaxSize(6)
                    .flatMap(
                        places ->
                            Arbitraries.bytes()
                                .map(
                                    v -> {
                                      byte[] m = file.clone();
                                      places.forEach(p -> m[p] = v);
                                      return m;
                                    })));
  }

  @Property(tries = 2000)
  void anyBytesGiveAResult(@ForAll("mutated") byte[] file) {
    assertThatCode(() -> CaptureAnalyzer.analyze("fuzz", new ByteArrayInputStream(file)))
        .doesNotThrowAnyException();
  }

  @Property(tries = 1000)
  void anyFrameBytesGiveAResult(@ForAll byte[] frame) {
    for (int link : new int[] {0, 1, 12, 101, 108, 113, 276, 9}) {
      byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, false, link, 65535, 1, frame, frame);
      assertThatCode(() -> CaptureAnalyzer.analyze("fuzz", new ByteArrayInputStream(file)))
          .doesNotThrowAnyException();
    }
  }
}
