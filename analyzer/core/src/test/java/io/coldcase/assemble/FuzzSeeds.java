package io.coldcase.assemble;

import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Limits;
import io.coldcase.bundle.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The beginnings of recorded artifacts, three of each kind, as inputs of {@link ParserFuzz}. */
public final class FuzzSeeds {
  private static final int BYTES = 3_000;
  private static final int OF_A_KIND = 3;

  private FuzzSeeds() {}

  /** Writes the seeds to the folder that the only argument names. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int n = 0;
    for (byte[] seed : recorded()) {
      Files.write(folder.resolve("seed-" + n++), seed);
    }
  }

  static List<byte[]> recorded() {
    Path samples = Path.of("samples");
    while (!Files.isDirectory(samples)) {
      samples = Path.of("..").resolve(samples);
    }
    List<byte[]> seeds = new ArrayList<>();
    Map<String, Integer> count = new HashMap<>();
    for (String name :
        List.of("healthy/iptables", "healthy/nftables", "faults/coredns-loop/recorded")) {
      try {
        Bundles.read(
            List.of(samples.resolve(name).resolve("bundle.tar.xz")),
            Limits.defaults(),
            m -> add(m, count, seeds));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return seeds;
  }

  private static void add(Member m, Map<String, Integer> count, List<byte[]> seeds)
      throws IOException {
    Optional<Parsers.Match> match = Parsers.find(m.artifact());
    if (match.isPresent()
        && count.merge(match.get().binding().kind().id(), 1, Integer::sum) <= OF_A_KIND) {
      seeds.add(
          ParserFuzz.seed(match.get().binding().kind(), m.content().readNBytes(BYTES), BYTES));
    }
  }
}
