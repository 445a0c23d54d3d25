package io.coldcase.parse.system;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Resources;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * /proc/loadavg, /proc/meminfo, the first line of /proc/stat and {@code grep . /proc/pressure/*} to
 * load and memory; the process list behind them is passed over.
 */
public final class ResourceLines implements LineReader<Resources> {
  private static final String PRESSURE = "/proc/pressure/";

  private double load = -1;
  private final Map<String, Long> memory = new HashMap<>();
  private final Map<String, Double> pressure = new HashMap<>();
  private final List<Long> cpu = new ArrayList<>();
  private SourceRef place = SourceRef.of("");
  private boolean processes;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    Words w = new Words(text);
    String first = w.next();
    if (processes || first.equals("PID")) {
      processes = true;
      return true;
    }
    if (first.equals("cpu")) {
      while (w.hasNext()) {
        cpu.add(Words.number(w.next(), 0));
      }
      return true;
    }
    if (first.startsWith(PRESSURE)) {
      return pressure(first.substring(PRESSURE.length()), w.next());
    }
    if (first.endsWith(":") && Words.number(w.peek(), -1) >= 0) {
      memory.put(first.substring(0, first.length() - 1), Words.number(w.next(), 0));
      return true;
    }
    if (load < 0 && first.indexOf('.') > 0) {
      load = decimal(first);
      place = at;
      return load >= 0;
    }
    return false;
  }

  /** {@code cpu:some avg10=37.71}. */
  private boolean pressure(String head, String average) {
    double value = average.startsWith("avg10=") ? decimal(average.substring(6)) : -1;
    if (value >= 0) {
      pressure.put(head.replace(':', ' '), value);
    }
    return value >= 0;
  }

  private static double decimal(String word) {
    try {
      double d = Double.parseDouble(word);
      return Double.isFinite(d) ? d : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  @Override
  public Resources value() {
    return new Resources(Math.max(load, 0), memory, pressure, cpu, place);
  }
}
