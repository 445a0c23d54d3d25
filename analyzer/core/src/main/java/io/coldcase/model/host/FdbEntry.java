package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.Optional;
import java.util.Set;

/**
 * A forwarding entry of a bridge or VXLAN device ({@code bridge fdb}).
 *
 * @param dst remote tunnel endpoint of a VXLAN entry
 * @param flags self, permanent, offload, extern_learn, ...
 */
public record FdbEntry(
    String mac, String dev, Optional<Ip> dst, String master, Set<String> flags, SourceRef at) {
  public FdbEntry {
    flags = Set.copyOf(flags);
  }
}
