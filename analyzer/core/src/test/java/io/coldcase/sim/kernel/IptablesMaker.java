package io.coldcase.sim.kernel;

import io.coldcase.sim.kernel.Scene.Piece;
import io.coldcase.sim.kernel.Scene.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Random rules of iptables(8) and iptables-extensions(8), valid where they are put. */
final class IptablesMaker {
  private static final Map<String, List<String>> HOOKS =
      Map.of(
          "raw", List.of("PREROUTING", "OUTPUT"),
          "mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
          "nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
          "filter", List.of("INPUT", "FORWARD", "OUTPUT"),
          "security", List.of("INPUT", "FORWARD", "OUTPUT"));

  private final Dice dice;
  private final String node;
  private final Tool tool;
  private final boolean v6;
  private final List<String> sets;
  private final List<Piece> out = new ArrayList<>();

  IptablesMaker(Dice dice, String node, Tool tool, List<String> sets) {
    this.dice = dice;
    this.node = node;
    this.tool = tool;
    this.v6 = tool == Tool.LEGACY6 || tool == Tool.IPTABLES_NFT6;
    this.sets = sets;
  }

  List<Piece> pieces() {
    return out;
  }

  void chain(String table, String name, String policy) {
    String text = ":" + name + " " + policy + " [0:0]";
    if (out.stream()
        .noneMatch(p -> p.group().equals(table) && p.text().startsWith(":" + name + " "))) {
      out.add(new Piece(node, tool, table, text, true));
    }
  }

  void rule(String table, String text) {
    out.add(new Piece(node, tool, table, "-A " + text, false));
  }

  /** The built-in chains of a table, some with policy DROP, and user chains with random rules. */
  void random(String table, int rules) {
    List<String> hooks = HOOKS.get(table);
    for (String h : hooks) {
      boolean drop = table.equals("filter") && dice.chance(0.12);
      chain(table, h, drop ? "DROP" : "ACCEPT");
    }
    // a user chain belongs to one hook, and calls only later chains of that hook
    List<String> users = new ArrayList<>();
    for (int i = dice.below(4); i > 0; i--) {
      String name = "U" + users.size() + "-" + dice.of(hooks);
      users.add(name);
      chain(table, name, "-");
    }
    for (int i = 0; i < rules; i++) {
      String chain = dice.chance(0.5) && !users.isEmpty() ? dice.of(users) : dice.of(hooks);
      String hook = chain.substring(chain.indexOf('-') + 1);
      List<String> callable =
          users.stream()
              .filter(
                  u -> u.endsWith("-" + hook) && (!chain.contains("-") || u.compareTo(chain) > 0))
              .toList();
      rule(table, random(table, chain, hook, callable));
    }
    for (String u : users) {
      String hook = u.substring(u.indexOf('-') + 1);
      rule(
          table,
          hook
              + matches(table, hook, dice.below(2), "")
              + (dice.chance(0.2) ? " -g " : " -j ")
              + u);
    }
  }

  private String random(String table, String chain, String hook, List<String> callable) {
    String proto = dice.of("", "", "tcp", "udp", "tcp", v6 ? "ipv6-icmp" : "icmp", "udp", "tcp");
    String target = target(table, hook, callable, proto);
    if (target.contains("--to-ports")
        || target.contains("tcp-reset")
        || target.contains("--on-port")) {
      proto =
          target.contains("tcp-reset") || proto.isEmpty() || proto.contains("icmp") ? "tcp" : proto;
    }
    if (target.contains("TCPMSS")) {
      return chain + " -p tcp -m tcp --tcp-flags SYN,RST SYN" + target;
    }
    if (target.contains("--to-destination") && target.matches(".*(\\d:\\d+|\\]:\\d+)$")) {
      proto = proto.isEmpty() || proto.contains("icmp") ? "tcp" : proto;
    }
    return chain + matches(table, hook, dice.below(3), proto) + target;
  }

