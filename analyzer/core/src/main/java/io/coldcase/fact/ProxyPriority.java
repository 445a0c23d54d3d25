package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A node on which kube-proxy found no room or was sent away, and whose pods have no priority for
 * which the scheduler makes room.
 *
 * @param templateAt the template of its DaemonSet
 * @param seen the pod, and the events that say why it does not run
 * @param told true when an event says so
 */
public record ProxyPriority(
    String node, Subject pod, SourceRef templateAt, List<Evidence> seen, boolean told) {
  private static final Set<String> CRITICAL =
      Set.of("system-node-critical", "system-cluster-critical");

  public ProxyPriority {
    seen = List.copyOf(seen);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Optional<Workload> set =
        cluster.objects(Workload.class).stream()
            .filter(w -> w.meta().kind().equals("DaemonSet"))
            .filter(w -> w.key().equals("kube-system/kube-proxy"))
            .findFirst();
    if (set.isEmpty()
        || CRITICAL.contains(set.get().template().priorityClass())
        || !cluster.complete(Kinds.PODS)) {
      return;
    }
    List<Pod> own =
        cluster.podsIn("kube-system").stream()
            .filter(p -> p.meta().owners().stream().anyMatch(o -> o.name().equals("kube-proxy")))
            .toList();
    List<Pod> waiting =
        own.stream().filter(p -> p.phase().equals("Pending") && p.nodeName().isEmpty()).toList();
    List<String> without =
        cluster.nodes().stream()
            .map(Node::name)
            .filter(n -> own.stream().noneMatch(p -> p.nodeName().equals(n) && !p.finished()))
            .toList();
    SourceRef template =
        set.get()
            .at()
            .withText(
                "priorityClassName: "
                    + (set.get().template().priorityClass().isEmpty()
                        ? "(none)"
                        : set.get().template().priorityClass()));
    for (String node : without) {
      List<Evidence> seen = new ArrayList<>();
      Optional<Pod> pod =
          own.stream().filter(p -> p.nodeName().equals(node) && sentAway(p)).findFirst();
      pod.ifPresent(
          p -> seen.add(new Evidence(p.at().withText(p.key() + " " + p.reason()), p.message())));
      // which of several waiting pods is meant for which node nobody tells; each node lacks one
      if (waiting.size() == without.size()) {
        Pod p = waiting.get(without.indexOf(node));
        seen.add(
            new Evidence(p.at().withText(p.key() + " Pending"), "no pod of kube-proxy on " + node));
        pod = Optional.of(p);
      }
      if (pod.isPresent()) {
        List<Evidence> events = events(cluster, own);
        boolean told = !events.isEmpty();
        seen.addAll(events);
        facts.accept(
            new ProxyPriority(
                node, Subject.pod(pod.get().namespace(), pod.get().name()), template, seen, told));
      }
    }
  }

  private static boolean sentAway(Pod p) {
    return p.phase().equals("Failed")
        && (p.reason().equals("Evicted") || p.reason().startsWith("Preempt"));
  }

  /** Of the last kind of each: no room, preempted, evicted. */
  private static List<Evidence> events(Cluster cluster, List<Pod> own) {
    List<Evidence> all = new ArrayList<>();
    for (Event e : cluster.objects(Event.class)) {
      boolean mine =
          e.regardingNamespace().equals("kube-system")
              && (own.stream().anyMatch(p -> p.name().equals(e.regardingName()))
                  || e.regardingName().startsWith("kube-proxy-"));
      boolean room =
          e.reason().equals("FailedScheduling")
              && (e.message().contains("Insufficient") || e.message().contains("Too many pods"));
      boolean away = e.reason().equals("Preempted") || e.reason().equals("Evicted");
      if (mine && (room || away) && all.size() < 3) {
        all.add(
            new Evidence(
                e.at().withText(e.reason() + ": " + e.message()),
                away ? "it had to make room" : "the scheduler finds no room for it"));
      }
    }
    return all;
  }
}
