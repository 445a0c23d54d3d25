package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.List;

/** One line of hosts(5). */
public record HostsEntry(Ip ip, List<String> names, SourceRef at) {
  public HostsEntry {
    names = List.copyOf(names);
  }
}
