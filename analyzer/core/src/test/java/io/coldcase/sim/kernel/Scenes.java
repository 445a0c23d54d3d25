package io.coldcase.sim.kernel;

import io.coldcase.net.Ip;
import io.coldcase.sim.Packet;
import io.coldcase.sim.kernel.Judge.Probe;
import io.coldcase.sim.kernel.Scene.Piece;
import io.coldcase.sim.kernel.Scene.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random scenes: mostly what kube-proxy, CNI plugins and hardening scripts write, and changes. */
final class Scenes {
  private static final int PROBES = 16;

  private final Dice dice;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> sets = new ArrayList<>();

  private Scenes(Random random) {
    this.dice = new Dice(random);
  }

  static Scene random(Random random) {
    return new Scenes(random).scene();
  }

  private Scene scene() {
    World.Shape shape = dice.of(World.Shape.all());
    boolean v6 = dice.chance(0.15);
    if (dice.chance(0.3)) {
      ipsets("w1");
    }
    filters("w1", v6);
    if (dice.chance(0.25)) {
      sets.clear();
      filters("w2", v6);
    }
    settings(shape);
    List<Probe> probes = new ArrayList<>();
    for (int i = 0; i < PROBES; i++) {
      probes.add(probe(v6 && dice.chance(0.8)));
    }
    return new Scene(shape, pieces, probes);
  }

  private void filters(String node, boolean v6) {
    int kind = dice.below(10);
    if (kind < 4) {
      iptables(node, v6 ? Tool.IPTABLES_NFT6 : Tool.IPTABLES_NFT);
    } else if (kind < 7) {
      iptables(node, v6 ? Tool.LEGACY6 : Tool.LEGACY);
    } else if (kind < 8 && !v6) {
      iptables(node, Tool.IPTABLES_NFT);
      iptables(node, Tool.LEGACY);
    } else {
      NftMaker m = new NftMaker(dice, node, v6);
      m.some();
      pieces.addAll(m.pieces());
      if (dice.chance(0.3)) {
        iptables(
            node, v6 ? Tool.IPTABLES_NFT6 : dice.chance(0.5) ? Tool.IPTABLES_NFT : Tool.LEGACY);
      }
    }
  }

  private void iptables(String node, Tool tool) {
    IptablesMaker m = new IptablesMaker(dice, node, tool, sets);
    boolean v6 = tool == Tool.IPTABLES_NFT6 || tool == Tool.LEGACY6;
    if (!v6 && dice.chance(0.5)) {
      Templates.kubeProxy(m, dice);
    }
    if (!v6 && dice.chance(0.4)) {
      Templates.flannel(m);
    }
    if (!v6 && dice.chance(0.15)) {
      Templates.docker(m);
    }
    if (!v6 && dice.chance(0.25)) {
      Templates.hardening(m, dice);
    }
    if (!v6 && dice.chance(0.1)) {
      Templates.nodeLocalDns(m);
    }
    for (String table : List.of("raw", "mangle", "nat", "filter", "security")) {
      if (dice.chance(table.equals("filter") || table.equals("nat") ? 0.5 : 0.2)) {
        m.random(table, 1 + dice.below(6));
      }
    }
    pieces.addAll(m.pieces());
  }

  private void ipsets(String node) {
    add(node, "hi", "hash:ip", dice.host(false), dice.vip(false));
    add(node, "hn", "hash:net", "10.244.1.0/24", dice.of("10.96.0.0/12", "172.30.0.0/24"));
    add(node, "hip", "hash:ip,port", dice.vip(false) + ",tcp:80", dice.host(false) + ",udp:53");
    add(node, "hnp", "hash:net,port", "10.244.0.0/16,tcp:8080", "10.96.0.0/12,tcp:80");
    add(node, "bm", "bitmap:port range 0-65535", "80", "8080-8443");
    add(node, "ls", "list:set", "hi", "hn");
    if (dice.chance(0.5)) {
      add(node, "nm", "hash:net", "10.244.0.0/16", "10.244.1.2 nomatch");
      add(
          node,
          "hipn",
          "hash:ip,port,net",
          "10.244.2.2,tcp:80,10.244.1.0/24",
          "10.96.0.10,udp:53,10.244.1.2/32");
      sets.remove("hipn");
    }
  }

  private void add(String node, String name, String type, String... entries) {
    pieces.add(new Piece(node, Tool.IPSET, "", "create " + name + " " + type + " -exist", true));
    pieces.add(new Piece(node, Tool.IPSET, "", "flush " + name, true));
    for (String e : entries) {
      pieces.add(new Piece(node, Tool.IPSET, "", "add " + name + " " + e + " -exist", false));
    }
    sets.add(name);
  }

  private void shell(String node, String apply, String undo) {
    pieces.add(new Piece(node, Tool.SHELL, undo, apply, false));
  }

  private void setting(String node, String key, String value, String usual) {
    shell(node, "echo " + value + " > /proc/sys/" + key, "echo " + usual + " > /proc/sys/" + key);
  }

