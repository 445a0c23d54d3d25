package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Corefile.Directive;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A way by which queries of the DNS server come back to it: a loopback address or its own Service
 * among its upstreams.
 *
 * @param target the address
 * @param nodes nodes whose resolv.conf names it, empty when the Corefile does
 */
public record DnsLoop(Subject config, String target, List<String> nodes, List<Evidence> evidence) {
  public DnsLoop {
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    if (dns.corefile().isEmpty()) {
      return;
    }
    Map<String, DnsLoop> found = new LinkedHashMap<>();
    dns.corefile()
        .get()
        .plugins("forward")
        .forEach(
            f -> {
              for (String to : f.args()) {
                if (to.equals("/etc/resolv.conf")) {
                  inherited(cluster, dns, f, found);
                } else if (loops(dns, to)) {
                  found.put(
                      to,
                      new DnsLoop(
                          dns.configSubject(),
                          to,
                          List.of(),
                          List.of(new Evidence(f.at(), "forwards to itself"))));
                }
              }
            });
    found.values().forEach(facts);
  }

  private static void inherited(
      Cluster cluster, ClusterDns dns, Directive forward, Map<String, DnsLoop> into) {
    for (Pod p : dns.pods()) {
      Optional<ResolvConf> file = cluster.node(p.nodeName()).flatMap(NodeResolv::of);
      for (ResolvConf.Server s : file.map(ResolvConf::servers).orElse(List.of())) {
        if (!s.ip().isLoopback() && !dns.has(s.ip())) {
          continue;
        }
        DnsLoop before = into.get(s.ip().toString());
        List<String> nodes = new ArrayList<>(before == null ? List.of() : before.nodes());
        List<Evidence> e = new ArrayList<>(before == null ? List.of() : before.evidence());
        if (before == null) {
          e.add(new Evidence(forward.at(), "forwards to what the node's file lists"));
        }
        if (!nodes.contains(p.nodeName())) {
          nodes.add(p.nodeName());
          e.add(new Evidence(s.at(), "in the pod this address is the DNS server itself"));
        }
        into.put(s.ip().toString(), new DnsLoop(dns.configSubject(), s.ip().toString(), nodes, e));
      }
    }
  }

  private static boolean loops(ClusterDns dns, String to) {
    String t = to.startsWith("dns://") ? to.substring(6) : to;
    int port = t.indexOf(':');
    boolean other = port > 0 && t.indexOf(':', port + 1) < 0 && !t.substring(port).equals(":53");
    Optional<Ip> ip =
        Ip.tryParse(port > 0 && t.indexOf(':', port + 1) < 0 ? t.substring(0, port) : t);
    return ip.isPresent() && !other && (ip.get().isLoopback() || dns.has(ip.get()));
  }
}
