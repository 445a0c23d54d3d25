package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Optional;

/**
 * Counters of a kernel or driver by name. Those that stand at zero are left out: {@link #get} gives
 * zero for them as for names that the kernel does not know.
 */
public record Counters(Map<String, Counter> values) {
  public static final Counters NONE = new Counters(Map.of());

  public Counters {
    values = Map.copyOf(values);
  }

  /** A number and the line that it stands in. */
  public record Counter(long value, SourceRef at) {}

  public long get(String name) {
    Counter c = values.get(name);
    return c == null ? 0 : c.value();
  }

  public Optional<SourceRef> at(String name) {
    return Optional.ofNullable(values.get(name)).map(Counter::at);
  }
}
