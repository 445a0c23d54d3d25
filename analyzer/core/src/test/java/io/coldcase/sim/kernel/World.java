package io.coldcase.sim.kernel;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.model.Cluster;
import io.coldcase.net.Ip;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two nodes with three pods and an outside world in namespaces of this kernel:
 *
 * <pre>
 *   a 10.244.1.2, b 10.244.1.3 - w1 172.30.0.11 \
 *                                                 ext 172.30.0.1, 198.51.100.7, all other addresses
 *   c 10.244.2.2               - w2 172.30.0.12 /
 * </pre>
 *
 * IPv6 likewise: fd00:244:N::, fd00:172::N. What the walker is given is what the tools list.
 */
final class World {
  static final List<Integer> PORTS = List.of(53, 80, 443, 8080, 8443);
  static final Map<String, String> POD_NODES = Map.of("a", "w1", "b", "w1", "c", "w2");

  /** How pods are attached and how nodes reach each other's pods. */
  record Shape(boolean bridge, boolean vxlan) {
    static List<Shape> all() {
      return List.of(
          new Shape(true, true),
          new Shape(true, false),
          new Shape(false, true),
          new Shape(false, false));
    }

    @Override
    public String toString() {
      return (bridge ? "bridge" : "ptp") + "-" + (vxlan ? "vxlan" : "hostgw");
    }
  }

  static final Set<Scene.Tool> EVERYTHING =
      EnumSet.of(
          Scene.Tool.LEGACY,
          Scene.Tool.IPTABLES_NFT,
          Scene.Tool.IPTABLES_NFT6,
          Scene.Tool.NFT,
          Scene.Tool.IPSET,
          Scene.Tool.SHELL);

  private final Lab lab;
  private final Shape shape;
  private final Map<String, String> texts = new TreeMap<>();
  private final Set<String> undoing = new TreeSet<>();

  World(Lab lab, Shape shape) {
    this.lab = lab;
    this.shape = shape;
    for (String s : List.of("ext", "w1", "w2", "a", "b", "c")) {
      lab.namespace(space(s));
      sh(s, SETTINGS);
    }
    sh(
        "ext",
        "ip link add br-lan type bridge; ip addr add 172.30.0.1/24 dev br-lan; ip addr add"
            + " fd00:172::1/64 dev br-lan nodad; ip addr add 198.51.100.7/32 dev lo; ip addr add"
            + " 2001:db8::7/128 dev lo; ip link set br-lan up; ip route add local default dev lo"
            + " table main; ip -6 route add local default dev lo table main; ip route add"
            + " 10.244.1.0/24 via 172.30.0.11; ip route add 10.244.2.0/24 via 172.30.0.12; ip route"
            + " add 10.96.0.0/12 via 172.30.0.11; ip route add 10.8.0.0/16 via 172.30.0.11; ip -6"
            + " route add fd00:244:1::/64 via fd00:172::11; ip -6 route add fd00:244:2::/64 via"
            + " fd00:172::12; ip -6 route add fd00:96::/112 via fd00:172::11; "
            // what comes to ext from the nodes is at its goal, unless it is for the other node
            + "ip route add table 77 local default dev lo; ip route add table 77 172.30.0.0/24 dev"
            + " br-lan; ip -6 route add table 77 local default dev lo; ip -6 route add table 77"
            + " fd00:172::/64 dev br-lan; ip rule add iif br-lan priority 5 lookup 77; ip -6 rule"
            + " add iif br-lan priority 5 lookup 77; echo 1 >"
            + " /proc/sys/net/ipv4/conf/all/accept_local; echo 1 > /proc/sys/net/ipv4/ip_forward;"
            + " echo 1 > /proc/sys/net/ipv6/conf/all/forwarding");
    for (int n = 1; n <= 2; n++) {
      node(n);
    }
    pod("a", 1, 2);
    pod("b", 1, 3);
    pod("c", 2, 2);
    overlay();
    List.of("ext", "w1", "w2", "a", "b", "c").forEach(s -> lab.serve(space(s), PORTS));
    warmUp();
    cluster();
    List.of("w1", "w2").forEach(w -> texts.put("node/" + w + "/ss.txt", sh(w, "ss -tuln").text()));
    List.of("w1", "w2").forEach(w -> keep(w, list(w, "", EVERYTHING)));
    POD_NODES.forEach(
        (p, w) -> {
          String listing =
              "ip -d addr; echo == route; ip route; ip -6 route; echo == neigh;"
                  + " ip neigh; echo == ss; ss -tuln";
          texts.put("node/" + w + "/netns/t_" + p + ".txt", sh(p, listing).text());
        });
  }

