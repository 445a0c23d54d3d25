package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Map;

/**
 * Load and memory.
 *
 * @param load1 load average over a minute
 * @param memory /proc/meminfo in KiB
 * @param pressure {@code cpu some}, {@code memory full}, ... to its avg10 in percent
 * @param cpu first line of /proc/stat: jiffies user, nice, system, idle, iowait, irq, softirq,
 *     steal
 */
public record Resources(
    double load1,
    Map<String, Long> memory,
    Map<String, Double> pressure,
    List<Long> cpu,
    SourceRef at) {
  public Resources {
    memory = Map.copyOf(memory);
    pressure = Map.copyOf(pressure);
    cpu = List.copyOf(cpu);
  }
}
