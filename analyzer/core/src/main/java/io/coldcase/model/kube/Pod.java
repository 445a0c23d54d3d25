package io.coldcase.model.kube;

import io.coldcase.net.Ip;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A Pod. */
public record Pod(
    Meta meta,
    PodSpec spec,
    String nodeName,
    String phase,
    String reason,
    String message,
    Optional<Ip> hostIp,
    List<Ip> ips,
    Instant started,
    List<Condition> conditions,
    List<ContainerStatus> statuses)
    implements KubeObject {
  public Pod {
    ips = List.copyOf(ips);
    conditions = List.copyOf(conditions);
    statuses = List.copyOf(statuses);
  }

  public Optional<Condition> condition(String type) {
    return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
  }

  public boolean ready() {
    return condition("Ready").filter(Condition::isTrue).isPresent();
  }

  /** Succeeded or Failed: takes no part in the network any more. */
  public boolean finished() {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  public int restarts() {
    return statuses.stream().mapToInt(ContainerStatus::restarts).sum();
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public int hashCode() {
    return meta.key().hashCode();
  }

  /** A pod stands once in a cluster: the same pod is the same object. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }
}
