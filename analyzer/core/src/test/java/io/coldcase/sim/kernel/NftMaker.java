package io.coldcase.sim.kernel;

import io.coldcase.sim.kernel.Scene.Piece;
import io.coldcase.sim.kernel.Scene.Tool;
import java.util.ArrayList;
import java.util.List;

/** Random rule sets of nft(8), as commands: kube-proxy's nftables mode, and tables of one's own. */
final class NftMaker {
  private final Dice dice;
  private final String node;
  private final boolean v6;
  private final List<Piece> out = new ArrayList<>();

  NftMaker(Dice dice, String node, boolean v6) {
    this.dice = dice;
    this.node = node;
    this.v6 = v6;
  }

  List<Piece> pieces() {
    return out;
  }

  private void declare(String text) {
    out.add(new Piece(node, Tool.NFT, "", text, true));
  }

  private void rule(String text) {
    out.add(new Piece(node, Tool.NFT, "", "add rule " + text, false));
  }

  void some() {
    boolean proxy = !v6 && dice.chance(0.6);
    if (proxy) {
      kubeProxy();
    }
    if (!proxy || dice.chance(0.5)) {
      table(dice.of("inet", v6 ? "ip6" : "ip"), "own", 1 + dice.below(8));
    }
  }

  /** kube-proxy in nftables mode (pkg/proxy/nftables). */
  private void kubeProxy() {
    String t = "ip kube-proxy";
    declare("add table " + t);
    declare("add set ip kube-proxy cluster-ips { type ipv4_addr; }");
    declare("add set ip kube-proxy nodeport-ips { type ipv4_addr; }");
    declare(
        "add map ip kube-proxy service-ips { type ipv4_addr . inet_proto . inet_service : verdict;"
            + " }");
    declare(
        "add map ip kube-proxy service-nodeports { type inet_proto . inet_service : verdict; }");
    declare(
        "add map ip kube-proxy no-endpoint-services { type ipv4_addr . inet_proto . inet_service :"
            + " verdict; }");
    for (String c :
        List.of(
            "filter-prerouting-pre-dnat { type filter hook prerouting priority -110; }",
            "filter-input { type filter hook input priority 0; }",
            "filter-forward { type filter hook forward priority 0; }",
            "filter-output { type filter hook output priority 0; }",
            "nat-prerouting { type nat hook prerouting priority -100; }",
            "nat-output { type nat hook output priority -100; }",
            "nat-postrouting { type nat hook postrouting priority 100; }",
            "services",
            "masquerading",
            "mark-for-masquerade",
            "service-endpoints-check",
            "cluster-ips-check",
            "reject-chain")) {
      declare("add chain " + t + " " + c);
    }
    rule(t + " filter-input ct state new jump service-endpoints-check");
    rule(t + " filter-forward ct state new jump service-endpoints-check");
    rule(t + " filter-forward ct state new jump cluster-ips-check");
    rule(t + " filter-output ct state new jump service-endpoints-check");
    rule(t + " filter-output ct state new jump cluster-ips-check");
    rule(t + " nat-prerouting jump services");
    rule(t + " nat-output jump services");
    rule(t + " nat-postrouting jump masquerading");
    rule(t + " services ip daddr . meta l4proto . th dport vmap @service-ips");
    rule(t + " services ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports");
    rule(t + " masquerading meta mark & 0x00004000 == 0 return");
    rule(t + " masquerading meta mark set meta mark ^ 0x00004000");
    rule(t + " masquerading masquerade fully-random");
    rule(t + " mark-for-masquerade meta mark set meta mark | 0x00004000");
    rule(
        t
            + " service-endpoints-check ip daddr . meta l4proto . th dport vmap"
            + " @no-endpoint-services");
    rule(t + " cluster-ips-check ip daddr @cluster-ips reject");
    rule(t + " cluster-ips-check ip daddr 10.96.0.0/12 drop");
    rule(t + " reject-chain reject");
    element(t, "nodeport-ips", "172.30.0.11");
    int n = 0;
    for (String vip : Dice.VIPS.subList(0, 1 + dice.below(3))) {
      service(vip, n++);
    }
  }

  private void element(String table, String set, String e) {
    out.add(
        new Piece(
            node, Tool.NFT, "", "add element " + table + " " + set + " { " + e + " }", false));
  }

