package io.coldcase.parse.counters;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.DeviceCounters;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.HashMap;
import java.util.Map;

/**
 * {@code ethtool -S} per {@code == DEVICE} section to counters; sysfs statistics ({@code
 * eth0/statistics/rx_dropped:0}) are understood as well.
 */
public final class DeviceCounterLines implements LineReader<DeviceCounters> {
  private final Map<String, Map<String, Counters.Counter>> values = new HashMap<>();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Map<String, Counters.Counter> device = values.computeIfAbsent(section, k -> new HashMap<>());
    int colon = text.lastIndexOf(':');
    long n = colon < 0 ? -1 : Words.number(text.substring(colon + 1).strip(), -1);
    if (n < 0) {
      return text.endsWith("statistics:")
          || text.startsWith("no stats")
          || text.contains("Operation not supported");
    }
    String name = text.substring(text.lastIndexOf('/', colon) + 1, colon).strip();
    if (n > 0) {
      device.put(name, new Counters.Counter(n, at));
    }
    return true;
  }

  @Override
  public DeviceCounters value() {
    Map<String, Counters> all = new HashMap<>();
    values.forEach((k, v) -> all.put(k, new Counters(v)));
    return new DeviceCounters(all);
  }
}
