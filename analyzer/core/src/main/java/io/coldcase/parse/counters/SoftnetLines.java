package io.coldcase.parse.counters;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Softnet;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;

/**
 * /proc/net/softnet_stat to its sums: one line per CPU, hexadecimal columns processed, dropped,
 * time_squeeze, ... (net/core/net-procfs.c). /proc/softirqs and /proc/interrupts behind it are
 * passed over.
 */
public final class SoftnetLines implements LineReader<Softnet> {
  private long processed;
  private long dropped;
  private long squeezed;
  private SourceRef place = SourceRef.of("");

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.startsWith("/proc/softirqs") || section.startsWith("/proc/interrupts")) {
      return true;
    }
    Words w = new Words(text);
    if (w.peek().length() != 8) {
      return false;
    }
    long p = Words.hex(w.next(), -1);
    long d = Words.hex(w.next(), -1);
    long s = Words.hex(w.next(), -1);
    if (p < 0 || d < 0 || s < 0) {
      return false;
    }
    if (place.artifact().isEmpty() || d > 0 && dropped == 0) {
      place = at;
    }
    processed += p;
    dropped += d;
    squeezed += s;
    return true;
  }

  @Override
  public Softnet value() {
    return new Softnet(processed, dropped, squeezed, place);
  }
}
