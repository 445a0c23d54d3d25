package io.coldcase.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.model.host.CaptureLog;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.PolicyRule;
import io.coldcase.model.host.Route;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sockets;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.parse.cni.CniBinLines;
import io.coldcase.parse.cni.CniConfLines;
import io.coldcase.parse.cni.CniStateLines;
import io.coldcase.parse.conntrack.ConntrackLines;
import io.coldcase.parse.counters.ConntrackStatLines;
import io.coldcase.parse.counters.DeviceCounterLines;
import io.coldcase.parse.counters.NstatLines;
import io.coldcase.parse.counters.SoftnetLines;
import io.coldcase.parse.device.BondLines;
import io.coldcase.parse.device.BridgePortLines;
import io.coldcase.parse.device.EthtoolLines;
import io.coldcase.parse.device.QdiscLines;
import io.coldcase.parse.ip.FdbLines;
import io.coldcase.parse.ip.LinkLines;
import io.coldcase.parse.ip.NeighbourLines;
import io.coldcase.parse.ip.RouteLines;
import io.coldcase.parse.ip.RuleLines;
import io.coldcase.parse.kubelet.KubeProxyLines;
import io.coldcase.parse.kubelet.KubeletLines;
import io.coldcase.parse.meta.MetaLines;
import io.coldcase.parse.netns.NetnsLines;
import io.coldcase.parse.pcap.CaptureLogLines;
import io.coldcase.parse.resolv.ResolverLines;
import io.coldcase.parse.runtime.ContainerParser;
import io.coldcase.parse.runtime.RuntimeLines;
import io.coldcase.parse.runtime.SandboxParser;
import io.coldcase.parse.ss.SocketLines;
import io.coldcase.parse.system.CertLines;
import io.coldcase.parse.system.LimitLines;
import io.coldcase.parse.system.MachineIdLines;
import io.coldcase.parse.system.ModuleLines;
import io.coldcase.parse.system.ProxyLines;
import io.coldcase.parse.system.ResourceLines;
import io.coldcase.parse.system.SysctlFileLines;
import io.coldcase.parse.system.VersionLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Texts of several versions and tools, and the promise that any bytes give a result. */
class HostParsersTest {
  private static final Artifact ARTIFACT = Artifact.of("node/w1/x.txt");

  private static final List<Supplier<? extends LineReader<?>>> READERS =
      List.of(
          LinkLines::new,
          RouteLines::new,
          RouteLines::ipv6,
          RuleLines::new,
          NeighbourLines::new,
          FdbLines::new,
          SocketLines::new,
          ResolverLines::new,
          MetaLines::new,
          BridgePortLines::new,
          NstatLines::new,
          SoftnetLines::new,
          ConntrackStatLines::new,
          ConntrackLines::new,
          EthtoolLines::new,
          DeviceCounterLines::new,
          QdiscLines::new,
          BondLines::new,
          CniConfLines::new,
          CniBinLines::new,
          CniStateLines::new,
          KubeletLines::new,
          KubeProxyLines::new,
          RuntimeLines::new,
          CertLines::new,
          MachineIdLines::new,
          LimitLines::new,
          ResourceLines::new,
          ProxyLines::new,
          VersionLines::new,
          ModuleLines::new,
          SysctlFileLines::new,
          NetnsLines::new,
          CaptureLogLines::new);

  /** Words that lead into the readers' branches, so that random texts reach them. */
  private static final String[] WORDS = {
    "1:",
    "eth0@if5:",
    "<UP,LOWER_UP>",
    "mtu",
    "1500",
    "inet",
    "10.0.0.1/24",
    "link/ether",
    "default",
    "via",
    "dev",
    "nexthop",
    "weight",
    "lookup",
    "from",
    "all",
    "0:",
    "lladdr",
    "tcp",
    "LISTEN",
    "*:80",
    ":::22",
    "[::]:53",
    "0.0.0.0:*",
    "users:((\"a\",pid=1,fd=2))",
    "== get",
    "== fds",
    "== /etc/cni/net.d/1.conf",
    "{",
    "}",
    "\"a\":",
    "[",
    "cpu=0",
    "found=1",
    "Ip:",
    "sl",
    "local_address",
    "0:",
    "0100007F:0016",
    "0A",
    "entries",
    "destroys",
    "src=1.2.3.4",
    "dst=::1",
    "sport=1",
    "[UNREPLIED]",
    "ipv4",
    "2",
    "qdisc",
    "Sent",
    "\n",
    "\n",
    "\n ",
    "-rw-",
    "total",
    "notAfter=Feb",
    "30",
    "25:61:61",
    "2026",
    "=",
    ":",
    "/",
    "-",
    "\t",
    "ffffffff"
  };