  private void service(String vip, int n) {
    String t = "ip kube-proxy";
    String proto = dice.of("tcp", "udp");
    String key = vip + " . " + proto + " . " + dice.of("80", "53", "443");
    if (vip.startsWith("10.96.")) {
      element(t, "cluster-ips", vip);
    }
    List<String> ends =
        dice.chance(0.12)
            ? List.of()
            : dice.some(List.of("10.244.1.2", "10.244.1.3", "10.244.2.2", "172.30.0.12"), 1);
    if (ends.isEmpty()) {
      element(t, "no-endpoint-services", key + " : goto reject-chain");
      return;
    }
    String svc = "service-" + n;
    declare("add chain " + t + " " + svc);
    element(t, "service-ips", key + " : goto " + svc);
    rule(
        t + " " + svc + " ip daddr " + vip + " ip saddr != 10.244.0.0/16 jump mark-for-masquerade");
    StringBuilder map = new StringBuilder();
    String port = dice.of("8080", "80", "9999");
    for (int i = 0; i < ends.size(); i++) {
      String e = "endpoint-" + n + "-" + i;
      declare("add chain " + t + " " + e);
      rule(t + " " + e + " ip saddr " + ends.get(i) + " jump mark-for-masquerade");
      rule(t + " " + e + " meta l4proto " + proto + " dnat to " + ends.get(i) + ":" + port);
      map.append(i > 0 ? ", " : "").append(i).append(" : goto ").append(e);
    }
    rule(t + " " + svc + " numgen random mod " + ends.size() + " vmap { " + map + " }");
    if (dice.chance(0.4)) {
      declare("add chain " + t + " external-" + n);
      rule(t + " external-" + n + " jump mark-for-masquerade");
      rule(t + " external-" + n + " goto " + svc);
      element(t, "service-nodeports", proto + " . " + (30080 + n) + " : goto external-" + n);
    }
  }

  private void table(String family, String name, int rules) {
    String t = family + " " + name;
    declare("add table " + t);
    String addr = v6 ? "ipv6_addr" : "ipv4_addr";
    declare("add set " + t + " hosts { type " + addr + "; }");
    declare("add set " + t + " nets { type " + addr + "; flags interval; auto-merge; }");
    declare("add set " + t + " pairs { type " + addr + " . inet_service; }");
    declare("add map " + t + " fates { type inet_service : verdict; }");
    declare("add map " + t + " byhost { type " + addr + " . inet_proto : verdict; }");
    element(t, "hosts", dice.host(v6));
    element(
        t,
        "nets",
        v6 ? "fd00:244:1::/64" : dice.of("10.244.1.0/24", "10.96.0.5-10.96.0.25", "10.0.0.0/8"));
    element(t, "pairs", dice.target(v6) + " . " + dice.port());
    element(t, "fates", dice.port() + " : " + dice.of("accept", "drop", "return"));
    element(
        t,
        "byhost",
        dice.target(v6)
            + " . "
            + dice.of("tcp", "udp")
            + " : "
            + dice.of("accept", "drop", "continue"));
    List<String> chains = new ArrayList<>();
    for (String hook :
        dice.some(List.of("prerouting", "input", "forward", "output", "postrouting"), 1)) {
      String prio = dice.of("0", "-150", "-300", "10", "-99", "150", "-10", "101");
      declare(
          "add chain "
              + t
              + " f-"
              + hook
              + " { type "
              + (hook.equals("output") && dice.chance(0.3) ? "route" : "filter")
              + " hook "
              + hook
              + " priority "
              + prio
              + "; policy "
              + (dice.chance(0.1) ? "drop" : "accept")
              + "; }");
      chains.add("f-" + hook);
    }
    if (dice.chance(0.5)) {
      for (String hook : dice.some(List.of("prerouting", "postrouting", "output", "input"), 1)) {
        declare(
            "add chain "
                + t
                + " n-"
                + hook
                + " { type nat hook "
                + hook
                + " priority "
                + (hook.equals("postrouting") || hook.equals("input")
                    ? dice.of("100", "90", "110")
                    : dice.of("-100", "-90", "-110"))
                + "; }");
        chains.add("n-" + hook);
      }
    }
    if (dice.chance(0.4)) {
      declare("add chain " + t + " u-any");
      chains.add("u-any");
    }
    for (int i = 0; i < rules; i++) {
      String c = dice.of(chains);
      boolean call = chains.contains("u-any") && !c.equals("u-any") && dice.chance(0.2);
      rule(
          t
              + " "
              + c
              + matches(c, dice.below(3))
              + (call ? dice.of(" jump u-any", " goto u-any") : statement(c)));
    }
  }

