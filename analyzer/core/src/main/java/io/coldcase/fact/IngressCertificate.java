package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A TLS secret of an Ingress that its controller could not use, so that it serves its own default
 * certificate.
 *
 * @param ingress the Ingress (networking.k8s.io/v1) that names the secret; the secret itself when
 *     none is known
 * @param hosts names that the Ingress wants certificates for, each a subject
 * @param ended the controller says so no more; many say it only when they read their configuration
 */
public record IngressCertificate(
    Subject ingress,
    String namespace,
    String secret,
    List<Subject> hosts,
    boolean ended,
    List<Evidence> evidence) {
  public IngressCertificate {
    hosts = List.copyOf(hosts);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, IngressCertificate> found = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        if (m.signature().equals("ingress-certificate") && !scan.previous()) {
          String namespace = m.groups().getOrDefault("namespace", "");
          String secret = m.groups().getOrDefault("secret", "");
          Optional<PlainObject> ingress =
              cluster.objects(PlainObject.class).stream()
                  .filter(o -> o.meta().kind().equals("Ingress"))
                  .filter(o -> o.meta().namespace().equals(namespace) && names(o, secret))
                  .findFirst();
          List<Evidence> e = new ArrayList<>();
          e.add(new Evidence(m.lastAt(), "the controller cannot use the secret"));
          ingress.ifPresent(
              o ->
                  e.add(
                      new Evidence(
                          o.at().withText(o.key() + " secretName: " + secret), "who names it")));
          found.putIfAbsent(
              namespace + "/" + secret,
              new IngressCertificate(
                  ingress
                      .map(o -> new Subject("ingress", namespace, o.meta().name(), ""))
                      .orElse(new Subject("secret", namespace, secret, "")),
                  namespace,
                  secret,
                  ingress.map(IngressCertificate::hosts).orElse(List.of()),
                  logs.ended(scan, m),
                  e));
        }
      }
    }
    found.values().forEach(facts);
  }

  private static List<Subject> hosts(PlainObject ingress) {
    return ingress.fields().entrySet().stream()
        .filter(f -> f.getKey().startsWith("/spec/tls/") && f.getKey().contains("/hosts/"))
        .map(f -> new Subject("name", "", f.getValue(), ""))
        .sorted()
        .toList();
  }

  private static boolean names(PlainObject ingress, String secret) {
    return ingress.fields().entrySet().stream()
        .anyMatch(
            f ->
                f.getKey().startsWith("/spec/tls/")
                    && f.getKey().endsWith("/secretName")
                    && f.getValue().equals(secret));
  }
}
