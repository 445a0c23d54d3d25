package io.coldcase.fact;

import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Pod;
import java.util.ArrayList;
import java.util.List;
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

  /**
   * Names of workloads that a pod may be of by its own name alone, for pods that are gone: {@code
   * cart-5df997c894-57b69}, {@code kube-flannel-ds-x2x7p}, {@code db-0}.
   */
  static List<String> named(String pod) {
    List<String> names = new ArrayList<>();
    int end = pod.lastIndexOf('-');
    if (end > 0) {
      names.add(pod.substring(0, end));
      int hash = pod.lastIndexOf('-', end - 1);
      if (hash > 0 && pod.length() - end == 6) {
        names.add(pod.substring(0, hash));
      }
    }
    return names;
  }
}