  String matches(String table, String hook, int n, String proto) {
    StringBuilder m = new StringBuilder();
    if (!proto.isEmpty()) {
      m.append(" -p ").append(proto);
      if (!proto.contains("icmp") && dice.chance(0.6)) {
        m.append(ports(proto));
      } else if (proto.equals("tcp") && dice.chance(0.2)) {
        m.append(
            dice.of(
                " -m tcp --syn",
                " -m tcp ! --syn",
                " -m tcp --tcp-flags FIN,SYN,RST,ACK SYN",
                " -m tcp --tcp-flags SYN,ACK SYN,ACK",
                " -m tcp --tcp-flags ALL NONE"));
      } else if (proto.equals("icmp") && dice.chance(0.5)) {
        m.append(
            dice.of(
                " -m icmp --icmp-type 8",
                " -m icmp ! --icmp-type 8",
                " -m icmp --icmp-type 0",
                " -m icmp --icmp-type 3/4",
                " -m icmp --icmp-type any"));
      } else if (proto.equals("ipv6-icmp") && dice.chance(0.5)) {
        m.append(
            dice.of(
                " -m icmp6 --icmpv6-type 128",
                " -m icmp6 ! --icmpv6-type 129",
                " -m icmp6 --icmpv6-type 1"));
      }
    }
    List<String> used = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      String one = match(dice.below(31), table, hook);
      String what = one.replaceAll("^ (! )?", "").replaceAll("^(-[sdio]|-m \\S+) .*", "$1");
      if (!used.contains(what)) {
        used.add(what);
        m.append(one);
      }
    }
    return m.toString();
  }

  private String not() {
    return dice.chance(0.2) ? " !" : "";
  }

  private String ports(String proto) {
    int p = dice.port();
    return switch (dice.below(7)) {
      case 5 -> " -m multiport" + not() + " --sports 1024:40000,50000";
      case 6 -> " -m multiport" + not() + " --ports " + p + ",1000:2000";
      case 0 -> " -m multiport" + not() + " --dports " + p + "," + dice.port() + ",1000:2000";
      case 1 -> " -m " + proto + " --dport " + Math.max(1, p - 10) + ":" + (p + 10);
      case 2 -> " -m " + proto + not() + " --sport 1024:65535";
      default -> " -m " + proto + not() + " --dport " + p;
    };
  }

  private String match(int kind, String table, String hook) {
    boolean in = hook.equals("PREROUTING") || hook.equals("INPUT") || hook.equals("FORWARD");
    boolean from = hook.equals("FORWARD") || hook.equals("OUTPUT") || hook.equals("POSTROUTING");
    boolean tracked = !table.equals("raw");
    return switch (kind) {
      case 0, 1, 2 -> not() + " -s " + dice.net(v6);
      case 3, 4, 5 -> not() + " -d " + dice.net(v6);
      case 6, 7 -> in ? not() + " -i " + dice.dev() : "";
      case 8 -> from ? not() + " -o " + dice.dev() : "";
      case 9, 10 ->
          tracked
              ? " -m conntrack"
                  + not()
                  + " --ctstate "
                  + String.join(
                      ",",
                      dice.some(
                          List.of(
                              "NEW",
                              "ESTABLISHED",
                              "RELATED",
                              "INVALID",
                              "UNTRACKED",
                              "DNAT",
                              "SNAT"),
                          1))
              : "";
      case 11 -> tracked ? " -m conntrack --ctdir " + dice.of("ORIGINAL", "REPLY") : "";
      case 12 -> tracked ? " -m conntrack" + not() + " --ctorigdst " + dice.target(v6) : "";
      case 13 ->
          " -m mark"
              + not()
              + " --mark "
              + dice.of("0x1", "0x4000/0x4000", "0x0/0x4000", "0x2/0x3");
      case 14 ->
          tracked ? " -m connmark" + not() + " --mark " + dice.of("0x1", "0x8/0x8", "0x0") : "";
      case 15 ->
          " -m addrtype"
              + not()
              + " --dst-type "
              + dice.of("LOCAL", "UNICAST", "LOCAL", "MULTICAST", "BROADCAST");
      case 16 -> " -m addrtype" + not() + " --src-type " + dice.of("LOCAL", "UNICAST");
      case 17 ->
          dice.chance(0.4)
              ? dice.of(
                  " -m statistic --mode random --probability 0.5",
                  " -m statistic --mode nth --every 3 --packet 1")
              : "";
      case 18 ->
          v6
              ? ""
              : " -m iprange"
                  + not()
                  + dice.of(
                      " --src-range 10.244.1.2-10.244.1.9",
                      " --dst-range 10.96.0.5-10.96.0.15",
                      " --dst-range 10.244.1.3-10.244.2.2");
      case 19 -> sets.isEmpty() || v6 ? "" : set();
      case 20 -> !hook.equals("OUTPUT") ? " -m physdev" + not() + physdev(hook) : "";
      case 21 -> " -m length" + not() + " --length " + dice.of("0:100", "60", "200:65535");
      case 22 ->
          v6
              ? " -m hl" + dice.of(" --hl-lt 64", " --hl-eq 64")
              : " -m ttl" + dice.of(" --ttl-lt 64", " --ttl-eq 64", " --ttl-gt 5");
      case 23 ->
          dice.chance(0.3)
              ? dice.of(
                  " -m limit --limit 5/sec",
                  " -m recent --name r --set",
                  " -m hashlimit --hashlimit-upto 5/sec --hashlimit-name h --hashlimit-mode srcip")
              : "";
      case 25 -> tracked ? " -m conntrack" + not() + " --ctorigsrc " + dice.net(v6) : "";
      case 26 -> tracked ? " -m conntrack" + not() + " --ctorigdstport " + dice.port() : "";
      case 27 -> tracked ? " -m state" + not() + " --state " + dice.of("NEW", "ESTABLISHED") : "";
      case 28 -> tracked ? " -m conntrack" + not() + " --ctorigsrcport 1024:40000" : "";
      case 29 ->
          tracked
              ? " -m conntrack --ctstate NEW --ctdir ORIGINAL --ctorigdst " + dice.target(v6)
              : "";
      case 24 ->
          hook.equals("PREROUTING") && (table.equals("raw") || table.equals("mangle"))
              ? " -m rpfilter" + dice.of(" --invert", "", " --loose --invert")
              : "";
      default ->
          dice.chance(0.3)
              ? dice.of(
                      " -m u32 --u32 \"0>>28=4\"",
                      " -m dscp --dscp 0x00",
                      " -m pkttype --pkt-type unicast",
                      " -m owner --uid-owner 0")
                  .replaceAll(hook.equals("OUTPUT") && !v6 ? "^$" : " -m (owner|u32).*", "")
              : "";
    };
  }

  private String physdev(String hook) {
    return hook.equals("FORWARD") || hook.equals("POSTROUTING")
        ? dice.of(
            " --physdev-is-bridged",
            " --physdev-in vetha",
            " --physdev-is-in",
            " --physdev-out vethb",
            " --physdev-is-out")
        : dice.of(" --physdev-in vetha", " --physdev-is-in");
  }

  private String set() {
    String s = dice.of(sets);
    boolean two = s.contains("p");
    return " -m set"
        + not()
        + " --match-set "
        + s
        + " "
        + dice.of("src", "dst")
        + (two ? "," + dice.of("src", "dst", "dst") : "");
  }

  private String target(String table, String hook, List<String> callable, String proto) {
    if (!callable.isEmpty() && dice.chance(0.15)) {
      return (dice.chance(0.25) ? " -g " : " -j ") + dice.of(callable);
    }
    String port = ":" + dice.of(List.of(80, 443, 8080, 53));
    return switch (table) {
      case "nat" ->
          switch (hook) {
            case "PREROUTING", "OUTPUT" ->
                switch (dice.below(8)) {
                  case 0 -> " -j ACCEPT";
                  case 1 -> " -j RETURN";
                  case 2 -> " -j REDIRECT --to-ports 8080";
                  case 3 -> " -j DNAT --to-destination " + dice.host(v6);
                  default ->
                      " -j DNAT --to-destination "
                          + (v6 ? "[" + dice.host(true) + "]" : dice.host(false))
                          + port;
                };
            case "POSTROUTING" ->
                dice.of(
                    " -j ACCEPT",
                    " -j RETURN",
                    " -j MASQUERADE",
                    " -j MASQUERADE --random-fully",
                    " -j SNAT --random --to-source " + (v6 ? "fd00:172::11" : "172.30.0.11"),
                    " -j SNAT --to-source " + (v6 ? "fd00:172::11" : "172.30.0.11"));
            default ->
                dice.of(
                    " -j ACCEPT",
                    " -j RETURN",
                    " -j SNAT --to-source " + (v6 ? "2001:db8::99" : "192.0.2.99"));
          };
      case "raw" ->
          dice.of(
              " -j ACCEPT",
              " -j CT --notrack",
              " -j RETURN",
              " -j DROP",
              tool == Tool.LEGACY ? " -j NOTRACK" : " -j CT --notrack",
              " -j LOG");
      case "mangle" ->
          dice.of(
              " -j ACCEPT",
              " -j RETURN",
              " -j DROP",
              " -j MARK --set-xmark 0x1/0x1",
              " -j MARK --set-xmark 0x4000/0x4000",
              " -j MARK --set-xmark 0x2/0xffffffff",
              " -j MARK --and-mark 0xfffe",
              " -j MARK --or-mark 0x8",
              " -j MARK --xor-mark 0x3",
              " -j CONNMARK --save-mark --nfmask 0xff --ctmask 0xff",
              " -j CONNMARK --restore-mark --nfmask 0xffffffff --ctmask 0xffffffff",
              " -j CONNMARK --set-xmark 0x8/0x8",
              " -j CONNMARK --save-mark --nfmask 0x3 --ctmask 0x7",
              " -j CONNMARK --restore-mark --nfmask 0xf --ctmask 0x9",
              " -j LOG",
              (v6 ? " -j HL --hl-set " : " -j TTL --ttl-set ") + dice.of("1", "2", "64"),
              hook.equals("PREROUTING") || hook.equals("INPUT")
                  ? " -j MARK --set-mark 0x1"
                  : " -j TCPMSS --clamp-mss-to-pmtu");
      case "security" -> dice.of(" -j ACCEPT", " -j DROP", " -j RETURN");
      default ->
          switch (dice.below(8)) {
            case 0, 1, 2 -> " -j ACCEPT";
            case 3, 4 -> " -j DROP";
            case 5 -> " -j RETURN";
            case 6 ->
                proto.equals("tcp") && dice.chance(0.5)
                    ? " -j REJECT --reject-with tcp-reset"
                    : v6
                        ? " -j REJECT"
                        : dice.of(
                            " -j REJECT --reject-with icmp-port-unreachable",
                            " -j REJECT --reject-with icmp-host-prohibited",
                            " -j REJECT --reject-with icmp-admin-prohibited");
            default -> " -j LOG --log-prefix \"x \"";
          };
    };
  }
}
