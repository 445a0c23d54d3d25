package io.coldcase.bench;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Limits;
import io.coldcase.bundle.Member;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a bundle into a cluster once, in a fresh process, and prints what it took: {@code
 * LoadBundle BUNDLE...}, the paths being parts of one case.
 */
public final class LoadBundle {
  private LoadBundle() {}

  /** Prints one line: MB inflated, seconds of wall and CPU, rates, peak heap, heap held. */
  public static void main(String[] args) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String a : args) {
      paths.add(Path.of(a));
    }
    long wall = System.nanoTime();
    Assembler.Loaded loaded = Assembler.load(paths, Limits.defaults());
    double seconds = (System.nanoTime() - wall) / 1e9;
    double cpu = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    double mb = loaded.contents().members().stream().mapToLong(Member::size).sum() / 1e6;
    long peak = peak();
    System.gc();
    long held = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "%d nodes, %.0f MB: wall %.1f s (%.0f MB/s), CPU %.1f s (%.0f MB/s), heap peak %d MiB, held"
            + " %d MiB%n",
        loaded.cluster().nodes().size(),
        mb,
        seconds,
        mb / seconds,
        cpu,
        mb / cpu,
        peak >> 20,
        held >> 20);
  }

  private static long peak() {
    long sum = 0;
    for (MemoryPoolMXBean p : ManagementFactory.getMemoryPoolMXBeans()) {
      sum += p.getType() == MemoryType.HEAP ? p.getPeakUsage().getUsed() : 0;
    }
    return sum;
  }
}
