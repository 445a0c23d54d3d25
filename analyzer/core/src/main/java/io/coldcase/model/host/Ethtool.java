package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Map;

/** Driver settings of network devices (ethtool(8)). */
public record Ethtool(List<Device> list) {
  public Ethtool {
    list = List.copyOf(list);
  }

  /**
   * One device.
   *
   * @param settings {@code Speed}, {@code Link detected}, {@code driver}, ... to their value
   * @param features offloads to on or off
   */
  public record Device(
      String name, Map<String, Setting> settings, Map<String, String> features, SourceRef at) {
    public Device {
      settings = Map.copyOf(settings);
      features = Map.copyOf(features);
    }
  }
}
