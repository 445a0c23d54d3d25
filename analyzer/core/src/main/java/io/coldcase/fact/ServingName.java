package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Certs;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An address or name of the API that its clients use and that the API server's certificate does not
 * contain.
 *
 * @param subject the node whose certificate file lacks it, else the kubernetes Service
 * @param address as clients use it
 */
public record ServingName(Subject subject, String address, List<Evidence> evidence) {
  private static final int EVIDENCE = 4;

  public ServingName {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, List<Evidence>> byAddress = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        String address = m.groups().getOrDefault("address", "");
        if (m.signature().equals("cert-name-missing")
            && api(cluster, address)
            && !logs.ended(scan, m)) {
          List<Evidence> e = byAddress.computeIfAbsent(address, k -> new ArrayList<>());
          if (e.size() < EVIDENCE) {
            e.add(new Evidence(m.lastAt(), "it contacts the API by this address"));
          }
        }
      }
    }
    byAddress.forEach((address, e) -> facts.accept(of(cluster, address, e)));
  }

  /** True for the kubernetes Service, the address of a node, and the names of that Service. */
  private static boolean api(Cluster cluster, String address) {
    Optional<Ip> ip = Ip.tryParse(address);
    if (ip.isEmpty()) {
      return address.equals("kubernetes") || address.startsWith("kubernetes.default");
    }
    Optional<Service> service = cluster.serviceByIp(ip.get());
    return service.filter(s -> s.key().equals("default/kubernetes")).isPresent()
        || cluster.nodeByIp(ip.get()).isPresent();
  }

  private static ServingName of(Cluster cluster, String address, List<Evidence> seen) {
    List<Evidence> all = new ArrayList<>(seen);
    for (Node n : cluster.nodes()) {
      for (Certs.Cert c : n.get(Kinds.CERTS).map(Certs::list).orElse(List.of())) {
        if (c.path().endsWith("/apiserver.crt") && !c.names().contains(address)) {
          all.add(
              new Evidence(
                  c.at().withText(c.path() + ": " + String.join(", ", c.names())),
                  "the names in the certificate file"));
          return new ServingName(
              Subject.node(n.name()).with(c.path() + " lacks " + address), address, all);
        }
      }
    }
    return new ServingName(
        Subject.service("default", "kubernetes").with("certificate lacks " + address),
        address,
        all);
  }
}
