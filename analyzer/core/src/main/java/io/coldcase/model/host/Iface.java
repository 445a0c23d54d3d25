package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network interface as {@code ip -d addr} or {@code ip -d link} shows it.
 *
 * @param peerIndex interface index behind {@code name@ifN}, 0 when there is none
 * @param parent name behind {@code name@parent}, or empty
 * @param flags as printed, for example UP, LOWER_UP, NO-CARRIER
 * @param mtu bytes; 0 when not printed
 * @param state operstate as printed (UP, DOWN, UNKNOWN, LOWERLAYERDOWN, ...)
 * @param master bridge, bond or VRF that it belongs to, or empty
 * @param mac lower case, or empty
 * @param kind link kind: veth, bridge, vxlan, ipip, geneve, vlan, bond, dummy, wireguard, ...;
 *     empty when plain
 * @param details the key-value pairs of the kind's detail line, for example vxlan {@code id},
 *     {@code local}, {@code dev}, {@code dstport}; flags have an empty value. Those of a bridge or
 *     bond port have the prefix {@code port.}, for example {@code port.state}, {@code
 *     port.hairpin}. Also {@code link-netns}, {@code link-netnsid}, {@code qdisc}, {@code
 *     promiscuity}
 * @param counters empty when no statistics were printed
 */
public record Iface(
    int index,
    String name,
    int peerIndex,
    String parent,
    Set<String> flags,
    int mtu,
    String state,
    String master,
    String mac,
    String kind,
    Map<String, String> details,
    List<IfaceAddr> addresses,
    Optional<LinkCounters> counters,
    SourceRef at) {
  public Iface {
    flags = Set.copyOf(flags);
    details = Map.copyOf(details);
    addresses = List.copyOf(addresses);
  }

  /** Administratively up. */
  public boolean up() {
    return flags.contains("UP");
  }

  /** Up and with carrier. */
  public boolean running() {
    return up() && flags.contains("LOWER_UP") && !flags.contains("NO-CARRIER");
  }

  public boolean has(Ip ip) {
    return addresses.stream().anyMatch(a -> a.ip().equals(ip));
  }

  public Optional<String> detail(String key) {
    return Optional.ofNullable(details.get(key));
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public int hashCode() {
    return 31 * index + name.hashCode();
  }
}