  @Property(tries = 60)
  void anyBytesGiveAResult(@ForAll @Size(max = 400) byte[] bytes) throws IOException {
    for (Supplier<? extends LineReader<?>> r : READERS) {
      assertThat(read(r, bytes)).isNotNull();
    }
    assertThat(new SandboxParser().parse(ARTIFACT, new ByteArrayInputStream(bytes))).isNotNull();
    assertThat(new ContainerParser().parse(ARTIFACT, new ByteArrayInputStream(bytes))).isNotNull();
  }

  @Property(tries = 150)
  void knownWordsInAnyOrderGiveAResult(
      @ForAll @Size(max = 60) List<@IntRange(max = 500) Integer> picks) throws IOException {
    StringBuilder text = new StringBuilder();
    picks.forEach(i -> text.append(WORDS[i % WORDS.length]).append(i % 7 == 0 ? "" : " "));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (Supplier<? extends LineReader<?>> r : READERS) {
      assertThat(read(r, bytes)).isNotNull();
    }
  }

  /** conntrack's remark on standard error fell into a line of its standard output. */
  @Test
  void conntrackListWithTheRemarkInTheMiddleOfALine() throws IOException {
    ConntrackSample c =
        value(
            ConntrackLines::new,
            """
            udp      17 18 src=10.244.1.6 dst=10.96.0.10 sport=48667 dport=53 src=10.244.1.3 \
            dst=10.244.1.6 sport=53 dport=48667 mark=0 usconntrack v1.4.7 (conntrack-tools): \
            1083 flow entries have been shown.
            e=1
            udp      17 3 src=10.244.1.6 dst=10.96.0.10 sport=50928 dport=53 src=10.244.1.4 \
            dst=10.244.1.6 sport=53 dport=50928 mark=0 use=1
            """);
    assertThat(c.flows()).hasSize(1);
  }

  @Test
  void captureThatLostPackets() throws IOException {
    CaptureLog log =
        value(
            CaptureLogLines::new,
            """
            tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 128 bytes
            720 packets captured
            742 packets received by filter
            22 packets dropped by kernel
            """);
    assertThat(log.captured()).isEqualTo(720);
    assertThat(log.received()).isEqualTo(742);
    assertThat(log.dropped()).isEqualTo(22);
    assertThat(log.lossy()).isTrue();
    assertThat(log.at().line()).isEqualTo(4);
    CaptureLog one =
        value(CaptureLogLines::new, "1 packet captured\n0 packets dropped by kernel\n");
    assertThat(one.captured()).isEqualTo(1);
    assertThat(one.lossy()).isFalse();
  }

  private static ParseResult<?> read(Supplier<? extends LineReader<?>> r, byte[] bytes)
      throws IOException {
    return generic(r, bytes);
  }

  @SuppressWarnings("unchecked")
  private static <T> ParseResult<T> generic(Supplier<? extends LineReader<?>> r, byte[] bytes)
      throws IOException {
    return TextParser.whole((Supplier<LineReader<T>>) r)
        .parse(ARTIFACT, new ByteArrayInputStream(bytes));
  }

