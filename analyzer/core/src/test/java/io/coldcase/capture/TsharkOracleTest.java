package io.coldcase.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every TCP direction of every flow has the counts that tshark's {@code tcp.analysis} flags give.
 * Skipped without tshark.
 */
class TsharkOracleTest {
  private static final List<String> FLAGS =
      List.of(
          "retransmission",
          "out_of_order",
          "duplicate_ack",
          "zero_window",
          "window_full",
          "window_update",
          "keep_alive",
          "keep_alive_ack",
          "lost_segment",
          "ack_lost_segment");

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {"lossy-link-slow-readers", "path-mtu-1400-bridge", "route-missing-bridge"})
  void countsEqualThoseOfTshark(String name) throws Exception {
    assumeTrue(installed(), "tshark is not installed");
    Path file = dir.resolve(name + ".pcap");
    try (InputStream in =
        new XZCompressorInputStream(
            TsharkOracleTest.class.getResourceAsStream(name + ".pcap.xz"))) {
      Files.copy(in, file);
    }
    Map<String, List<Integer>> theirs = tshark(file);
    assertThat(theirs).isNotEmpty();
    assertThat(ours(file)).isEqualTo(theirs);
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("tshark", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, List<Integer>> tshark(Path file) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "tshark",
                "-r",
                file.toString(),
                "-Y",
                "tcp and not icmp",
                "-T",
                "fields",
                "-E",
                "separator=|"));
    for (String f : List.of("ip.src", "tcp.srcport", "ip.dst", "tcp.dstport")) {
      command.addAll(List.of("-e", f));
    }
    FLAGS.forEach(f -> command.addAll(List.of("-e", "tcp.analysis." + f)));
    Process p = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    Map<String, List<Integer>> counts = new TreeMap<>();
    try (BufferedReader out = p.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] f = line.split("\\|", -1);
        List<Integer> c =
            counts.computeIfAbsent(f[0] + ":" + f[1] + " " + f[2] + ":" + f[3], k -> zeros());
        c.set(0, c.get(0) + 1);
        for (int i = 0; i < FLAGS.size(); i++) {
          c.set(i + 1, c.get(i + 1) + (f[4 + i].isEmpty() ? 0 : 1));
        }
      }
    }
    return counts;
  }

  private static List<Integer> zeros() {
    return new ArrayList<>(java.util.Collections.nCopies(FLAGS.size() + 1, 0));
  }

  private static Map<String, List<Integer>> ours(Path file) throws IOException {
    Map<String, List<Integer>> counts = new TreeMap<>();
    for (Flow f : CaptureAnalyzer.analyze(file.toString(), Files.newInputStream(file)).flows()) {
      f.tcp().ifPresent(t -> add(counts, f, t));
    }
    return counts;
  }

  private static void add(Map<String, List<Integer>> counts, Flow f, TcpStream t) {
    for (int d = 0; d < 2; d++) {
      TcpSide s = t.side(d);
      if (s.packets() == 0) {
        continue;
      }
      String a = f.source() + ":" + f.sourcePort();
      String b = f.target() + ":" + f.targetPort();
      List<Integer> sum = counts.computeIfAbsent(d == 0 ? a + " " + b : b + " " + a, k -> zeros());
      List<Integer> own =
          List.of(
              (int) s.packets(),
              s.retransmissions(),
              s.outOfOrder(),
              s.duplicateAcks(),
              s.zeroWindows(),
              s.windowFulls(),
              s.windowUpdates(),
              s.keepAlives(),
              s.keepAliveAcks(),
              s.lostSegments(),
              s.ackedUnseen());
      for (int i = 0; i < own.size(); i++) {
        sum.set(i, sum.get(i) + own.get(i));
      }
    }
  }
}