  private String ip() {
    return v6 ? "ip6" : "ip";
  }

  private String not() {
    return dice.chance(0.2) ? "!= " : "";
  }

  private String matches(String chain, int n) {
    StringBuilder m = new StringBuilder();
    for (int i = 0; i < n; i++) {
      m.append(" ").append(match(chain).strip());
    }
    // nft 1.0.6 lists "ip protocol icmp th sport 53" without its protocol: nobody can tell then
    return m.indexOf("icmp") < 0
        ? m.toString()
        : m.toString().replaceAll("\\bth (?=[sd]port)", "tcp ");
  }

  private String match(String chain) {
    boolean in =
        chain.endsWith("prerouting") || chain.endsWith("input") || chain.endsWith("forward");
    boolean to =
        chain.endsWith("postrouting") || chain.endsWith("output") || chain.endsWith("forward");
    return switch (dice.below(30)) {
      case 0, 1 ->
          ip()
              + " saddr "
              + not()
              + dice.net(v6).replaceAll("^(0.0.0.0|::)/0$", v6 ? "fd00::/8" : "10.0.0.0/8");
      case 2, 3 ->
          ip()
              + " daddr "
              + not()
              + dice.net(v6).replaceAll("^(0.0.0.0|::)/0$", v6 ? "fd00::/8" : "10.0.0.0/8");
      case 28 ->
          dice.of("tcp", "udp", "th")
              + dice.of(" dport", " sport")
              + dice.of(" < 1024", " > 1024", " <= 8080", " >= 8080");
      case 4 ->
          dice.of("tcp", "udp", "th")
              + " dport "
              + not()
              + dice.of("80", "{ 80, 443, 1000-2000 }", "8080", "53", "30000-32767");
      case 5 -> "meta l4proto " + not() + dice.of("tcp", "udp", "{ tcp, udp }");
      case 6 -> in ? "iifname " + not() + "\"" + dice.of("eth0", "cni0", "lo", "veth*") + "\"" : "";
      case 7 ->
          to ? "oifname " + not() + "\"" + dice.of("eth0", "cni0", "flannel.1", "lo") + "\"" : "";
      case 8, 9 ->
          "ct state "
              + not()
              + dice.of(
                  "new", "established,related", "invalid", "untracked", "{ new, established }");
      case 10 -> "ct status " + dice.of("dnat", "snat", "!= dnat");
      case 11 ->
          "meta mark "
              + dice.of("0x1", "& 0x4000 == 0x4000", "& 0x3 != 0x0", "!= 0x2", "and 0x1 == 0x0");
      case 12 -> "ct mark " + dice.of("0x1", "& 0x8 == 0x8");
      case 13 -> "fib daddr type " + not() + dice.of("local", "unicast");
      case 14 -> "fib saddr type " + dice.of("local", "unicast");
      case 15 -> ip() + " saddr " + not() + "@" + dice.of("hosts", "nets");
      case 16 -> ip() + " daddr . " + dice.of("tcp", "udp", "th") + " dport " + not() + "@pairs";
      case 17 -> "ct direction " + dice.of("original", "reply");
      case 18 -> "ct original " + ip() + " daddr " + dice.target(v6);
      case 19 ->
          dice.of("meta length", v6 ? "ip6 length" : "ip length")
                  .replace("ip6 length", "meta length")
              + " "
              + dice.of("< 100", "0-99", "> 500");
      case 23 -> "ct original proto-dst " + dice.of("80", "8080", "53");
      case 24 ->
          in
              ? "iifname . "
                  + ip()
                  + " saddr { \"eth0\" . "
                  + dice.host(v6)
                  + ", \"cni0\" . "
                  + dice.host(v6)
                  + " }"
              : "";
      case 25 -> "meta nfproto " + (v6 ? "ipv6" : dice.of("ipv4", "ipv4", "ipv6"));
      case 26 ->
          ip() + " saddr . " + ip() + " daddr { " + dice.host(v6) + " . " + dice.target(v6) + " }";
      case 27 -> v6 ? "ip6 nexthdr tcp" : "ip protocol " + not() + dice.of("tcp", "udp", "icmp");
      case 21 -> (v6 ? "ip6" : "ip") + dice.of(" dscp cs0", " dscp != cs1", " ecn not-ect");
      case 22 -> "meta pkttype " + not() + dice.of("unicast", "host", "multicast");
      case 20 -> (v6 ? "ip6 hoplimit" : "ip ttl") + dice.of(" < 64", " 64", " > 5");
      default ->
          v6
              ? dice.of(
                  "meta l4proto ipv6-icmp",
                  "icmpv6 type echo-request",
                  "icmpv6 type { echo-request, echo-reply, nd-neighbor-solicit }",
                  "icmpv6 type != echo-reply")
              : dice.of(
                  "icmp type echo-request",
                  "icmp type { echo-request, echo-reply }",
                  "tcp flags syn / fin,syn,rst,ack",
                  "limit rate 5/second",
                  "limit rate over 10 mbytes/second burst 5 kbytes");
    };
  }

