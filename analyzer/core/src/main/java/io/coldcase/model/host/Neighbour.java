package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.Set;

/**
 * An ARP or ND entry ({@code ip neigh}).
 *
 * @param mac lower case, empty when unresolved
 * @param state REACHABLE, STALE, DELAY, PROBE, FAILED, INCOMPLETE, PERMANENT, NOARP, or empty
 * @param flags router, proxy, extern_learn, ...
 */
public record Neighbour(
    Ip ip, String dev, String mac, String state, Set<String> flags, SourceRef at) {
  public Neighbour {
    flags = Set.copyOf(flags);
  }
}
