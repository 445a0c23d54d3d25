package io.coldcase.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.assemble.Assembler;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every recorded probe is predicted from the rest of its bundle. Rows of {@code
 * probe-disagreements.tsv}: sample, probe kind, number of probes that came out otherwise, reason.
 */
class RecordedProbesTest {
  private static final Path SAMPLES = Path.of("../../samples").toAbsolutePath().normalize();

  private int predicted;
  private int right;
  private int beyond;
  private final TreeMap<String, Integer> wrong = new TreeMap<>();

  @Test
  void walksPredictWhatProbesFound() throws Exception {
    try (Stream<Path> tree = Files.walk(SAMPLES, 4)) {
      for (Path p : tree.filter(f -> f.endsWith("bundle.tar.xz")).sorted().toList()) {
        sample(SAMPLES.relativize(p.getParent()).toString(), Assembler.load(p).cluster());
      }
    }
    System.out.printf(
        "%d of %d probes as predicted; %d more left the bundle%n", right, predicted, beyond);
    List<String> unlisted = new ArrayList<>();
    TreeMap<String, Integer> listed = listed();
    wrong.forEach(
        (k, n) -> {
          if (n > listed.getOrDefault(k, 0)) {
            unlisted.add(k + "\t" + n);
          }
        });
    assertThat(unlisted).as("disagreements that the table does not list").isEmpty();
    assertThat(predicted).isGreaterThan(5000);
    assertThat((double) right / predicted).isGreaterThanOrEqualTo(0.99);
  }

  private static TreeMap<String, Integer> listed() throws IOException {
    TreeMap<String, Integer> rows = new TreeMap<>();
    try (InputStream in = RecordedProbesTest.class.getResourceAsStream("probe-disagreements.tsv")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] f = line.split("\t");
        if (!line.startsWith("#") && f.length == 4) {
          rows.put(f[0] + "\t" + f[1], Integer.parseInt(f[2]));
        }
      }
    }
    return rows;
  }

  private void sample(String name, Cluster cluster) {
    Walker walker = new Walker(cluster);
    for (Node n : cluster.nodes()) {
      for (var kind : List.of(Kinds.PROBES, Kinds.PROBES_POD)) {
        n.get(kind).ifPresent(ps -> ps.list().forEach(p -> probe(name, cluster, walker, n, p)));
      }
    }
  }

  private void probe(String name, Cluster cluster, Walker walker, Node n, Probe p) {
    Optional<Ip> to = Ip.tryParse(p.address());
    if (to.isEmpty() || p.outcome() == Probe.Outcome.UNKNOWN || !settled(cluster, to.get())) {
      return;
    }
    Optional<Trace> t = walk(cluster, walker, n, p, to.get());
    if (t.isEmpty()) {
      return;
    }
    double fails = t.get().failing();
    double arrives =
        t.get().outcomes().stream()
            .filter(o -> o.roundTrip().verdict() == Verdict.DELIVERED)
            .mapToDouble(Outcome::probability)
            .sum();
    if (fails + arrives < 0.999) {
      beyond++;
      return;
    }
    predicted++;
    boolean ok =
        p.kind().equals("dns")
            ? p.ok()
                || p.outcome() == Probe.Outcome.NXDOMAIN
                || p.outcome() == Probe.Outcome.SERVFAIL
            : p.ok() || p.outcome() == Probe.Outcome.PARTIAL;
    if (ok ? arrives > 0.001 : fails > 0.001) {
      right++;
    } else {
      wrong.merge(name + "\t" + p.kind() + (ok ? " works" : " fails"), 1, Integer::sum);
    }
  }

  /** Who has the address, or stands behind it, was there from before the probe until after it. */
  private static boolean settled(Cluster cluster, Ip to) {
    List<Pod> asked =
        cluster
            .serviceByIp(to)
            .map(cluster::selected)
            .orElseGet(() -> cluster.podByIp(to).stream().toList());
    return asked.stream().allMatch(p -> cluster.stayed(p.namespace(), p.name()));
  }

  private static Optional<Trace> walk(Cluster cluster, Walker walker, Node n, Probe p, Ip to) {
    if (!p.fromPod()) {
      return walker
          .sourceFor(n.name(), to)
          .map(src -> walker.fromHost(n.name(), packet(p, src, to), true));
    }
    // recordings without the pod's name: they ran in the node's client pod
    return cluster.podsOn(n.name()).stream()
        .filter(x -> p.pod().isEmpty() ? x.name().startsWith("client-") : x.key().equals(p.pod()))
        .filter(x -> !x.ips().isEmpty())
        .findFirst()
        .map((Pod x) -> walker.fromPod(x, packet(p, x.ips().get(0), to), true));
  }

  private static Packet packet(Probe p, Ip src, Ip to) {
    return switch (p.kind()) {
      case "ping" -> Packet.ping(src, to, p.number());
      case "tcp" -> Packet.tcp(src, to, p.number());
      default -> p.overTcp() ? Packet.tcp(src, to, 53) : Packet.udp(src, to, 53);
    };
  }
}
