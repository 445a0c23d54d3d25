package io.coldcase.fact;

import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Pod;
import java.util.Optional;

/** Which workload a pod is of: what a person edits to change the pod. */
final class Owners {
  private Owners() {}

  /** The Deployment, DaemonSet, StatefulSet, ... of the pod; the pod itself when it has none. */
  static Subject of(Cluster cluster, Subject pod) {
    Optional<Pod> p = cluster.pod(pod.namespace(), pod.name());
    Optional<Meta.Owner> owner =
        p.flatMap(x -> x.meta().owners().stream().filter(Meta.Owner::controller).findFirst());
    if (owner.isEmpty()) {
      return pod;
    }
    String name = owner.get().name();
    String hash = p.get().meta().labels().getOrDefault("pod-template-hash", "");
    boolean deployed =
        owner.get().kind().equals("ReplicaSet") && !hash.isEmpty() && name.endsWith("-" + hash);
    return deployed
        ? Subject.workload(
            "Deployment", pod.namespace(), name.substring(0, name.length() - hash.length() - 1))
        : Subject.workload(owner.get().kind(), pod.namespace(), name);
  }
}