  private void settings(World.Shape shape) {
    if (shape.bridge() && dice.chance(0.5)) {
      setting("w1", "net/bridge/bridge-nf-call-iptables", "0", "1");
    }
    if (shape.bridge() && dice.chance(0.2)) {
      setting("w1", "net/bridge/bridge-nf-call-ip6tables", "0", "1");
    }
    if (shape.bridge() && dice.chance(0.3)) {
      for (String p : List.of("a", "b")) {
        shell(
            "w1",
            "bridge link set dev veth" + p + " hairpin on",
            "bridge link set dev veth" + p + " hairpin off");
      }
    }
    if (dice.chance(0.06)) {
      setting("w1", "net/ipv4/ip_forward", "0", "1");
    }
    if (dice.chance(0.15)) {
      setting("w1", "net/ipv4/conf/all/rp_filter", dice.of("1", "2"), "0");
    }
    if (dice.chance(0.1)) {
      setting("w1", "net/ipv4/conf/eth0/rp_filter", dice.of("1", "2"), "0");
    }
    if (dice.chance(0.1)) {
      setting("w1", "net/ipv4/conf/all/route_localnet", "1", "0");
    }
    String pods = shape.bridge() ? "cni0" : "vetha";
    if (dice.chance(0.25)) {
      String r =
          dice.of(
              "10.244.2.2/32",
              "10.244.2.0/25",
              "198.51.100.0/24",
              "10.96.0.10/32",
              "172.30.0.12/32",
              "10.244.1.3/32",
              "203.0.113.0/24");
      String how =
          dice.of(
              "blackhole " + r,
              "unreachable " + r,
              "prohibit " + r,
              "throw " + r,
              r + " via 172.30.0.1",
              r + " via 172.30.0.12",
              "unicast " + r + " dev " + pods);
      String key = how.replaceAll(" (via|dev) .*", "");
      shell("w1", "ip route add " + how + " metric 7", "ip route del " + key + " metric 7");
    }
    if (dice.chance(0.25)) {
      shell(
          "w1",
          "ip route add table 100 "
              + dice.of(
                  "default via 172.30.0.1",
                  "default via 172.30.0.12",
                  "unreachable default",
                  "blackhole 10.244.2.0/24",
                  "10.244.2.0/24 via 172.30.0.12",
                  "throw default"),
          "ip route flush table 100");
      String sel =
          dice.of(
              "from 10.244.1.0/24",
              "from 10.244.1.2",
              "to 10.244.2.0/24",
              "to 198.51.100.7",
              "iif " + pods,
              "iif eth0",
              "fwmark 0x1",
              "fwmark 0x4000/0x4000",
              "fwmark 0x1/0x3",
              "from all",
              "not from 10.244.1.0/24",
              "iif " + pods + " ipproto tcp dport 80",
              "iif " + pods + " ipproto udp",
              "iif lo");
      String what =
          dice.of(
              "lookup 100",
              "lookup 100",
              "lookup 100 suppress_prefixlength 0",
              "lookup main suppress_prefixlength 0",
              "prohibit",
              "blackhole",
              "unreachable");
      String rule = sel + " priority " + dice.of("100", "32000", "40000") + " " + what;
      shell("w1", "ip rule add " + rule, "ip rule del " + rule);
    }
    if (shape.bridge() && dice.chance(0.08)) {
      shell("w1", "ip link set cni0 mtu 1400", "ip link set cni0 mtu 1500");
    }
    if (shape.vxlan() && dice.chance(0.05)) {
      shell(
          "w1",
          "bridge fdb del 02:00:00:00:00:02 dev flannel.1 dst 172.30.0.12",
          "bridge fdb add 02:00:00:00:00:02 dev flannel.1 dst 172.30.0.12");
    }
  }

  private Probe probe(boolean v6) {
    String from = dice.of("a", "a", "a", "b", "c", "w1", "w1", "ext", "ext", "w2");
    Ip src = Ip.parse(source(from, v6));
    Ip dst = Ip.parse(destination(from, v6));
    int kind = dice.below(10);
    int port = dice.port();
    int size = dice.chance(0.85) ? 0 : dice.of(List.of(600, 1400, 1450, 1451, 1480, 1500));
    int ttl = dice.chance(0.93) ? 64 : dice.of(List.of(1, 2, 3));
    int sport = 1024 + dice.below(64000);
    if (kind < 5) {
      Packet t = Packet.tcp(src, dst, port);
      return new Probe(
          from, new Packet(src, dst, t.protocol(), sport, port, v6 ? 80 : 60, ttl, true));
    }
    if (kind < 8) {
      Packet u = Packet.udp(src, dst, port);
      return new Probe(
          from, new Packet(src, dst, u.protocol(), sport, port, v6 ? 96 : 76, ttl, true));
    }
    return new Probe(from, Wire.echo(src, dst, Math.max(size, v6 ? 104 : 84), ttl, true));
  }

  private String source(String from, boolean v6) {
    return switch (from) {
      case "a" -> v6 ? "fd00:244:1::2" : "10.244.1.2";
      case "b" -> v6 ? "fd00:244:1::3" : "10.244.1.3";
      case "c" -> v6 ? "fd00:244:2::2" : "10.244.2.2";
      case "w1" -> v6 ? "fd00:172::11" : "172.30.0.11";
      case "w2" -> v6 ? "fd00:172::12" : "172.30.0.12";
      default -> v6 ? "2001:db8::7" : dice.of("198.51.100.7", "172.30.0.1");
    };
  }

  private String destination(String from, boolean v6) {
    if (!v6 && from.equals("w1") && dice.chance(0.1)) {
      return "127.0.0.1";
    }
    String d = dice.target(v6);
    boolean own = d.equals(source(from, v6));
    boolean ext =
        from.equals("ext")
            && (d.equals("198.51.100.7") || d.equals("172.30.0.1") || d.equals("2001:db8::7"));
    boolean gone = from.equals("ext") && d.startsWith("10.96.") && false;
    return (own && !from.startsWith("w")) || ext || gone ? destination(from, v6) : d;
  }
}
