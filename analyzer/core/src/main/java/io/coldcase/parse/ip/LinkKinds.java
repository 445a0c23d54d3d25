package io.coldcase.parse.ip;

import io.coldcase.parse.Words;
import java.util.Map;
import java.util.Set;

/** The words of the detail lines of {@code ip -d link}: link kinds, and options without a value. */
final class LinkKinds {
  private static final Set<String> KINDS =
      Set.of(
          "veth",
          "bridge",
          "vxlan",
          "vlan",
          "bond",
          "ipip",
          "sit",
          "gre",
          "gretap",
          "ip6gre",
          "ip6gretap",
          "erspan",
          "ip6tnl",
          "vti",
          "geneve",
          "wireguard",
          "dummy",
          "ifb",
          "macvlan",
          "macvtap",
          "ipvlan",
          "ipvtap",
          "tun",
          "vrf",
          "team",
          "openvswitch",
          "xfrm",
          "nlmon",
          "vcan",
          "netdevsim",
          "ovs",
          "amt",
          "bareudp",
          "can",
          "hsr",
          "macsec",
          "vti6",
          "rmnet",
          "netkit");

  /** Options that stand alone; everything else is followed by a value. */
  private static final Set<String> ALONE =
      Set.of(
          "learning",
          "nolearning",
          "proxy",
          "rsc",
          "l2miss",
          "l3miss",
          "udpcsum",
          "noudpcsum",
          "udp6zerocsumtx",
          "noudp6zerocsumtx",
          "udp6zerocsumrx",
          "noudp6zerocsumrx",
          "remcsumtx",
          "noremcsumtx",
          "remcsumrx",
          "noremcsumrx",
          "gbp",
          "nogbp",
          "gpe",
          "external",
          "noexternal",
          "localbypass",
          "nolocalbypass",
          "vnifilter",
          "novnifilter",
          "pmtudisc",
          "nopmtudisc",
          "ignore-df",
          "noignore-df",
          "bridge",
          "private",
          "vepa",
          "nopromisc",
          "pi",
          "seq",
          "iseq",
          "oseq",
          "csum",
          "icsum",
          "ocsum",
          "key",
          "blackhole",
          "mcast_vlan_snooping_on");

  private LinkKinds() {}

  static boolean known(String word) {
    return KINDS.contains(word);
  }

  /** True for an option that has no value. */
  static boolean alone(String word) {
    return ALONE.contains(word);
  }

  /** Puts the option pairs that {@code w} still holds into {@code details}, keys prefixed. */
  static void pairs(Words w, String prefix, Map<String, String> details) {
    while (w.hasNext()) {
      String key = w.next();
      if (key.startsWith("<")) {
        details.put(prefix + "flags", key);
      } else if (ALONE.contains(key)) {
        details.put(prefix + key, "");
      } else if (key.equals("srcport")) {
        details.put(prefix + key, w.next() + " " + w.next());
      } else if (noise(key)) {
        w.next();
      } else {
        details.put(prefix + key, w.next());
      }
    }
  }

  /** Options that every interface has and nobody reads. */
  private static boolean noise(String key) {
    return key.startsWith("gso_")
        || key.startsWith("gro_")
        || key.startsWith("tso_")
        || key.endsWith("queues")
        || key.endsWith("_timer")
        || key.endsWith("_interval");
  }
}
