package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A client that asks a server by a name which the server's certificate does not contain; the API
 * server is another matter.
 *
 * @param client the workload that asks; {@code server} what the name leads to
 * @param name as asked
 * @param contained what the certificate is for, or empty
 */
public record CertificateName(
    Subject client, Subject server, String name, String contained, List<Evidence> evidence) {
  private static final int EVIDENCE = 4;

  public CertificateName {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    Map<String, CertificateName> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        if (!m.signature().equals("server-name-mismatch")
            || scan.pod().isEmpty()
            || scan.component().equals("apiserver")
            || logs.ended(scan, m)) {
          continue;
        }
        String name = m.groups().getOrDefault("name", "");
        Targets.Resolved target = targets.of(scan.namespace(), host(name), address(name), 443);
        if (name.isEmpty() || target.kind() == Targets.Kind.API || api(target)) {
          continue;
        }
        Subject client =
            logs.pod(scan).map(PodDns::workload).orElse(Subject.pod(scan.namespace(), scan.pod()));
        List<Evidence> e = new ArrayList<>();
        e.add(new Evidence(m.lastAt(), "the client does not accept the certificate for this name"));
        requests(scan, name, e);
        found.merge(
            client + " " + name,
            new CertificateName(
                client, target.subject(), name, m.groups().getOrDefault("names", ""), e),
            CertificateName::both);
      }
    }
    found.values().forEach(facts);
  }

  private static void requests(LogScan scan, String name, List<Evidence> e) {
    for (Requests r : scan.requests()) {
      if (r.failure() == Failure.TLS_VERIFY && r.host().equals(name) && r.successes() == 0) {
        e.add(new Evidence(r.at(), "the first of " + r.failures() + " such requests"));
      }
    }
  }

  private static CertificateName both(CertificateName a, CertificateName b) {
    List<Evidence> e = new ArrayList<>(a.evidence);
    e.addAll(b.evidence);
    return new CertificateName(
        a.client, a.server, a.name, a.contained, e.subList(0, Math.min(EVIDENCE, e.size())));
  }

  private static boolean api(Targets.Resolved target) {
    // kubelets and API servers have certificates of their own rules
    return target.kind() == Targets.Kind.NODE;
  }

  private static String host(String name) {
    return address(name).isEmpty() ? name : "";
  }

  private static String address(String name) {
    return io.coldcase.net.Ip.tryParse(name).isPresent() ? name : "";
  }
}
