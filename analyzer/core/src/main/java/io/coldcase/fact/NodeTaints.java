package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A node that waits for its cloud controller, for longer than joining takes or with a pod that
 * waits for the node.
 *
 * @param evidence the taint, and the scheduler's word on the pod where one waits
 */
public record NodeTaints(String node, List<Evidence> evidence) {
  /** The taint that kubelet sets with --cloud-provider=external until somebody removes it. */
  private static final String UNINITIALIZED = "node.cloudprovider.kubernetes.io/uninitialized";

  /** Right after joining the taint is normal. */
  private static final Duration JOINING = Duration.ofMinutes(5);

  public NodeTaints {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    List<Pod> unplaced =
        cluster.objects(Pod.class).stream()
            .filter(p -> p.nodeName().isEmpty() && !p.finished())
            .toList();
    for (KubeNode n : cluster.objects(KubeNode.class)) {
      boolean joining = Duration.between(n.meta().created(), cluster.now()).compareTo(JOINING) < 0;
      for (KubeNode.Taint t : n.taints()) {
        if (!t.key().equals(UNINITIALIZED)) {
          continue;
        }
        Optional<Evidence> waits =
            unplaced.stream().flatMap(p -> rejected(p, t).stream()).findFirst();
        if (!joining || waits.isPresent()) {
          List<Evidence> evidence = new ArrayList<>();
          evidence.add(
              new Evidence(
                  n.at(t.place(), t.key() + ":" + t.effect()),
                  "no cloud controller has initialised the node"));
          waits.ifPresent(evidence::add);
          facts.accept(new NodeTaints(n.name(), evidence));
        }
      }
    }
  }

  private static Optional<Evidence> rejected(Pod p, KubeNode.Taint taint) {
    return p.condition("PodScheduled")
        .filter((Condition c) -> !c.isTrue() && by(c.message(), p, taint))
        .map(c -> new Evidence(p.at(c), "the scheduler takes no such node"));
  }

  /** Since Kubernetes 1.34 the message does not say which taints are in the way. */
  private static boolean by(String message, Pod p, KubeNode.Taint taint) {
    return message.contains(UNINITIALIZED)
        || message.contains("untolerated taint(s)") && !p.spec().tolerates(taint);
  }
}
