package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.Set;

/**
 * An address of an interface.
 *
 * @param scope global, link, host, site or a number
 * @param flags dynamic, secondary, tentative, dadfailed, deprecated, noprefixroute, ...
 */
public record IfaceAddr(Ip ip, int prefixLength, String scope, Set<String> flags, SourceRef at) {
  public IfaceAddr {
    flags = Set.copyOf(flags);
  }

  /** The network that the address lies in. */
  public Prefix network() {
    return new Prefix(ip, prefixLength);
  }
}
