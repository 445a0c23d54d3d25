package io.coldcase.bench;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints what every kind of artifact of a bundle costs to parse, in CPU time of one warm thread,
 * which other work on the machine disturbs less than wall time, and beside it what the least work
 * on the same bytes costs ({@link Peer}): {@code ParserRates BUNDLE [REGEX]}, the expression being
 * on names of artifacts.
 */
public final class ParserRates {
  private static final long ENOUGH = 60_000_000;
  private static final long SECONDS_EACH = 2;

  private ParserRates() {}

  private record Item(Artifact artifact, byte[] content) {}

  /** One line per kind, in the order of names. */
  public static void main(String[] args) throws IOException {
    Map<String, List<Item>> byName = new TreeMap<>();
    Bundles.read(
        List.of(Path.of(args[0])),
        Limits.defaults(),
        m -> {
          String name = m.artifact().name().replaceFirst("^(logs|netns)/.*", "$1");
          List<Item> items = byName.computeIfAbsent(name, k -> new ArrayList<>());
          if (size(items) < ENOUGH && (args.length < 2 || name.matches(args[1]))) {
            items.add(new Item(m.artifact(), m.content().readAllBytes()));
          }
        });
    for (Map.Entry<String, List<Item>> e : byName.entrySet()) {
      long bytes = size(e.getValue());
      if (bytes > 0) {
        double mb = bytes / 1e6;
        double parsed = best(() -> parse(e.getValue()));
        double touched = best(() -> touch(e.getKey(), e.getValue()));
        System.out.printf(
            "%8.1f MB/s, peer %8.1f MB/s %8.2f MB  %s%n",
            mb / parsed, mb / touched, mb, e.getKey());
      }
    }
  }

  private static long size(List<Item> items) {
    return items.stream().mapToLong(i -> i.content().length).sum();
  }

  /** Something that is measured; returns what it made, so that it cannot be left out. */
  private interface Work {
    Object run() throws IOException;
  }

  private static Object parse(List<Item> items) throws IOException {
    Assembler a = new Assembler();
    for (Item item : items) {
      a.accept(item.artifact(), new ByteArrayInputStream(item.content()));
    }
    return a;
  }

  private static Object touch(String name, List<Item> items) throws IOException {
    long n = 0;
    for (Item item : items) {
      n += Peer.count(name, item.content());
    }
    return n;
  }

  private static double best(Work work) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    long best = Long.MAX_VALUE;
    Object made = "";
    for (int i = 0; i < 3 || threads.getCurrentThreadCpuTime() - begin < SECONDS_EACH * 1e9; i++) {
      long start = threads.getCurrentThreadCpuTime();
      made = work.run();
      best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
    }
    if (made.equals(-1L)) {
      throw new IllegalStateException("nothing was measured");
    }
    return best / 1e9;
  }
}
