package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Clients inside the cluster whose service-account tokens the API server does not accept (HTTP
 * 401).
 *
 * @param subject the API server
 * @param clients the programs that are refused, in words
 * @param several more than one program is refused, so that it is not one stale token
 * @param server the API server itself logs that tokens are not valid
 * @param pods pods of the refused programs
 */
public record RejectedTokens(
    Subject subject,
    String clients,
    boolean several,
    boolean server,
    List<Subject> pods,
    List<Evidence> evidence) {
  private static final long LASTING_SECONDS = 20;

  public RejectedTokens {
    pods = List.copyOf(pods);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, Evidence> byProgram = new LinkedHashMap<>();
    List<Evidence> server = new ArrayList<>();
    List<Subject> pods = new ArrayList<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        boolean over = scan.previous() || logs.ended(scan, m);
        // an API server that starts refuses everybody for a moment
        boolean brief = Duration.between(m.first(), m.last()).getSeconds() < LASTING_SECONDS;
        if (over || brief) {
          continue;
        }
        if (m.signature().equals("token-refused") && client(scan)) {
          byProgram.putIfAbsent(
              scan.component(),
              new Evidence(
                  m.lastAt(), scan.component() + " is refused, " + m.count() + " such lines"));
          pods.add(Subject.pod(scan.namespace(), scan.pod()));
        } else if (m.signature().equals("apiserver-token-invalid") && server.isEmpty()) {
          server.add(new Evidence(m.lastAt(), "the API server cannot verify the tokens"));
        }
      }
    }
    if (!byProgram.isEmpty()) {
      List<Evidence> evidence = new ArrayList<>(server);
      evidence.addAll(byProgram.values());
      facts.accept(
          new RejectedTokens(
              apiServer(cluster),
              String.join(", ", byProgram.keySet()),
              byProgram.size() > 1,
              !server.isEmpty(),
              pods.stream().distinct().toList(),
              evidence));
    }
  }

  private static boolean client(LogScan scan) {
    return switch (scan.component()) {
      case "coredns", "kube-proxy", "flannel" -> true;
      default -> false;
    };
  }

  private static Subject apiServer(Cluster cluster) {
    return cluster.objects(Pod.class).stream()
        .filter(p -> p.namespace().equals("kube-system") && p.name().startsWith("kube-apiserver"))
        .findFirst()
        .map(p -> Subject.pod(p.namespace(), p.name()))
        .orElse(new Subject("component", "kube-system", "kube-apiserver", ""))
        .with("service account keys");
  }
}
