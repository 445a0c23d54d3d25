package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogScan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Symptoms of nodes and of the API: nodes not ready, kubelets that the API server does not reach,
 * load balancers without an address.
 */
final class ClusterSymptoms {
  private static final long LOAD_BALANCER_SECONDS = 30;

  private ClusterSymptoms() {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (KubeNode n : cluster.objects(KubeNode.class)) {
      n.condition("Ready").filter(c -> !c.isTrue()).ifPresent(c -> node(n, c, facts));
      n.condition("NetworkUnavailable").filter(Condition::isTrue).ifPresent(c -> node(n, c, facts));
    }
    logsRefused(cluster, facts);
    for (Service s : cluster.objects(Service.class)) {
      boolean pending = s.type().equals("LoadBalancer") && s.ingress().isEmpty();
      if (pending && age(cluster, s.meta().created()) > LOAD_BALANCER_SECONDS) {
        Subject who = Subject.service(s.namespace(), s.name());
        Evidence e = new Evidence(s.at(), "status.loadBalancer is empty");
        facts.accept(
            new Symptom(
                "sym-loadbalancer-pending",
                who,
                who,
                "no address",
                s.meta().created(),
                cluster.now(),
                false,
                1,
                List.of(e)));
      }
    }
  }

  private static void node(KubeNode n, Condition c, Consumer<Object> facts) {
    String text = c.type() + "=" + c.status() + " " + c.reason() + ": " + c.message();
    facts.accept(
        new Symptom(
            "sym-node-notready-network",
            Subject.node(n.name()),
            Subject.node(n.name()),
            c.reason(),
            c.since(),
            c.since(),
            false,
            1,
            List.of(new Evidence(n.at().withText(text), "the node's condition"))));
  }

  /** What stands in place of logs that the API server could not fetch from the kubelet. */
  private static void logsRefused(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    java.util.Map<String, Symptom> byNode = new java.util.TreeMap<>();
    for (LogScan s : logs.scans()) {
      String text = s.error().map(e -> e.text()).orElse("");
      String node = logs.nodeOf(s);
      // the container's own state (waiting to start, not found) is no fault of the way to it
      boolean path =
          text.contains("containerLogs") || text.startsWith("Unable to connect to the server");
      if (path && !node.isEmpty() && logs.pod(s).filter(Pod::finished).isEmpty()) {
        Evidence e = new Evidence(s.error().get(), "kubectl logs got no log");
        byNode.merge(
            node,
            new Symptom(
                "sym-kubectl-logs-exec-fail",
                Subject.CLUSTER,
                Subject.node(node),
                "logs not fetched",
                Instant.EPOCH,
                Instant.EPOCH,
                false,
                1,
                List.of(e)),
            ClusterSymptoms::more);
      }
    }
    byNode.values().forEach(facts);
  }

  private static Symptom more(Symptom a, Symptom b) {
    return new Symptom(
        a.id(),
        a.source(),
        a.target(),
        a.detail(),
        a.first(),
        a.last(),
        false,
        a.count() + 1,
        a.evidence());
  }

  private static long age(Cluster cluster, Instant t) {
    return Duration.between(t, cluster.now()).getSeconds();
  }
}
