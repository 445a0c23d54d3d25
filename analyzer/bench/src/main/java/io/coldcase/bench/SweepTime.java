package io.coldcase.bench;

import io.coldcase.assemble.Assembler;
import io.coldcase.model.Cluster;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;

/** The sweep over a bundle, once in a fresh process: CPU and wall seconds, walks, heap peak. */
public final class SweepTime {
  private SweepTime() {}

  /** {@code BUNDLE}. */
  public static void main(String[] args) throws IOException {
    Cluster cluster = Assembler.load(Path.of(args[0])).cluster();
    long indexed = System.nanoTime();
    Walker walker = new Walker(cluster);
    long start = System.nanoTime();
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long[] walks = new long[2];
    Sweep.of(
        cluster,
        walker,
        w -> {
          walks[0]++;
          walks[1] += w.trace().verdict() == Verdict.UNKNOWN ? 1 : 0;
        });
    long end = System.nanoTime();
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(u -> u.getUsed())
            .sum();
    System.out.printf(
        "%d nodes: indexed in %d ms; %d walks (%d unknown) in %.1f s wall, %.1f s CPU; peak %d"
            + " MiB%n",
        cluster.nodes().size(),
        (start - indexed) / 1_000_000,
        walks[0],
        walks[1],
        (end - start) / 1e9,
        used / 1e9,
        peak >> 20);
  }
}