  private static final String SETTINGS =
      """
      ip link set lo up
      cd /proc/sys/net
      echo 0 > ipv6/conf/all/accept_dad; echo 0 > ipv6/conf/default/accept_dad
      echo 0 > ipv6/conf/default/accept_ra
      echo 0 > ipv4/neigh/default/proxy_delay; echo 0 > ipv6/neigh/default/proxy_delay
      echo 0 > ipv4/icmp_ratelimit; echo 0 > ipv6/icmp/ratelimit
      echo 0 > ipv4/icmp_msgs_per_sec 2>/dev/null
      echo 0 > ipv4/conf/all/rp_filter; echo 0 > ipv4/conf/default/rp_filter
      echo 0 > ipv4/tcp_synack_retries; echo 0 > ipv4/tcp_syncookies
      echo 65535 > ipv4/tcp_max_syn_backlog
      echo 0 > ipv4/conf/all/send_redirects; echo 0 > ipv4/conf/default/send_redirects
      # what one scene taught about the MTU of a path must not hold in the next
      echo 0 > ipv4/route/mtu_expires; echo 0 > ipv6/route/mtu_expires
      for t in udp udp_stream icmp tcp_syn_sent tcp_syn_recv tcp_established tcp_close generic; do
        f=netfilter/nf_conntrack_${t}_timeout; [ $t = tcp_syn_sent ] && f=netfilter/nf_conntrack_tcp_timeout_syn_sent
        case $t in udp_stream) f=netfilter/nf_conntrack_udp_timeout_stream;;
        tcp_*) f=netfilter/nf_conntrack_tcp_timeout_${t#tcp_};; esac
        echo 4 > $f 2>/dev/null
      done
      true
      """;

  private void node(int n) {
    sh(
        "ext",
        "ip link add v%1$d type veth peer name eth0 netns %2$s; ip link set v%1$d master br-lan; ip link set v%1$d up"
            .formatted(n, netns("w" + n)));
    sh(
        "w" + n,
        """
        ip link set eth0 up
        ip addr add 172.30.0.1%1$d/24 dev eth0; ip addr add fd00:172::1%1$d/64 dev eth0 nodad
        ip route add default via 172.30.0.1; ip -6 route add default via fd00:172::1
        echo 1 > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv6/conf/all/forwarding
        """
            .formatted(n));
    if (shape.bridge()) {
      sh(
          "w" + n,
          """
          ip link add cni0 type bridge; ip link set cni0 up
          ip addr add 10.244.%1$d.1/24 dev cni0; ip -6 addr add fd00:244:%1$d::1/64 dev cni0 nodad
          """
              .formatted(n));
    }
  }

