package io.coldcase.model.kube;

import java.util.List;
import java.util.Map;

/**
 * A Deployment, DaemonSet, StatefulSet or ReplicaSet.
 *
 * @param desired spec.replicas or desiredNumberScheduled
 * @param serviceName spec.serviceName of a StatefulSet, else empty
 */
public record Workload(
    Meta meta,
    Selector selector,
    Map<String, String> templateLabels,
    PodSpec template,
    int desired,
    int current,
    int ready,
    int available,
    String serviceName,
    List<Condition> conditions,
    Place replicasPlace)
    implements KubeObject {
  public Workload {
    templateLabels = Map.copyOf(templateLabels);
    conditions = List.copyOf(conditions);
  }
}
