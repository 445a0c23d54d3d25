package io.coldcase.sim.kernel;

import java.util.List;

/** What kube-proxy, flannel, docker and hardening scripts write, with random content. */
final class Templates {
  private Templates() {}

  /** kube-proxy in iptables mode (pkg/proxy/iptables), for random Services of the pods. */
  static void kubeProxy(IptablesMaker m, Dice dice) {
    for (String c : List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")) {
      m.chain("nat", c, "ACCEPT");
    }
    for (String c : List.of("INPUT", "FORWARD", "OUTPUT")) {
      m.chain("filter", c, "ACCEPT");
    }
    for (String c :
        List.of("KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-POSTROUTING", "KUBE-MARK-MASQ")) {
      m.chain("nat", c, "-");
    }
    for (String c :
        List.of(
            "KUBE-SERVICES",
            "KUBE-FORWARD",
            "KUBE-EXTERNAL-SERVICES",
            "KUBE-FIREWALL",
            "KUBE-NODEPORTS")) {
      m.chain("filter", c, "-");
    }
    m.rule(
        "nat", "PREROUTING -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES");
    m.rule("nat", "OUTPUT -m comment --comment \"kubernetes service portals\" -j KUBE-SERVICES");
    m.rule(
        "nat",
        "POSTROUTING -m comment --comment \"kubernetes postrouting rules\" -j KUBE-POSTROUTING");
    m.rule("nat", "KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN");
    m.rule("nat", "KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0");
    m.rule("nat", "KUBE-POSTROUTING -j MASQUERADE --random-fully");
    m.rule("nat", "KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000");
    m.rule("filter", "INPUT -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES");
    m.rule("filter", "INPUT -j KUBE-FIREWALL");
    m.rule("filter", "FORWARD -j KUBE-FORWARD");
    m.rule("filter", "FORWARD -m conntrack --ctstate NEW -j KUBE-SERVICES");
    m.rule("filter", "FORWARD -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES");
    m.rule("filter", "OUTPUT -m conntrack --ctstate NEW -j KUBE-SERVICES");
    m.rule("filter", "OUTPUT -j KUBE-FIREWALL");
    m.rule(
        "filter",
        "KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m conntrack ! --ctstate"
            + " RELATED,ESTABLISHED,DNAT -j DROP");
    m.rule("filter", "KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP");
    m.rule("filter", "KUBE-FORWARD -m mark --mark 0x4000/0x4000 -j ACCEPT");
    m.rule("filter", "KUBE-FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    int n = 0;
    for (String vip : Dice.VIPS.subList(0, 1 + dice.below(3))) {
      service(m, dice, vip, n++);
    }
    m.rule("nat", "KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
  }

  private static void service(IptablesMaker m, Dice dice, String vip, int n) {
    String proto = dice.of("tcp", "tcp", "udp");
    int port = dice.of(List.of(80, 443, 53));
    String match = "-d " + vip + "/32 -p " + proto + " -m " + proto + " --dport " + port;
    List<String> all = List.of("10.244.1.2", "10.244.1.3", "10.244.2.2", "172.30.0.12");
    List<String> ends = dice.chance(0.12) ? List.of() : dice.some(all, 1);
    if (ends.isEmpty()) {
      m.rule("filter", "KUBE-SERVICES " + match + " -j REJECT --reject-with icmp-port-unreachable");
      return;
    }
    String svc = "KUBE-SVC-" + n;
    m.chain("nat", svc, "-");
    m.rule("nat", "KUBE-SERVICES " + match + " -j " + svc);
    m.rule("nat", svc + " ! -s 10.244.0.0/16 " + match + " -j KUBE-MARK-MASQ");
    String pods = dice.of("8080", "80", "9999");
    boolean sticky = dice.chance(0.2);
    for (String e : ends) {
      String sep = "KUBE-SEP-" + n + "-" + ends.indexOf(e);
      m.chain("nat", sep, "-");
      if (sticky) {
        m.rule(
            "nat",
            svc
                + " -m recent --rcheck --seconds 10800 --reap --name "
                + sep
                + " --mask 255.255.255.255 --rsource -j "
                + sep);
      }
    }
    if (dice.chance(0.5)) {
      nodePort(m, dice, proto, n, svc, ends);
    }
    for (int i = 0; i < ends.size(); i++) {
      String sep = "KUBE-SEP-" + n + "-" + i;
      int left = ends.size() - i;
      m.rule(
          "nat",
          svc
              + (left > 1
                  ? " -m statistic --mode random --probability "
                      + String.format("%.11f", 1.0 / left)
                  : "")
              + " -j "
              + sep);
      m.rule("nat", sep + " -s " + ends.get(i) + "/32 -j KUBE-MARK-MASQ");
      String recent =
          sticky ? " -m recent --set --name " + sep + " --mask 255.255.255.255 --rsource" : "";
      m.rule(
          "nat",
          sep
              + " -p "
              + proto
              + recent
              + " -m "
              + proto
              + " -j DNAT --to-destination "
              + ends.get(i)
              + ":"
              + pods);
    }
  }

  private static void nodePort(
      IptablesMaker m, Dice dice, String proto, int n, String svc, List<String> ends) {
    String ext = "KUBE-EXT-" + n;
    int port = dice.of(List.of(30080, 30081));
    m.chain("nat", ext, "-");
    m.rule(
        "nat", "KUBE-NODEPORTS -p " + proto + " -m " + proto + " --dport " + port + " -j " + ext);
    if (dice.chance(0.5)) {
      m.rule("nat", ext + " -j KUBE-MARK-MASQ");
      m.rule("nat", ext + " -j " + svc);
      return;
    }
    // externalTrafficPolicy: Local
    m.rule("nat", ext + " -s 10.244.0.0/16 -j " + svc);
    m.rule("nat", ext + " -m addrtype --src-type LOCAL -j KUBE-MARK-MASQ");
    m.rule("nat", ext + " -m addrtype --src-type LOCAL -j " + svc);
    List<String> local = ends.stream().filter(e -> e.startsWith("10.244.1.")).toList();
    if (local.isEmpty()) {
      m.rule(
          "filter",
          "KUBE-EXTERNAL-SERVICES -p "
              + proto
              + " -m addrtype --dst-type LOCAL -m "
              + proto
              + " --dport "
              + port
              + " -j DROP");
    } else {
      String svl = "KUBE-SVL-" + n;
      m.chain("nat", svl, "-");
      m.rule("nat", ext + " -j " + svl);
      m.rule("nat", svl + " -j KUBE-SEP-" + n + "-" + ends.indexOf(local.get(0)));
    }
  }

  static void flannel(IptablesMaker m) {
    for (String c : List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING")) {
      m.chain("nat", c, "ACCEPT");
    }
    m.chain("nat", "FLANNEL-POSTRTG", "-");
    m.chain("filter", "FORWARD", "ACCEPT");
    m.chain("filter", "FLANNEL-FWD", "-");
    m.rule("nat", "POSTROUTING -m comment --comment \"flanneld masq\" -j FLANNEL-POSTRTG");
    m.rule("nat", "FLANNEL-POSTRTG -m mark --mark 0x4000/0x4000 -j RETURN");
    m.rule("nat", "FLANNEL-POSTRTG -s 10.244.1.0/24 -d 10.244.0.0/16 -j RETURN");
    m.rule("nat", "FLANNEL-POSTRTG -s 10.244.0.0/16 -d 10.244.1.0/24 -j RETURN");
    m.rule("nat", "FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.1.0/24 -j RETURN");
    m.rule("nat", "FLANNEL-POSTRTG -s 10.244.0.0/16 ! -d 224.0.0.0/4 -j MASQUERADE --random-fully");
    m.rule(
        "nat", "FLANNEL-POSTRTG ! -s 10.244.0.0/16 -d 10.244.0.0/16 -j MASQUERADE --random-fully");
    m.rule("filter", "FORWARD -m comment --comment \"flanneld forward\" -j FLANNEL-FWD");
    m.rule("filter", "FLANNEL-FWD -s 10.244.0.0/16 -j ACCEPT");
    m.rule("filter", "FLANNEL-FWD -d 10.244.0.0/16 -j ACCEPT");
  }

  static void docker(IptablesMaker m) {
    m.chain("filter", "FORWARD", "DROP");
    for (String c : List.of("DOCKER", "DOCKER-USER", "DOCKER-ISOLATION-STAGE-1")) {
      m.chain("filter", c, "-");
    }
    m.rule("filter", "FORWARD -j DOCKER-USER");
    m.rule("filter", "FORWARD -j DOCKER-ISOLATION-STAGE-1");
    m.rule("filter", "FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    m.rule("filter", "FORWARD -i docker0 ! -o docker0 -j ACCEPT");
    m.rule("filter", "DOCKER-USER -j RETURN");
    m.rule("filter", "DOCKER-ISOLATION-STAGE-1 -j RETURN");
  }

  /** A host firewall as hardening guides have it: what is known may pass, the rest not. */
  static void hardening(IptablesMaker m, Dice dice) {
    m.chain("filter", "INPUT", dice.of("DROP", "ACCEPT"));
    m.chain("filter", "FORWARD", dice.of("DROP", "ACCEPT", "ACCEPT"));
    m.chain("filter", "OUTPUT", "ACCEPT");
    m.rule("filter", "INPUT -i lo -j ACCEPT");
    m.rule(
        "filter",
        "INPUT -m conntrack --ctstate "
            + dice.of("RELATED,ESTABLISHED", "ESTABLISHED")
            + " -j ACCEPT");
    if (dice.chance(0.5)) {
      m.rule("filter", "INPUT -m conntrack --ctstate INVALID -j DROP");
    }
    if (dice.chance(0.7)) {
      m.rule("filter", "INPUT -p icmp -m icmp --icmp-type 8 -j ACCEPT");
    }
    m.rule("filter", "INPUT -p tcp -m multiport --dports 22,80," + dice.port() + " -j ACCEPT");
    if (dice.chance(0.6)) {
      m.rule("filter", "INPUT -s " + dice.net(false) + " -j ACCEPT");
    }
    if (dice.chance(0.6)) {
      m.rule("filter", "INPUT -p udp -m udp --dport 8472 -j ACCEPT");
    }
    if (dice.chance(0.4)) {
      m.rule("filter", "INPUT -j REJECT --reject-with icmp-host-prohibited");
    }
    if (dice.chance(0.4)) {
      m.rule("filter", "FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
      m.rule("filter", "FORWARD -s " + dice.net(false) + " -j ACCEPT");
      m.rule("filter", "FORWARD -j REJECT --reject-with icmp-host-prohibited");
    }
  }

  /** NodeLocal DNSCache: no tracking for its address. */
  static void nodeLocalDns(IptablesMaker m) {
    for (String c : List.of("PREROUTING", "OUTPUT")) {
      m.chain("raw", c, "ACCEPT");
    }
    m.chain("filter", "INPUT", "ACCEPT");
    m.chain("filter", "OUTPUT", "ACCEPT");
    for (String p : List.of("udp", "tcp")) {
      m.rule(
          "raw",
          "PREROUTING -d 10.244.1.1/32 -p " + p + " -m " + p + " --dport 53 -j CT --notrack");
      m.rule("raw", "OUTPUT -s 10.244.1.1/32 -p " + p + " -m " + p + " --sport 53 -j CT --notrack");
      m.rule("filter", "INPUT -d 10.244.1.1/32 -p " + p + " -m " + p + " --dport 53 -j ACCEPT");
      m.rule("filter", "OUTPUT -s 10.244.1.1/32 -p " + p + " -m " + p + " --sport 53 -j ACCEPT");
    }
  }
}
