package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The same thing measured once or twice: t0 and, where it was collected, t1. */
public record Samples<T>(List<Sample<T>> list) {
  public Samples {
    list = List.copyOf(list);
  }

  /** One measurement; epoch seconds, 0 when not recorded. */
  public record Sample<T>(String name, long epoch, T value) {}

  public Optional<T> first() {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0).value());
  }

  public Optional<T> last() {
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1).value());
  }

  /**
   * Growth of a counter from the first sample to the last; empty with fewer than two samples or
   * when it went backwards.
   */
  public Optional<Long> growth(ToLongFunction<T> counter) {
    if (list.size() < 2) {
      return Optional.empty();
    }
    long d =
        counter.applyAsLong(list.get(list.size() - 1).value())
            - counter.applyAsLong(list.get(0).value());
    return d < 0 ? Optional.empty() : Optional.of(d);
  }

  /** Growth per second; empty when {@link #growth} is or when no time passed. */
  public Optional<Double> perSecond(ToLongFunction<T> counter) {
    return growth(counter)
        .filter(d -> list.get(list.size() - 1).epoch() > list.get(0).epoch())
        .map(d -> (double) d / (list.get(list.size() - 1).epoch() - list.get(0).epoch()));
  }

  public <R> Samples<R> map(Function<T, R> f) {
    return new Samples<>(
        list.stream().map(s -> new Sample<>(s.name(), s.epoch(), f.apply(s.value()))).toList());
  }
}
