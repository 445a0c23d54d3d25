package io.coldcase.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tshark and capinfos say about a capture, and the same from us. */
final class Tshark {
  static final List<String> FLAGS =
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

  private Tshark() {}

  static boolean installed() throws InterruptedException {
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

  /** Packets and {@link #FLAGS} of each direction of each innermost TCP flow. */
  static Map<String, List<Integer>> tcp(Path file) throws IOException {
    Map<String, List<Integer>> counts = new TreeMap<>();
    List<String> fields = new ArrayList<>(addresses("tcp"));
    FLAGS.forEach(f -> fields.add("tcp.analysis." + f));
    for (String[] f : rows(file, "tcp and not icmp and not icmpv6", fields)) {
      List<Integer> c = counts.computeIfAbsent(key(f), k -> zeros());
      c.set(0, c.get(0) + 1);
      for (int i = 0; i < FLAGS.size(); i++) {
        c.set(i + 1, c.get(i + 1) + (f[6 + i].isEmpty() ? 0 : 1));
      }
    }
    return counts;
  }

  /** Packets of each direction of each innermost UDP flow; later fragments are no part of it. */
  static Map<String, List<Integer>> udp(Path file) throws IOException {
    Map<String, List<Integer>> counts = new TreeMap<>();
    for (String[] f : rows(file, "udp and not icmp and not icmpv6 and not tcp", addresses("udp"))) {
      counts.merge(key(f), List.of(1), (x, y) -> List.of(x.get(0) + y.get(0)));
    }
    return counts;
  }

  private static List<String> addresses(String protocol) {
    return List.of(
        "ip.src", "ipv6.src", protocol + ".srcport", "ip.dst", "ipv6.dst", protocol + ".dstport");
  }

  private static String key(String[] f) {
    return f[0] + f[1] + " " + f[2] + " > " + f[3] + f[4] + " " + f[5];
  }

  private static List<String[]> rows(Path file, String filter, List<String> fields)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("tshark", "-n", "-r", file.toString(), "-d", "udp.port==8472,vxlan"));
    // first fragments show their ports only when fragments are not put together
    command.addAll(List.of("-o", "ip.defragment:FALSE", "-o", "ipv6.defragment:FALSE"));
    command.addAll(
        List.of("-Y", filter, "-T", "fields", "-E", "separator=|", "-E", "occurrence=l"));
    fields.forEach(f -> command.addAll(List.of("-e", f)));
    Process p = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String[]> rows = new ArrayList<>();
    try (BufferedReader out = p.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        rows.add(line.split("\\|", -1));
      }
    }
    return rows;
  }

  /** Packets, bytes on the wire, and interfaces, as capinfos counts them. */
  static List<Long> capinfos(Path file) throws IOException {
    Process p =
        new ProcessBuilder("capinfos", "-T", "-M", "-r", "-B", "-c", "-d", "-I", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = p.inputReader(StandardCharsets.UTF_8)) {
      String[] f = out.readLine().split("\t", -1);
      return List.of(Long.parseLong(f[1]), Long.parseLong(f[2]));
    }
  }

  static List<Integer> zeros() {
    return new ArrayList<>(Collections.nCopies(FLAGS.size() + 1, 0));
  }

  /** The same as {@link #tcp} from our analysis. */
  static Map<String, List<Integer>> ourTcp(CaptureSummary s) {
    Map<String, List<Integer>> counts = new TreeMap<>();
    for (Flow f : s.flows()) {
      f.tcp().ifPresent(t -> add(counts, f, t));
    }
    return counts;
  }

  /** The same as {@link #udp}; tunnels are left out, as what is inside counts. */
  static Map<String, List<Integer>> ourUdp(CaptureSummary s) {
    Map<String, List<Integer>> counts = new TreeMap<>();
    for (Flow f : s.flows()) {
      boolean tunnel = f.sourcePort() == 8472 || f.targetPort() == 8472;
      for (int d = 0; d < 2 && f.protocol().toString().equals("udp") && !tunnel; d++) {
        if (f.packets(d) > 0 && f.sourcePort() > 0) {
          counts.merge(
              key(f, d), List.of((int) f.packets(d)), (x, y) -> List.of(x.get(0) + y.get(0)));
        }
      }
    }
    return counts;
  }

  private static String key(Flow f, int d) {
    String a = f.source() + " " + f.sourcePort();
    String b = f.target() + " " + f.targetPort();
    return d == 0 ? a + " > " + b : b + " > " + a;
  }

  private static void add(Map<String, List<Integer>> counts, Flow f, TcpStream t) {
    for (int d = 0; d < 2; d++) {
      TcpSide s = t.side(d);
      if (s.packets() == 0) {
        continue;
      }
      List<Integer> sum = counts.computeIfAbsent(key(f, d), k -> zeros());
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
