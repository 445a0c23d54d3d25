package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client that asks for a Service that does not exist under this name in this namespace, while one
 * that it may mean does.
 *
 * @param asked the name as asked
 * @param meant the Service that it may mean
 * @param elsewhere same name in another namespace; otherwise the name is misspelt
 */
public record NameMistake(
    Subject client, String asked, Subject meant, boolean elsewhere, List<Evidence> evidence) {
  public NameMistake {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.SERVICES)) {
      return;
    }
    Logs logs = Logs.of(cluster);
    Set<String> done = new HashSet<>();
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        if (r.failure() != Failure.NAME_NOT_FOUND
            || r.host().isEmpty()
            || scan.pod().isEmpty()
            || logs.ended(scan, r)) {
          continue;
        }
        String[] label = r.host().split("\\.");
        boolean external = label.length > 2 && !label[2].equals("svc");
        String namespace = label.length > 1 ? label[1] : scan.namespace();
        boolean foreign = foreignDomain(cluster, label);
        if (external || cluster.service(namespace, label[0]).isPresent() && !foreign) {
          continue;
        }
        meant(cluster, label[0], namespace)
            .ifPresent(
                s -> {
                  Subject client =
                      logs.pod(scan)
                          .map(PodDns::workload)
                          .orElse(Subject.pod(scan.namespace(), scan.pod()));
                  if (done.add(client + " " + r.host())) {
                    List<Evidence> e = new ArrayList<>();
                    e.add(new Evidence(r.lastAt(), "the name does not exist"));
                    e.add(new Evidence(s.at(), "the Service that it may mean"));
                    facts.accept(
                        new NameMistake(
                            client.with("name " + r.host()),
                            r.host(),
                            Subject.service(s.namespace(), s.name()),
                            s.name().equals(label[0]),
                            e));
                  }
                });
      }
    }
  }

  /** {@code svc} is followed by another domain than any kubelet gives to pods. */
  private static boolean foreignDomain(Cluster cluster, String[] label) {
    if (label.length < 4 || !label[2].equals("svc")) {
      return false;
    }
    String domain = String.join(".", Arrays.asList(label).subList(3, label.length));
    List<String> known =
        cluster.nodes().stream()
            .flatMap(n -> n.get(Kinds.KUBELET).stream())
            .flatMap(k -> k.setting("cluster-domain", "clusterDomain").stream())
            .map(Setting::text)
            .toList();
    return !known.isEmpty() && !known.contains(domain);
  }

  private static Optional<Service> meant(Cluster cluster, String name, String namespace) {
    List<Service> all = cluster.objects(Service.class);
    return all.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(s -> s.namespace().equals(namespace))
                    .filter(s -> name.length() > 3 && distance(s.name(), name) <= 2)
                    .findFirst());
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > 2) {
      return 3;
    }
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
      }
      before = row;
    }
    return before[b.length()];
  }
}