  private void pod(String name, int n, int last) {
    sh(
        "w" + n,
        "ip link add veth%1$s type veth peer name eth0 netns %2$s; ip link set veth%1$s up; "
            .formatted(name, netns(name)));
    if (shape.bridge()) {
      sh("w" + n, "ip link set veth%s master cni0".formatted(name));
      sh(
          name,
          """
          ip link set eth0 up; ip addr add 10.244.%1$d.%2$d/24 dev eth0
          ip addr add fd00:244:%1$d::%2$d/64 dev eth0 nodad
          ip route add default via 10.244.%1$d.1; ip -6 route add default via fd00:244:%1$d::1
          """
              .formatted(n, last));
    } else {
      sh(
          "w" + n,
          """
          echo 1 > /proc/sys/net/ipv4/conf/veth%3$s/proxy_arp
          ip -6 addr add fe80::1/64 dev veth%3$s nodad
          ip route add 10.244.%1$d.%2$d dev veth%3$s; ip -6 route add fd00:244:%1$d::%2$d dev veth%3$s
          """
              .formatted(n, last, name));
      sh(
          name,
          """
          ip link set eth0 up; ip addr add 10.244.%1$d.%2$d/32 dev eth0
          ip addr add fd00:244:%1$d::%2$d/128 dev eth0 nodad
          ip route add 169.254.1.1 dev eth0; ip route add default via 169.254.1.1
          ip -6 route add default via fe80::1 dev eth0
          """
              .formatted(n, last));
    }
  }

  private void overlay() {
    for (int n = 1; n <= 2; n++) {
      int m = 3 - n;
      sh("w" + n, "ip -6 route add fd00:244:%1$d::/64 via fd00:172::1%1$d".formatted(m));
      if (!shape.vxlan()) {
        sh("w" + n, "ip route add 10.244.%1$d.0/24 via 172.30.0.1%1$d".formatted(m));
        continue;
      }
      sh(
          "w" + n,
          """
          ip link add flannel.1 address 02:00:00:00:00:0%1$d type vxlan id 1 dstport 8472 local 172.30.0.1%1$d dev eth0 nolearning
          ip addr add 10.244.%1$d.0/32 dev flannel.1; ip link set flannel.1 up
          ip neigh add 10.244.%2$d.0 lladdr 02:00:00:00:00:0%2$d dev flannel.1 nud permanent
          bridge fdb add 02:00:00:00:00:0%2$d dev flannel.1 dst 172.30.0.1%2$d
          ip route add 10.244.%2$d.0/24 via 10.244.%2$d.0 dev flannel.1 onlink
          """
              .formatted(n, m));
    }
  }

  /** Everybody learns everybody's hardware address, so that no probe has to wait for that. */
  private void warmUp() {
    for (int round = 0; round < 2; round++) {
      for (boolean v6 : new boolean[] {false, true}) {
        Map<String, String> at = v6 ? ADDRESSES6 : ADDRESSES;
        at.forEach(
            (from, src) ->
                at.values().stream()
                    .filter(dst -> !dst.equals(src))
                    .forEach(
                        dst ->
                            send(
                                from,
                                Wire.bytes(
                                    Wire.echo(Ip.parse(src), Ip.parse(dst), 104, 64, true), 1))));
      }
      lab.go(400);
    }
    // filters of scenes may drop neighbour discovery, and what failed would stay so for the next
    ADDRESSES6.keySet().forEach(name -> sh(name, PINNED));
  }

  private static final String PINNED =
      """
      ip -6 neigh | while read to _ dev _ mac _; do
        case $mac in *:*:*) ip -6 neigh replace $to lladdr $mac dev $dev nud permanent;; esac; done
      """;

  private static final Map<String, String> ADDRESSES =
      Map.of(
          "a",
          "10.244.1.2",
          "b",
          "10.244.1.3",
          "c",
          "10.244.2.2",
          "w1",
          "172.30.0.11",
          "w2",
          "172.30.0.12",
          "ext",
          "172.30.0.1");
  private static final Map<String, String> ADDRESSES6 =
      Map.of(
          "a",
          "fd00:244:1::2",
          "b",
          "fd00:244:1::3",
          "c",
          "fd00:244:2::2",
          "w1",
          "fd00:172::11",
          "w2",
          "fd00:172::12",
          "ext",
          "fd00:172::1");

  private String space(String name) {
    return shape + "-" + name;
  }

  private String netns(String name) {
    return "ccsim-" + lab.pid() + "-" + space(name);
  }

