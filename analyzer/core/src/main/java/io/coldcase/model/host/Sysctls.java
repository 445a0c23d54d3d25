package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Kernel settings: key in dotted form to value and place. */
public record Sysctls(Map<String, Value> values) {
  public Sysctls {
    values = Map.copyOf(values);
  }

  /** A value as printed, and where. */
  public record Value(String text, SourceRef at) {}

  public Optional<Value> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The number that {@code key} holds; empty when absent or no number. */
  public OptionalLong number(String key) {
    Value v = values.get(key);
    try {
      return v == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(v.text()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
