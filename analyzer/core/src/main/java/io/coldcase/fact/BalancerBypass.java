package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A pod speaks TLS to the address of a load balancer and gets plain HTTP: kube-proxy leads it to
 * the pods behind (Kubernetes, "Service", load balancer IP mode), past the balancer that ends TLS.
 *
 * @param address of the balancer, as the Service's status has it
 * @param host the name that the pod asks for
 */
public record BalancerBypass(
    Subject service, String address, String host, Subject client, List<Evidence> evidence) {
  private static final int HTTPS = 443;

  public BalancerBypass {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, BalancerBypass> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        Optional<Pod> pod = logs.pod(scan);
        if (m.signature().equals("plain-answer") && pod.isPresent() && !logs.ended(scan, m)) {
          String host = m.groups().getOrDefault("host", "");
          String port = m.groups().getOrDefault("port", "");
          bypass(cluster, pod.get(), host, port.isEmpty() ? HTTPS : Integer.parseInt(port), m)
              .ifPresent(b -> found.putIfAbsent(b.client() + " " + host, b));
        }
      }
    }
    found.values().forEach(facts);
  }

  private static Optional<BalancerBypass> bypass(
      Cluster cluster, Pod client, String host, int port, LogMatch m) {
    Map<String, Evidence> addresses = addresses(cluster, client, host);
    for (Service s : cluster.objects(Service.class)) {
      boolean asked = s.ports().stream().anyMatch(p -> p.port() == port);
      for (String ip : asked ? s.ingress() : List.<String>of()) {
        Evidence resolved = addresses.get(ip);
        if (resolved != null) {
          List<Evidence> e = new ArrayList<>();
          e.add(new Evidence(m.lastAt(), "a client speaks TLS and gets plain HTTP"));
          e.add(resolved);
          e.add(
              new Evidence(
                  s.at().withText(s.key() + " status.loadBalancer: " + ip),
                  "kube-proxy leads packets for this address straight to the Service's pods"));
          return Optional.of(
              new BalancerBypass(
                  Subject.service(s.namespace(), s.name()), ip, host, PodDns.workload(client), e));
        }
      }
    }
    return Optional.empty();
  }

  /** What the name means to the pod: the address itself, its hostAliases, look-ups of probes. */
  private static Map<String, Evidence> addresses(Cluster cluster, Pod client, String host) {
    Map<String, Evidence> all = new LinkedHashMap<>();
    all.put(host, new Evidence(client.at(), "the client, which asks for the address itself"));
    for (PodSpec.HostAlias a : client.spec().hostAliases()) {
      if (a.names().contains(host)) {
        all.put(
            a.ip().toString(),
            new Evidence(
                client.at().withText(host + " -> " + a.ip()), "hostAliases of the client"));
      }
    }
    for (Row r : ProbeMatrix.of(cluster).rows()) {
      boolean name = r.probe().name().equals(host) || r.probe().name().equals(host + ".");
      if (r.probe().kind().equals("dns") && name && !r.probe().answer().isEmpty()) {
        all.put(r.probe().answer(), new Evidence(r.probe().at(), "what the name means"));
      }
    }
    return all;
  }
}
