package io.coldcase.sim;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Limits;
import io.coldcase.bundle.Member;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.model.Cluster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The texts of a recorded bundle, to be read as they are or with some of them changed. */
record Recording(List<Member> members, Map<String, String> texts) {
  private static final Path SAMPLES = Path.of("../../samples").toAbsolutePath().normalize();

  /** Reads {@code samples/NAME}; logs and captures are left out. */
  static Recording of(String name) throws IOException {
    List<Member> members = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    Bundles.read(
        List.of(SAMPLES.resolve(name).resolve("bundle.tar.xz")),
        Limits.defaults(),
        m -> {
          String path = m.artifact().path();
          if (!path.contains("/logs/") && !path.contains("journal") && !path.contains("pcap")) {
            members.add(m);
            texts.put(path, new String(m.content().readAllBytes(), StandardCharsets.UTF_8));
          }
        });
    return new Recording(members, texts);
  }

  /** The same with the artifacts of one file name changed on every node. */
  Recording with(String file, UnaryOperator<String> change) {
    Map<String, String> changed = new LinkedHashMap<>(texts);
    changed.replaceAll((path, text) -> path.endsWith("/" + file) ? change.apply(text) : text);
    return new Recording(members, changed);
  }

  /** The same with other texts for some paths, which may be new. */
  Recording replaced(Map<String, String> some) {
    Map<String, String> changed = new LinkedHashMap<>(texts);
    changed.putAll(some);
    return new Recording(members, changed);
  }

  Cluster cluster() throws IOException {
    Assembler a = new Assembler();
    Map<String, Artifact> recorded = new HashMap<>();
    members.forEach(m -> recorded.put(m.artifact().path(), m.artifact()));
    for (Map.Entry<String, String> e : texts.entrySet()) {
      Artifact added = Artifact.of(e.getKey()).withStatus(ArtifactStatus.COLLECTED, "");
      a.accept(
          recorded.getOrDefault(e.getKey(), added),
          new ByteArrayInputStream(e.getValue().getBytes(StandardCharsets.UTF_8)));
    }
    return a.cluster();
  }

  /** What comes of every walk of the sweep: verdict, place and last packet of all its ways. */
  TreeMap<String, String> fates() throws IOException {
    Cluster c = cluster();
    TreeMap<String, String> all = new TreeMap<>();
    List<Sweep.Walk> walks = new ArrayList<>();
    Sweep.of(c, new Walker(c), walks::add);
    for (Sweep.Walk w : walks) {
      TreeMap<String, Double> ways = new TreeMap<>();
      for (Outcome o : w.trace().outcomes()) {
        ways.merge(
            way(o) + o.reply().map(r -> " / " + way(r)).orElse(""), o.probability(), Double::sum);
      }
      StringBuilder text = new StringBuilder();
      ways.forEach((k, p) -> text.append(Math.round(p * 1000)).append(' ').append(k).append("; "));
      all.put(
          w.traffic() + " " + w.fromNode() + " " + w.from() + " " + w.toNode() + " " + w.to(),
          text.toString());
    }
    return all;
  }

  private static String way(Outcome o) {
    return o.verdict() + " " + o.place() + " " + o.last() + " ttl " + o.last().ttl();
  }
}
