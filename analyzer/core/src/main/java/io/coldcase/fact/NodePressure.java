package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node whose kubelet says that memory or process ids run out, and that throws pods out for it.
 *
 * @param condition MemoryPressure or PIDPressure
 * @param pods what was evicted from it lately
 */
public record NodePressure(
    String node, String condition, List<Subject> pods, List<Evidence> evidence) {
  private static final long LATELY_SECONDS = 600;
  private static final int EVIDENCE = 3;

  public NodePressure {
    pods = List.copyOf(pods);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (KubeNode o : cluster.objects(KubeNode.class)) {
      for (String type : List.of("MemoryPressure", "PIDPressure")) {
        o.condition(type)
            .filter(Condition::isTrue)
            .flatMap(c -> of(cluster, o, c))
            .ifPresent(facts);
      }
    }
  }

  private static Optional<NodePressure> of(Cluster cluster, KubeNode o, Condition c) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(o.at(c), "the node's own kubelet says so"));
    Instant now = cluster.now();
    Set<Subject> pods = new LinkedHashSet<>();
    List<Event> lately =
        cluster.objects(Event.class).stream()
            .filter(e -> Duration.between(e.last(), now).getSeconds() < LATELY_SECONDS)
            .sorted(Comparator.comparing(Event::last).reversed())
            .toList();
    for (Event e : lately) {
      boolean reclaims =
          e.reason().equals("EvictionThresholdMet") && e.regardingName().equals(o.name());
      boolean evicted = e.reason().equals("Evicted") && onNode(cluster, e, o.name());
      if (evicted) {
        pods.add(Subject.pod(e.regardingNamespace(), e.regardingName()));
      }
      if ((reclaims || evicted) && evidence.size() <= EVIDENCE) {
        evidence.add(
            new Evidence(
                e.at().withText(e.reason() + ": " + e.message()),
                evicted ? "it throws a pod out" : "it tries to get some back"));
      }
    }
    return evidence.size() > 1
        ? Optional.of(new NodePressure(o.name(), c.type(), List.copyOf(pods), evidence))
        : Optional.empty();
  }

  private static boolean onNode(Cluster cluster, Event e, String node) {
    return e.host().equals(node)
        || cluster
            .pod(e.regardingNamespace(), e.regardingName())
            .map(Pod::nodeName)
            .filter(node::equals)
            .isPresent();
  }
}
