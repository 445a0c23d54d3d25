package io.coldcase.model.probe;

import java.util.List;

/** The probes of one artifact, in its order, and when they ran (epoch seconds, 0 unknown). */
public record Probes(List<Probe> list, long start, long end) {
  public Probes {
    list = List.copyOf(list);
  }
}
