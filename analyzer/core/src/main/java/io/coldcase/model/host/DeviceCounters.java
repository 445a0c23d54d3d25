package io.coldcase.model.host;

import java.util.Map;

/** {@code ethtool -S} by device. */
public record DeviceCounters(Map<String, Counters> byDevice) {
  public DeviceCounters {
    byDevice = Map.copyOf(byDevice);
  }
}