  private static <T> T value(Supplier<? extends LineReader<T>> r, String text) throws IOException {
    ParseResult<T> result =
        TextParser.whole(r)
            .parse(ARTIFACT, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(result.warnings()).isEmpty();
    return result.value();
  }

  @Test
  void multipathAndTypedRoutes() throws IOException {
    var routes =
        value(
            RouteLines::new,
            """
            default proto static metric 100
            \tnexthop via 10.0.0.1 dev eth0 weight 1
            \tnexthop via 10.0.1.1 dev eth1 weight 3 onlink
            unreachable 10.5.0.0/16 metric 4294967295
            10.244.2.0/24 via inet6 fe80::1 dev eth0 proto bird mtu lock 1400
            == get
            10.96.0.1 via 10.0.0.1 dev eth0 src 10.0.0.5 uid 0\s
                cache\s
            """);
    Route multi = routes.list().get(0);
    assertThat(multi.isDefault()).isTrue();
    assertThat(multi.hops()).extracting(Route.Hop::weight).containsExactly(1, 3);
    assertThat(routes.list().get(1).type()).isEqualTo("unreachable");
    assertThat(routes.list().get(1).metric()).isEqualTo(4294967295L);
    assertThat(routes.list().get(2).mtu()).isEqualTo(1400);
    assertThat(routes.list().get(2).via()).contains(Ip.parse("fe80::1"));
    assertThat(routes.answers().get(0).src()).contains(Ip.parse("10.0.0.5"));
  }

  @Test
  void routeTablesOfNetToolsAndOfProc() throws IOException {
    var netTools =
        value(
            RouteLines::new,
            """
            Kernel IP routing table
            Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
            0.0.0.0         172.17.0.1      0.0.0.0         UG    0      0        0 eth0
            172.17.0.0      0.0.0.0         255.255.0.0     U     0      0        0 eth0
            """);
    var proc =
        value(
            RouteLines::new,
            """
            Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
            eth0	00000000	010011AC	0003	0	0	0	00000000	0	0	0
            eth0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
            """);
    for (var routes : List.of(netTools, proc)) {
      assertThat(routes.list().get(0).via()).contains(Ip.parse("172.17.0.1"));
      assertThat(routes.list().get(1).dst()).isEqualTo(Prefix.parse("172.17.0.0/16"));
      assertThat(routes.list().get(1).via()).isEmpty();
    }
  }

  @Test
  void theSecondListOfRulesIsIpv6() throws IOException {
    var rules =
        value(
            RuleLines::new,
            """
            0:	from all lookup local
            100:	not from all fwmark 0xca6c lookup 51820
            32766:	from all lookup main
            0:	from all lookup local
            32766:	from all lookup main
            """);
    assertThat(rules.list())
        .extracting(PolicyRule::v6)
        .containsExactly(false, false, false, true, true);
    assertThat(rules.list().get(1).not()).isTrue();
    assertThat(rules.list().get(1).selectors()).containsEntry("fwmark", "0xca6c");
  }

  @Test
  void listenersOfNewAndOldSsNetstatAndProc() throws IOException {
    String modern =
        """
        Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
        tcp   LISTEN 0      4096   127.0.0.53%lo:53         0.0.0.0:*    users:(("resolved",pid=7,fd=13))
        tcp   LISTEN 0      128                *:22               *:*
        """;
    String old =
        """
        Netid State      Recv-Q Send-Q Local Address:Port               Peer Address:Port
        tcp    LISTEN     0      128       *:22                    *:*                   users:(("sshd",1234,3))
        tcp    LISTEN     0      128      :::22                   :::*                   users:(("sshd",1234,4))
        """;
    String netstat =
        """
        Active Internet connections (only servers)
        Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
        tcp        0      0 127.0.0.1:10248         0.0.0.0:*               LISTEN      184/kubelet
        tcp6       0      0 :::10250                :::*                    LISTEN      184/kubelet
        udp        0      0 0.0.0.0:8472            0.0.0.0:*                           -
        """;
    String proc =
        """
        == /proc/net/tcp
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:2808 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0
        """;
    List<Socket> m = value(SocketLines::new, modern).listening();
    assertThat(m.get(0).dev()).isEqualTo("lo");
    assertThat(m.get(0).pid()).isEqualTo(7);
    assertThat(m.get(1).dualStack()).isTrue();
    List<Socket> o = value(SocketLines::new, old).listening();
    assertThat(o.get(0).local()).isEqualTo(Ip.ANY4);
    assertThat(o.get(0).process()).isEqualTo("sshd");
    assertThat(o.get(1).dualStack()).isTrue();
    List<Socket> n = value(SocketLines::new, netstat).listening();
    assertThat(n).extracting(Socket::port).containsExactly(10248, 10250, 8472);
    assertThat(n.get(1).accepts(Ip.parse("10.0.0.1"))).isTrue();
    assertThat(value(SocketLines::new, proc).listening().get(0).local())
        .isEqualTo(Ip.parse("127.0.0.1"));
  }

  @Test
  void countsOfAllTcpSocketsByStateAndByBusyPeer() throws IOException {
    String text =
        """
        Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess
        tcp   LISTEN 0      128          127.0.0.1:22         0.0.0.0:*
        == states
        LISTEN 1
        SYN-SENT 30
        SYN-SENT 10.1.2.3 28
        """;
    Sockets s = value(SocketLines::new, text);
    assertThat(s.listening()).hasSize(1);
    assertThat(s.counts()).containsEntry("state.SYN-SENT", 30L).containsEntry("state.LISTEN", 1L);
    assertThat(s.counts()).containsEntry("peer.SYN-SENT 10.1.2.3", 28L);
  }

  @Test
  void aMissingModprobeIsNoMissingModule() throws IOException {
    String text =
        """
        == modprobe -n -v nf_tables
        coldcase-run: 1: eval: modprobe: not found
        == modprobe -n -v wireguard
        modprobe: FATAL: Module wireguard not found in directory /lib/modules/6.1.0
        == modprobe -n -v geneve
        modprobe: module geneve not found in modules.dep
        """;
    assertThat(value(ModuleLines::new, text).missing()).containsOnlyKeys("wireguard", "geneve");
  }

  @Test
  void interfacesOfIproute2AndBothIfconfigs() throws IOException {
    Iface vxlan =
        value(
                LinkLines::new,
                """
                3: flannel.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 qdisc noqueue state UNKNOWN group default\s
                    link/ether 92:d9:6f:aa:1c:73 brd ff:ff:ff:ff:ff:ff promiscuity 0\s
                    vxlan id 1 local 172.30.0.21 dev eth0 srcport 0 0 dstport 8472 nolearning ttl auto ageing 300\s
                    inet 10.244.1.0/32 scope global flannel.1
                       valid_lft forever preferred_lft forever
                """)
            .list()
            .get(0);
    assertThat(vxlan.kind()).isEqualTo("vxlan");
    assertThat(vxlan.detail("dstport")).contains("8472");
    assertThat(vxlan.has(Ip.parse("10.244.1.0"))).isTrue();
    String netTools =
        """
        eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500
                inet 172.17.0.2  netmask 255.255.0.0  broadcast 172.17.255.255
                ether 02:42:ac:11:00:02  txqueuelen 0  (Ethernet)
        """;
    String busybox =
        """
        eth0      Link encap:Ethernet  HWaddr 02:42:AC:11:00:02
                  inet addr:172.17.0.2  Bcast:172.17.255.255  Mask:255.255.0.0
                  UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
        """;
    for (String text : List.of(netTools, busybox)) {
      Iface eth = value(LinkLines::new, text).list().get(0);
      assertThat(eth.mtu()).isEqualTo(1500);
      assertThat(eth.mac()).isEqualTo("02:42:ac:11:00:02");
      assertThat(eth.addresses().get(0).prefixLength()).isEqualTo(16);
      assertThat(eth.running()).isTrue();
    }
  }

  @Test
  void aCutConfigurationKeepsThePlaceOfItsError() throws IOException {
    CniConf conf =
        value(
            CniConfLines::new,
            """
            total 4
            -rw-r--r-- 1 root root  60 Nov 21 12:52 10-a.conflist
            == /etc/cni/net.d/10-a.conflist
            {"name": "cbr0", "plugins": [
              {"type": "flannel",
            """);
    assertThat(conf.candidates()).hasSize(1);
    assertThat(conf.active()).isEmpty();
    assertThat(conf.files().get(0).error()).isPresent();
    assertThat(conf.files().get(0).error().get().at().line()).isBetween(4, 5);
  }

  @Test
  void theKubeletsFlagsWinOverItsFile() throws IOException {
    Kubelet kubelet =
        value(
            KubeletLines::new,
            """
            pid 184
            /usr/bin/kubelet --config=/var/lib/kubelet/config.yaml --max-pods 30
            == /var/lib/kubelet/config.yaml
            clusterDNS:
            - 10.96.0.10
            maxPods: 110
            """);
    assertThat(kubelet.setting("max-pods", "maxPods").get().text()).isEqualTo("30");
    assertThat(kubelet.config().get("clusterDNS/0").text()).isEqualTo("10.96.0.10");
    assertThat(kubelet.config().get("maxPods").at().line()).isEqualTo(6);
  }

  @Test
  void twoSamplesBecomeGrowth() throws IOException {
    String text =
        """
        == t0 100
        #kernel
        TcpExtIPReversePathFilter       10                 0.0
        == t1 110
        #kernel
        TcpExtIPReversePathFilter       35                 0.0
        """;
    Samples<Counters> s =
        TextParser.sampled(NstatLines::new)
            .parse(ARTIFACT, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
            .value();
    assertThat(s.growth(c -> c.get("TcpExtIPReversePathFilter"))).contains(25L);
    assertThat(s.perSecond(c -> c.get("TcpExtIPReversePathFilter"))).contains(2.5);
  }
}
