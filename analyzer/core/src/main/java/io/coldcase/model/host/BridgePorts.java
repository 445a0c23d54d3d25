package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.Map;

/**
 * Ports of bridges ({@code bridge -d link}) and what sysfs says about them.
 *
 * @param sysfs value by path below /sys/class/net, for example {@code veth1/brport/state}
 */
public record BridgePorts(List<Port> list, Map<String, Setting> sysfs) {
  public BridgePorts {
    list = List.copyOf(list);
    sysfs = Map.copyOf(sysfs);
  }

  /**
   * One port.
   *
   * @param state disabled, listening, learning, forwarding, blocking
   * @param options hairpin, isolated, learning, ... to their value
   */
  public record Port(
      String dev, String master, String state, Map<String, String> options, SourceRef at) {
    public Port {
      options = Map.copyOf(options);
    }
  }
}