  private String statement(String chain) {
    String host =
        v6
            ? "[" + dice.of("fd00:244:1::2", "fd00:244:1::3", "fd00:244:2::2") + "]"
            : dice.of("10.244.1.2", "10.244.1.3", "10.244.2.2", "172.30.0.12");
    String dnat = "ip" + (v6 ? "6" : "");
    if (chain.equals("n-prerouting") || chain.equals("n-output")) {
      return dice.of(
          " accept",
          " return",
          " meta l4proto tcp dnat " + dnat + " to " + host + ":8080",
          " meta l4proto udp dnat " + dnat + " to " + host + ":53",
          " dnat " + dnat + " to " + host.replaceAll("[\\[\\]]", ""),
          " tcp dport 443 redirect to :8443",
          v6
              ? " return"
              : dice.of(
                  " meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : 10.244.1.2, 1 :"
                      + " 10.244.2.2 }",
                  " meta l4proto udp dnat ip to jhash ip saddr mod 2 map { 0 : 10.244.1.3, 1 :"
                      + " 10.244.2.2 }",
                  " dnat ip to ip daddr map { 10.96.0.10 : 10.244.1.2, 10.96.0.20 : 10.244.2.2 }"));
    }
    if (chain.equals("n-postrouting")) {
      return dice.of(
          " accept",
          " masquerade",
          " masquerade random",
          " snat " + dnat + " to " + (v6 ? "fd00:172::11" : "172.30.0.11"),
          " snat " + dnat + " to " + (v6 ? "fd00:172::11" : "172.30.0.11") + " fully-random",
          " return");
    }
    if (chain.equals("n-input")) {
      return dice.of(" accept", " return");
    }
    if (chain.equals("u-any")) {
      return dice.of(" accept", " return", " counter", " drop", " meta mark set 0x1");
    }
    return switch (dice.below(14)) {
      case 0, 1, 2 -> " accept";
      case 3, 4 -> " drop";
      case 5 -> " return";
      case 6 -> chain.endsWith("put") || chain.endsWith("forward") ? " reject" : " counter drop";
      case 7 ->
          " meta mark set "
              + dice.of(
                  "0x1",
                  "meta mark | 0x4000",
                  "meta mark ^ 0x3",
                  "ct mark",
                  "ct mark and 0xff",
                  "meta mark & 0xfffffffe");
      case 8 -> " ct mark set " + dice.of("0x1", "meta mark", "ct mark | 0x8", "meta mark and 0x3");
      case 9 -> " th dport vmap @fates";
      case 10 -> " " + ip() + " daddr . meta l4proto vmap @byhost";
      case 11 -> " tcp dport vmap { 80 : accept, 443 : drop, 8000-9000 : return }";
      case 12 ->
          chain.equals("f-prerouting") || chain.equals("f-output")
              ? " notrack"
              : " counter log prefix \"x \" accept";
      default ->
          " "
              + dice.of(
                  "numgen random mod 2 vmap { 0 : accept, 1 : drop }",
                  "counter",
                  "ct state vmap { invalid : drop, established : accept, related : accept }",
                  "iifname vmap { \"lo\" : accept, \"eth0\" : continue }");
    };
  }
}
