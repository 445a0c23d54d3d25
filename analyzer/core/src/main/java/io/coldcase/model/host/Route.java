package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One route of {@code ip route show table all} (ip-route(8)).
 *
 * @param type unicast, local, broadcast, multicast, unreachable, blackhole, prohibit, throw, nat
 * @param table main, local, default, a number or a name from rt_tables
 * @param dst 0.0.0.0/0 or ::/0 for default
 * @param hops one next hop, or several for multipath; empty for types without one
 * @param metric 0 when not printed (IPv4), lower wins
 * @param flags onlink, linkdown, dead, offload, ...
 */
public record Route(
    String type,
    String table,
    Prefix dst,
    List<Hop> hops,
    Optional<Ip> src,
    String scope,
    String proto,
    long metric,
    int mtu,
    Set<String> flags,
    SourceRef at) {
  public Route {
    hops = List.copyOf(hops);
    flags = Set.copyOf(flags);
  }

  /** A next hop: gateway if any, device (maybe empty), weight 1..256. */
  public record Hop(Optional<Ip> via, String dev, int weight) {}

  public boolean isDefault() {
    return dst.length() == 0;
  }

  /** The device of the first hop, or empty. */
  public String dev() {
    return hops.isEmpty() ? "" : hops.get(0).dev();
  }

  /** The gateway of the first hop, if any. */
  public Optional<Ip> via() {
    return hops.isEmpty() ? Optional.empty() : hops.get(0).via();
  }
}
