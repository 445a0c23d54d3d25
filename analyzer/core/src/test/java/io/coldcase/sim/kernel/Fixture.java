package io.coldcase.sim.kernel;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Packet;
import io.coldcase.sim.kernel.Judge.Probe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One small scene with what the kernel did in it, as text: {@code shape}, {@code probe}, {@code
 * untold} where that depends on what no tool lists, the {@code seen} packets, then sections {@code
 * --- apply NODE} (what was run there) and {@code --- PATH} (what the tools listed afterwards,
 * where that differs from the bare world).
 */
record Fixture(
    World.Shape shape,
    Probe probe,
    boolean untold,
    List<Wire.Seen> seen,
    Map<String, String> scripts,
    Map<String, String> texts) {

  static Fixture parse(String text) {
    String[] parts = text.split("(?m)^--- ");
    World.Shape shape = World.Shape.all().get(0);
    Probe probe = null;
    boolean untold = false;
    List<Wire.Seen> seen = new ArrayList<>();
    for (String line : parts[0].split("\n")) {
      String[] w = line.strip().split(" ");
      switch (w[0]) {
        case "shape" ->
            shape =
                World.Shape.all().stream()
                    .filter(s -> s.toString().equals(w[1]))
                    .findFirst()
                    .orElseThrow();
        case "probe" -> probe = probe(w);
        case "untold" -> untold = true;
        case "seen" ->
            seen.add(
                new Wire.Seen(
                    w[1],
                    Wire.Role.valueOf(w[2]),
                    0,
                    Ip.parse(w[3]),
                    Ip.parse(w[4]),
                    number(w[5]),
                    number(w[6]),
                    number(w[7]),
                    number(w[8])));
        default -> {}
      }
    }
    Map<String, String> scripts = new LinkedHashMap<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      String name = parts[i].substring(0, end);
      String body = parts[i].substring(end + 1);
      if (name.startsWith("apply ")) {
        scripts.put(name.substring(6), body);
      } else {
        texts.put(name, body);
      }
    }
    return new Fixture(shape, probe, untold, seen, scripts, texts);
  }

  /** {@code probe FROM PROTOCOL SRC SPORT DST DPORT SIZE TTL}; for icmp the ports are ignored. */
  private static Probe probe(String[] w) {
    Ip src = Ip.parse(w[3]);
    Ip dst = Ip.parse(w[5]);
    if (w[2].startsWith("icmp")) {
      return new Probe(w[1], Wire.echo(src, dst, number(w[7]), number(w[8]), true));
    }
    Protocol p = Protocol.tryParse(w[2]).orElseThrow();
    return new Probe(
        w[1],
        new Packet(src, dst, p, number(w[4]), number(w[6]), number(w[7]), number(w[8]), true));
  }

  private static int number(String text) {
    return Integer.parseInt(text);
  }

  String text() {
    Packet p = probe.packet();
    StringBuilder out = new StringBuilder("shape " + shape + "\n");
    out.append(
        "probe %s %s %s %d %s %d %d %d\n"
            .formatted(
                probe.from(),
                p.protocol(),
                p.src(),
                p.sport(),
                p.dst(),
                p.dport(),
                p.size(),
                p.ttl()));
    out.append(untold ? "untold\n" : "");
    for (Wire.Seen s : seen) {
      out.append(
          "seen %s %s %s %s %d %d %d %d\n"
              .formatted(
                  s.space(), s.role(), s.src(), s.dst(), s.sport(), s.dport(), s.ttl(), s.proto()));
    }
    scripts.forEach(
        (node, body) -> out.append("--- apply ").append(node).append('\n').append(body));
    texts.forEach((path, body) -> out.append("--- ").append(path).append('\n').append(body));
    return out.toString();
  }

  Fixture recorded(List<Wire.Seen> packets, Map<String, String> listed) {
    return new Fixture(shape, probe, untold, packets, scripts, listed);
  }
}
