package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An address that a Service claims with {@code spec.externalIPs}, so that every node redirects its
 * ports to the Service's pods, while requests to just that address and port fail.
 *
 * @param service with the detail {@code externalIPs ADDRESS}
 * @param names the names by which clients asked for the address
 * @param foreign the address is known to belong to somebody else: a node, or a name server that
 *     nodes or the DNS server use
 * @param since the failures began only when the Service existed
 * @param evidence failed requests and probes
 */
public record ExternalIpClaim(
    Subject service,
    String ip,
    List<Subject> names,
    boolean foreign,
    boolean since,
    List<Evidence> evidence,
    SourceRef at) {
  private static final int EVIDENCE = 4;

  public ExternalIpClaim {
    names = List.copyOf(names);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      for (Ip ip : s.externalIps()) {
        new Search(cluster, s, ip).run(facts);
      }
    }
  }

  private static final class Search {
    private final Cluster cluster;
    private final Service service;
    private final Ip ip;
    private final List<Evidence> evidence = new ArrayList<>();
    private final Set<Subject> names = new LinkedHashSet<>();
    private boolean earlier;

    Search(Cluster cluster, Service service, Ip ip) {
      this.cluster = cluster;
      this.service = service;
      this.ip = ip;
    }

    void run(Consumer<Object> facts) {
      Logs logs = Logs.of(cluster);
      for (LogScan scan : logs.scans()) {
        for (Requests r : scan.requests()) {
          if (r.ip().equals(ip.toString()) && has(r.port(), "TCP") && !logs.ended(scan, r)) {
            add(new Evidence(r.lastAt(), "a request to the address fails"));
            earlier |= r.first().isBefore(service.meta().created());
            if (!r.host().isEmpty()) {
              names.add(new Subject("name", "", r.host(), ""));
            }
          }
        }
        for (LogMatch m : scan.matches()) {
          if (m.signature().equals("coredns-upstream-error")
              && m.groups().getOrDefault("ip", "").equals(ip.toString())
              && (has(53, "UDP") || has(53, "TCP"))
              && !logs.ended(scan, m)) {
            add(new Evidence(m.lastAt(), "the DNS server gets no answer from the address"));
            earlier |= m.first().isBefore(service.meta().created());
          }
        }
      }
      probes();
      kubelets();
      if (!evidence.isEmpty()) {
        facts.accept(
            new ExternalIpClaim(
                Subject.service(service.namespace(), service.name()).with("externalIPs " + ip),
                ip.toString(),
                List.copyOf(names),
                foreign(),
                !earlier,
                evidence,
                service.at().child("spec/externalIPs", "\"externalIPs\": [\"" + ip + "\"]")));
      }
    }

    private void probes() {
      for (Node n : cluster.nodes()) {
        for (Probe p : n.probes()) {
          boolean udp = p.kind().equals("dns") && !p.overTcp();
          if (!p.kind().equals("ping")
              && p.failed()
              && p.address().equals(ip.toString())
              && has(p.number(), udp ? "UDP" : "TCP")) {
            add(new Evidence(p.at(), "so does a probe from " + n.name()));
          }
        }
      }
    }

    /** What the API server got that asked a kubelet. */
    private void kubelets() {
      for (Service.Port p : service.ports()) {
        String url = "https://" + ip + ":" + p.port() + "/";
        cluster.store().entries(Kinds.EXEC).values().stream()
            .flatMap(e -> e.value().list().stream())
            .flatMap(section -> section.lines().stream())
            .filter(l -> l.text().contains(url) && l.text().contains("rror"))
            .findFirst()
            .ifPresent(l -> add(new Evidence(l.at(), "the API server asks the kubelet there")));
      }
    }

    private boolean has(int port, String protocol) {
      return service.ports().stream()
          .anyMatch(p -> p.port() == port && p.protocol().equals(protocol));
    }

    private boolean foreign() {
      boolean server =
          cluster.nodes().stream()
              .flatMap(n -> NodeResolv.of(n).stream())
              .flatMap(r -> r.servers().stream())
              .map(ResolvConf.Server::ip)
              .anyMatch(ip::equals);
      return server || cluster.nodeByIp(ip).isPresent();
    }

    private void add(Evidence e) {
      if (evidence.size() < EVIDENCE) {
        evidence.add(e);
      }
    }
  }
}
