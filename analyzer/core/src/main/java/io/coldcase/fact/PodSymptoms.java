package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pods that do not come up, do not stay up or do not go, from their status and their events. An
 * event of a pod that is ready by now is a symptom that ended.
 */
final class PodSymptoms {
  /** A pod may be starting or stopping for so long before that is worth a word. */
  private static final long PATIENCE_SECONDS = 120;

  private final Cluster cluster;
  private final Consumer<Object> facts;
  private final Map<String, List<Event>> eventsByPod = new HashMap<>();

  private PodSymptoms(Cluster cluster, Consumer<Object> facts) {
    this.cluster = cluster;
    this.facts = facts;
    for (Event e : cluster.objects(Event.class)) {
      if (e.regardingKind().equals("Pod")) {
        eventsByPod
            .computeIfAbsent(
                e.regardingNamespace() + "/" + e.regardingName(), k -> new ArrayList<>())
            .add(e);
      }
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    PodSymptoms s = new PodSymptoms(cluster, facts);
    cluster.objects(Pod.class).forEach(s::of);
  }

  private void of(Pod pod) {
    List<Event> events = eventsByPod.getOrDefault(pod.key(), List.of());
    if (pod.meta().deleted().isPresent()) {
      terminating(pod, events);
      return;
    }
    if (pod.finished()) {
      return;
    }
    boolean up = pod.ready();
    Optional<Condition> scheduled = pod.condition("PodScheduled");
    if (scheduled.filter(c -> c.status().equals("False")).isPresent()) {
      add("sym-pod-pending", pod, scheduled.get().reason(), false, "FailedScheduling", events, 30);
    } else if (scheduled.isEmpty() && pod.nodeName().isEmpty() && pod.phase().equals("Pending")) {
      add("sym-pod-pending", pod, "nobody placed it", false, "FailedScheduling", events, 30);
    } else if (!up && sandboxMissing(pod)) {
      boolean failed = events.stream().anyMatch(e -> e.reason().equals("FailedCreatePodSandBox"));
      add(
          "sym-pod-stuck-containercreating",
          pod,
          "ContainerCreating",
          false,
          "FailedCreatePodSandBox",
          events,
          failed ? 0 : PATIENCE_SECONDS);
    } else if (pullFails(pod)) {
      add("sym-image-pull-fails", pod, "image pull fails", false, "Failed", events, 0);
    } else if (!up && restarting(pod, events)) {
      add("sym-pod-restarts-probes", pod, waiting(pod), false, "Unhealthy", events, 0);
    }
    if (up) {
      for (Event e : events) {
        String id = endedId(e);
        if (!id.isEmpty()) {
          facts.accept(symptom(id, pod, e.reason(), true, e.first(), e.last(), evidence(e)));
        }
      }
    }
  }

  private static String endedId(Event e) {
    return switch (e.reason()) {
      case "FailedCreatePodSandBox" -> "sym-pod-stuck-containercreating";
      case "FailedScheduling" -> "sym-pod-pending";
      case "Unhealthy", "BackOff" -> "sym-pod-restarts-probes";
      default -> "";
    };
  }

  /** No container has ever run and none can: the pod has no network yet. */
  private static boolean sandboxMissing(Pod pod) {
    return pod.phase().equals("Pending")
        && pod.ips().isEmpty()
        && pod.statuses().stream()
            .allMatch(
                s ->
                    s.state().reason().equals("ContainerCreating")
                        || s.state().reason().equals("PodInitializing"));
  }

  private static boolean pullFails(Pod pod) {
    return pod.statuses().stream().anyMatch(PodSymptoms::pullFails);
  }

  /** The container waits for an image that could not be pulled. */
  static boolean pullFails(ContainerStatus s) {
    return s.state().reason().equals("ImagePullBackOff")
        || s.state().reason().equals("ErrImagePull");
  }

  /** Not ready because a container crashes again and again or its probes fail. */
  private boolean restarting(Pod pod, List<Event> events) {
    boolean crash =
        pod.statuses().stream()
            .anyMatch(
                s ->
                    s.state().reason().equals("CrashLoopBackOff")
                        || s.restarts() > 0 && !s.ready());
    return crash
        || events.stream()
            .anyMatch(e -> e.reason().equals("Unhealthy") && age(e.last()) < PATIENCE_SECONDS * 2);
  }

  private static String waiting(Pod pod) {
    for (ContainerStatus s : pod.statuses()) {
      if (s.state().phase().equals("waiting")) {
        return s.state().reason();
      }
    }
    return "not ready";
  }

  private void terminating(Pod pod, List<Event> events) {
    List<Event> kill = events.stream().filter(e -> e.reason().equals("FailedKillPod")).toList();
    Instant asked = pod.meta().deleted().orElse(Instant.EPOCH);
    // deletionTimestamp already holds the grace period
    if (!kill.isEmpty() || age(asked) > PATIENCE_SECONDS) {
      add("sym-stuck-terminating", pod, "Terminating", false, "FailedKillPod", events, 0);
    }
  }

  private long age(Instant t) {
    return Duration.between(t, cluster.now()).getSeconds();
  }

  private void add(
      String id,
      Pod pod,
      String detail,
      boolean ended,
      String reason,
      List<Event> events,
      long patience) {
    if (age(pod.meta().created()) < patience) {
      return;
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(pod.at().withText(shown(pod)), "the pod's state"));
    Instant last = cluster.now();
    for (Event e : events) {
      if (e.reason().equals(reason) && evidence.size() < 3) {
        evidence.addAll(evidence(e));
      }
    }
    facts.accept(symptom(id, pod, detail, ended, pod.meta().created(), last, evidence));
  }

  private static String shown(Pod pod) {
    return pod.key() + " on " + pod.nodeName() + ": " + pod.phase() + ", " + waiting(pod);
  }

  private static List<Evidence> evidence(Event e) {
    SourceRef at = e.at().withText(e.reason() + ": " + e.message());
    return List.of(new Evidence(at, "event, seen " + e.count() + " times"));
  }

  private static Symptom symptom(
      String id,
      Pod pod,
      String detail,
      boolean ended,
      Instant first,
      Instant last,
      List<Evidence> evidence) {
    Subject who = Subject.pod(pod.namespace(), pod.name());
    return new Symptom(id, who, who, detail, first, last, ended, 1, evidence);
  }
}