  /** Runs what undoes a scene while other worlds are played in; {@link #undone} waits for it. */
  void undo(String node, String script) {
    undoing.add(node);
    lab.start(space(node), script);
  }

  /** Waits until the last scene here is undone. */
  void undone() {
    undoing.forEach(node -> lab.await(space(node)));
    undoing.clear();
  }

  Lab.Output sh(String name, String script) {
    return lab.sh(space(name), script);
  }

  Lab lab() {
    return lab;
  }

  String inside(String space) {
    return space.substring(space.lastIndexOf('-') + 1);
  }

  void send(String name, byte[] packet) {
    lab.send(space(name), packet);
  }

  /**
   * Runs a script on a node and lists what the collectors would; {@code failed} holds what the
   * script complained about.
   */
  Listing list(String node, String script, Set<Scene.Tool> used) {
    begin(node, script, used);
    return listed(node);
  }

  /** Begins what {@link #list} does; {@link #listed} has what came of it. */
  void begin(String node, String script, Set<Scene.Tool> used) {
    lab.start(space(node), "{ :\n" + script + "\n}\n" + listing(script, used));
  }

  Listing listed(String node) {
    Lab.Output out = lab.await(space(node));
    Map<String, String> parts = new LinkedHashMap<>();
    int at = out.text().indexOf("@@@ ");
    String before = at < 0 ? out.text() : out.text().substring(0, at);
    for (String part : out.text().substring(Math.max(at, 0)).split("(?m)^@@@ ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        parts.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    if (parts.containsKey("iptables-save.txt")) {
      parts.put("iptables-nft-save.txt", parts.get("iptables-save.txt"));
    }
    return new Listing(parts, before.strip());
  }

  /** Texts by artifact name. */
  record Listing(Map<String, String> texts, String failed) {}

  /** What lists the state of the network, by the beginning of a command that changes only that. */
  private static final Map<String, String> STATE = new LinkedHashMap<>();

  static {
    STATE.put("ip link set cni0 mtu ", "echo '@@@ ip-addr.txt'; ip -d addr\n");
    STATE.put("ip route ", "echo '@@@ ip-route.txt'; ip -4 route show table all\n");
    STATE.put("ip -6 route ", "echo '@@@ ip6-route.txt'; ip -6 route show table all\n");
    STATE.put("ip rule ", "echo '@@@ ip-rule.txt'; ip -4 rule; ip -6 rule\n");
    STATE.put("ip neigh ", "echo '@@@ ip-neigh.txt'; ip -s neigh\n");
    STATE.put("bridge fdb ", "echo '@@@ bridge-fdb.txt'; bridge -s -d fdb\n");
    STATE.put("bridge link ", "echo '@@@ bridge-link.txt'; bridge -d link\n");
    STATE.put(
        "echo ",
        """
        echo "@@@ sysctl.txt"
        cd /proc/sys; for f in net/ipv4/ip_forward net/ipv6/conf/all/forwarding net/bridge/bridge-nf-call-* \
          net/ipv4/conf/*/forwarding net/ipv4/conf/*/rp_filter net/ipv4/conf/*/accept_local \
          net/ipv4/conf/*/route_localnet net/ipv4/conf/*/proxy_arp; do
          read v < $f; IFS=/; set -- $f; IFS=.; k="$*"; unset IFS; echo "$k = $v"; done
        """);
  }

  /** The listings that a script may change. */
  static String listing(String script, Set<Scene.Tool> used) {
    StringBuilder out = new StringBuilder();
    boolean nft = used.contains(Scene.Tool.NFT);
    boolean plain = used.contains(Scene.Tool.IPTABLES_NFT);
    boolean plain6 = used.contains(Scene.Tool.IPTABLES_NFT6);
    if (plain) {
      out.append("echo '@@@ iptables-save.txt'; iptables-nft-save -c\n");
    }
    if (used.contains(Scene.Tool.LEGACY)) {
      out.append("echo '@@@ iptables-legacy-save.txt'; iptables-legacy-save -c\n");
    }
    if (used.contains(Scene.Tool.LEGACY6)) {
      out.append("echo '@@@ ip6tables-save.txt'; ip6tables-legacy-save -c\n");
    } else if (plain6) {
      out.append("echo '@@@ ip6tables-save.txt'; ip6tables-nft-save -c\n");
    }
    if (nft || plain || plain6) {
      out.append("echo '@@@ nft-ruleset.txt'; nft -a list ruleset\n");
    }
    if (used.contains(Scene.Tool.IPSET)) {
      out.append("echo '@@@ ipset.txt'; ipset save\n");
    }
    if (used.contains(Scene.Tool.SHELL)) {
      List<String> commands =
          script
              .replaceAll("(?sm)^\\S.* <<'END'$.*?^END$", "")
              .lines()
              .filter(l -> !l.isBlank())
              .toList();
      boolean all =
          commands.isEmpty()
              || commands.stream().anyMatch(c -> STATE.keySet().stream().noneMatch(c::startsWith));
      STATE.forEach(
          (change, list) ->
              out.append(all || commands.stream().anyMatch(c -> c.startsWith(change)) ? list : ""));
    }
    return out.toString();
  }

  private void keep(String node, Listing l) {
    l.texts().forEach((name, text) -> texts.put("node/" + node + "/" + name, text));
  }

  private void cluster() {
    StringBuilder nodes = new StringBuilder();
    StringBuilder pods = new StringBuilder();
    for (int n = 1; n <= 2; n++) {
      nodes.append(
          """
          %3$s{"kind":"Node","metadata":{"name":"w%1$d"},"spec":{"podCIDR":"10.244.%1$d.0/24","podCIDRs":["10.244.%1$d.0/24"]},
          "status":{"addresses":[{"type":"InternalIP","address":"172.30.0.1%1$d"},{"type":"InternalIP","address":"fd00:172::1%1$d"}]}}\
          """
              .formatted(n, n, n > 1 ? "," : ""));
    }
    Map<String, String> addresses = new TreeMap<>(Map.of("a", "1 2", "b", "1 3", "c", "2 2"));
    addresses.forEach(
        (p, at) -> {
          String[] x = at.split(" ");
          pods.append(
              """
              %4$s{"kind":"Pod","metadata":{"name":"%1$s","namespace":"t"},"spec":{"nodeName":"w%2$s","containers":[{"name":"c"}]},
              "status":{"phase":"Running","podIP":"10.244.%2$s.%3$s","podIPs":[{"ip":"10.244.%2$s.%3$s"},{"ip":"fd00:244:%2$s::%3$s"}]}}\
              """
                  .formatted(p, x[0], x[1], pods.isEmpty() ? "" : ","));
        });
    texts.put("cluster/nodes.json", "{\"kind\":\"List\",\"items\":[" + nodes + "]}");
    texts.put("cluster/pods.json", "{\"kind\":\"List\",\"items\":[" + pods + "]}");
  }

  /** All artifacts, with those of the listings in place of the plain ones. */
  Map<String, String> artifacts(Map<String, Listing> listings) {
    Map<String, String> all = new TreeMap<>(texts);
    listings.forEach(
        (node, l) -> l.texts().forEach((name, text) -> all.put("node/" + node + "/" + name, text)));
    return all;
  }

  /** What a bundle of these artifacts is read as. */
  static Cluster cluster(Map<String, String> artifacts) throws IOException {
    Assembler a = new Assembler();
    for (Map.Entry<String, String> e : artifacts.entrySet()) {
      a.accept(
          Artifact.of(e.getKey()).withStatus(ArtifactStatus.COLLECTED, ""),
          new ByteArrayInputStream(e.getValue().getBytes(StandardCharsets.UTF_8)));
    }
    return a.cluster();
  }
}
