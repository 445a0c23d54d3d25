package io.coldcase.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text artifact's own lines tell about its collection. */
class EnvelopeTest {
  private static String status(String path, String text) {
    Envelope e = new Envelope(path);
    byte[] b = text.replace("~", "\n").getBytes(StandardCharsets.UTF_8);
    for (byte one : b) {
      e.feed(new byte[] {one}, 0, 1);
    }
    return e.conclude(Artifact.of(path)).status().name();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // recorded: neighbours are there, the file that a trailing cat wanted is not
        "ip -s neigh; cat /proc/net/stat/arp_cache | 10.0.0.1 dev eth0 REACHABLE~cat:"
            + " /proc/net/stat/arp_cache: No such file or directory | 1 | COLLECTED",
        // recorded: a worker has no static pods
        "for f in /etc/kubernetes/manifests/*.yaml; do cat $f; done | =="
            + " /etc/kubernetes/manifests/*.yaml~cat: '/etc/kubernetes/manifests/*.yaml': No such"
            + " file or directory | 1 | COLLECTED",
        // recorded: no kube-proxy runs, the sections stay empty
        "for p in $(pgrep -x kube-proxy); do cat /proc/$p/cmdline; done; curl -s"
            + " 127.0.0.1:10249/proxyMode | == proxyMode~~== healthz | 1 | COLLECTED",
        // recorded: no bridge, and a kernel without VLAN filtering
        "bridge -d link; bridge -d vlan | RTNETLINK answers: Operation not supported~Dump"
            + " terminated~port vlan-id | 2 | FAILED",
        "ls -laL /opt/cni/bin | ls: cannot access '/opt/cni/bin': No such file or directory | 2 |"
            + " COLLECTED",
        "ipset save | ~ | 0 | EMPTY",
        "iptables-legacy-save -c | legacy: not loaded | 0 | COLLECTED",
        "iptables-save -c | sh: 1: iptables-save: not found | 127 | NOT_ATTEMPTED",
        "iptables-save -c | ~ | 127 | NOT_ATTEMPTED",
        "iptables-save -c | iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation"
            + " id: Permission denied (you must be root) | 4 | FAILED",
        "iptables-save -c | *filter~:INPUT ACCEPT [0:0]~iptables-save: Could not read: Invalid"
            + " argument | 1 | FAILED",
        "ip route; ip rule | ip: RTNETLINK answers: Operation not permitted~0: from all lookup"
            + " local | 1 | FAILED",
        "probes from the host | tcp 10.0.0.1 53 -> timeout | 124 | TIMED_OUT",
        "sysctl -a | net.ipv4.ip_forward = 1 | 0 | COLLECTED",
        "kubectl get pods | Unable to connect to the server: dial tcp: i/o timeout | 0 | FAILED",
      })
  void followsExitCodeAndOutput(String command, String output, int rc, String status) {
    String text =
        "#cmd %s\n#start 100\n%s\n\n#end 101\n#rc %d\n#truncated 0\n"
            .formatted(command, output, rc);
    assertThat(status("node/w1/x.txt", text)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node/w1/x.txt | #cmd a~#start 1~out~ | TIMED_OUT",
        "node/w1/x.txt | #cmd a~#start 1~out~#end 2~#rc 0~#truncated 1 | TRUNCATED",
        "node/w1/x.txt | == t0 1~#cmd a~out~#end 1~#rc 0~== t1 9~#cmd a~out~#end 9~#rc 0 |"
            + " COLLECTED",
        "node/w1/x.txt | == t0 1~#cmd a~out~#end 1~#rc 0~== t1 9~#cmd a~out | TIMED_OUT",
        "node/w1/x.txt | plain text | UNKNOWN",
        "node/w1/x.txt | '' | UNKNOWN",
        "cluster/logs/a/b/c.log | 2026-01-01T00:00:00Z #rc 1 | COLLECTED",
        "cluster/logs/a/b/c.log | '' | UNKNOWN",
        "cluster/pods.json | {\"items\":[]} | COLLECTED",
        "cluster/pods.json | {\"items\":[ | FAILED",
        "cluster/pods.json | '' | FAILED",
        "cluster/pods.json | Error from server (Forbidden) | FAILED",
      })
  void worksOnWhateverIsThere(String path, String text, String status) {
    assertThat(status(path, text)).isEqualTo(status);
  }
}
