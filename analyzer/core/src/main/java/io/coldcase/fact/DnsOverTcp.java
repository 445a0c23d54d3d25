package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.model.probe.Probes;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A name server that answers a node (or pods of it) over UDP and never over TCP.
 *
 * @param cluster it is the cluster's own, by its Service
 * @param server the Service, or the address
 * @param address what was asked
 */
public record DnsOverTcp(
    String node, boolean cluster, Subject server, String address, List<Evidence> probes) {
  public DnsOverTcp {
    probes = List.copyOf(probes);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    for (Node n : cluster.nodes()) {
      Map<String, Tally> byServer = new LinkedHashMap<>();
      for (var kind : List.of(Kinds.PROBES, Kinds.PROBES_POD)) {
        for (Probe p : n.get(kind).map(Probes::list).orElse(List.of())) {
          if (p.kind().equals("dns")) {
            byServer
                .computeIfAbsent(
                    p.address() + " " + p.fromPod(), k -> new Tally(p.address(), p.fromPod()))
                .add(p);
          }
        }
      }
      // where a pod behind a Service is silent altogether, chance decides which query meets it
      boolean lost =
          byServer.values().stream()
              .anyMatch(t -> t.odd && Ip.tryParse(t.address).flatMap(cluster::podByIp).isPresent());
      for (Tally t : byServer.values()) {
        Optional<Ip> ip = Ip.tryParse(t.address);
        boolean pod = ip.flatMap(cluster::podByIp).isPresent();
        boolean own = ip.filter(dns::has).isPresent();
        if (t.onlyUdp() && ip.isPresent() && !pod && !(own && lost) && connects(cluster, n, t)) {
          Subject server = own ? dns.serviceSubject() : Subject.address(t.address);
          facts.accept(new DnsOverTcp(n.name(), own, server, t.address, t.evidence()));
        }
      }
    }
  }

  /** Whoever asks connects over TCP to something else beyond the node: not all TCP is lost. */
  private static boolean connects(Cluster cluster, Node n, Tally t) {
    var kind = t.fromPod ? Kinds.PROBES_POD : Kinds.PROBES;
    return n.get(kind).map(Probes::list).orElse(List.of()).stream()
        .filter(p -> p.kind().equals("tcp") && p.ok())
        .flatMap(p -> Ip.tryParse(p.address()).stream())
        .anyMatch(ip -> !here(cluster, n, ip));
  }

  /** An address of the node, of a pod on it, or of a Service, whose endpoints may be there. */
  private static boolean here(Cluster cluster, Node n, Ip ip) {
    Optional<String> at =
        cluster.podByIp(ip).map(Pod::nodeName).or(() -> cluster.nodeByIp(ip).map(Node::name));
    return at.map(n.name()::equals).orElseGet(() -> cluster.serviceByIp(ip).isPresent());
  }

  /** Answers of one server to one asker. */
  private static final class Tally {
    final String address;
    final boolean fromPod;
    final List<Evidence> answered = new ArrayList<>();
    final List<Evidence> silent = new ArrayList<>();
    boolean odd;

    Tally(String address, boolean fromPod) {
      this.address = address;
      this.fromPod = fromPod;
    }

    void add(Probe p) {
      boolean answer = p.ok() || p.outcome() == Outcome.NXDOMAIN;
      boolean again = answer && p.at().text().contains("timed out");
      if (p.overTcp() && p.outcome() == Outcome.SILENT) {
        silent.add(new Evidence(p.at(), "over TCP nobody answers"));
      } else if (!p.overTcp() && answer && !again) {
        answered.add(new Evidence(p.at(), "over UDP it answers"));
      } else if (p.outcome() != Outcome.UNKNOWN) {
        odd = true;
      }
    }

    boolean onlyUdp() {
      return !odd && !answered.isEmpty() && !silent.isEmpty();
    }

    List<Evidence> evidence() {
      return List.of(silent.get(0), answered.get(0));
    }
  }
}
