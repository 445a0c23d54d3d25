package io.coldcase.model.host;

import java.util.List;

/** The forwarding databases of all bridges and tunnel devices of a host. */
public record Fdb(List<FdbEntry> list) {
  public Fdb {
    list = List.copyOf(list);
  }
}
