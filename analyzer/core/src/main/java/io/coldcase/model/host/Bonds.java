package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** Bonding devices (/proc/net/bonding). */
public record Bonds(List<Bond> list) {
  public Bonds {
    list = List.copyOf(list);
  }

  /** One bond: its mode and its ports. */
  public record Bond(String name, String mode, String activeSlave, List<Slave> slaves) {
    public Bond {
      slaves = List.copyOf(slaves);
    }
  }

  /** One port; the aggregator is 0 without LACP. */
  public record Slave(String dev, String miiStatus, int aggregator, SourceRef at) {}
}
