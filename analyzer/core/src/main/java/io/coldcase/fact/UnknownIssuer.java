package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Event;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates of names outside of the cluster whose issuer several clients do not know: workloads,
 * each with the authorities of its own image, and container runtimes with those of their node. One
 * alone may lack the authorities that others have.
 *
 * @param names names that were asked, each a subject
 * @param clients who does not accept them
 */
public record UnknownIssuer(List<Subject> names, List<Subject> clients, List<Evidence> evidence) {
  private static final Pattern PULLED =
      Pattern.compile("https://([0-9A-Za-z.-]+)[/:].*certificate signed by unknown authority");

  /** Names and clients of one case; more of either say nothing new. */
  private static final int MAX = 20;

  public UnknownIssuer {
    names = List.copyOf(names);
    clients = List.copyOf(clients);
    evidence = List.copyOf(evidence);
  }

  /** Clients of different make agree. */
  public boolean several() {
    return clients.size() > 1;
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Targets targets = new Targets(cluster);
    Logs logs = Logs.of(cluster);
    Map<Subject, Evidence> byName = new LinkedHashMap<>();
    Map<Subject, Evidence> byClient = new LinkedHashMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        if (m.signature().equals("unknown-issuer")
            && !scan.pod().isEmpty()
            && !logs.ended(scan, m)) {
          Subject client =
              logs.pod(scan)
                  .map(PodDns::workload)
                  .orElse(Subject.pod(scan.namespace(), scan.pod()));
          String host = m.groups().getOrDefault("host", "");
          Evidence e =
              new Evidence(m.lastAt(), "a client does not know who issued the certificate");
          add(targets, scan.namespace(), host, client, e, byName, byClient);
        }
      }
    }
    for (Event e : cluster.objects(Event.class)) {
      Matcher m = PULLED.matcher(e.reason().equals("Failed") ? e.message() : "");
      if (m.find() && !WarningEvent.overcome(cluster, e)) {
        Evidence why =
            new Evidence(
                e.at().withText(e.message()), "nor does the container runtime of the node");
        add(targets, "", m.group(1), Subject.node(e.host()), why, byName, byClient);
      }
    }
    if (!byName.isEmpty()) {
      List<Evidence> evidence = new ArrayList<>(byClient.values());
      byName.values().stream().filter(e -> !evidence.contains(e)).forEach(evidence::add);
      facts.accept(
          new UnknownIssuer(
              List.copyOf(byName.keySet()), List.copyOf(byClient.keySet()), evidence));
    }
  }

  private static void add(
      Targets targets,
      String namespace,
      String host,
      Subject client,
      Evidence e,
      Map<Subject, Evidence> byName,
      Map<Subject, Evidence> byClient) {
    if (!host.isEmpty()
        && targets.of(namespace, host, "", 443).kind() == Targets.Kind.EXTERNAL
        && byName.size() < MAX) {
      byName.putIfAbsent(new Subject("name", "", host, "port 443"), e);
      byClient.putIfAbsent(client, e);
    }
  }
}
