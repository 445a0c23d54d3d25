package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pods of the cluster's DNS server that are in one state that is not good; one fact per state.
 *
 * @param all no DNS pod is Ready
 * @param rollout no DNS pod of the same template is Ready: a change of the workload is stuck
 * @param why the most telling words of the API about it, may be empty
 */
public record DnsPods(
    State state,
    Subject workload,
    List<Subject> pods,
    boolean all,
    boolean rollout,
    String why,
    List<Evidence> evidence) {
  public DnsPods {
    pods = List.copyOf(pods);
    evidence = List.copyOf(evidence);
  }

  /** What is wrong with a pod. */
  public enum State {
    /** Not placed on a node, or placed and its containers not created. */
    PENDING,
    /** The scheduler rejected nodes for other reasons than that they are not ready. */
    UNSCHEDULABLE,
    /** A container exits again and again. */
    CRASHING,
    /** The containers run, the pod is not Ready. */
    NOT_READY,
    /** A container was killed for its memory, lately or again and again. */
    OUT_OF_MEMORY
  }

  private static final long LATELY_SECONDS = 900;

  /** A server that starts needs this long until it may be called not ready. */
  private static final long STARTING_SECONDS = 20;

  /** Taints of nodes that are not ready, and of control planes, which DNS tolerates as shipped. */
  private static final List<String> NOT_READY_TAINTS =
      List.of(
          "node.kubernetes.io/not-ready",
          "node.kubernetes.io/unreachable",
          "node.kubernetes.io/network-unavailable",
          "node.cloudprovider.kubernetes.io/uninitialized",
          "node-role.kubernetes.io/control-plane",
          "node-role.kubernetes.io/master");

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    boolean all = dns.pods().stream().noneMatch(Pod::ready);
    Instant dumped = DumpTime.of(cluster);
    Map<State, List<Pod>> byState = new LinkedHashMap<>();
    Map<State, List<Evidence>> evidence = new LinkedHashMap<>();
    for (Pod p : dns.pods()) {
      for (Map.Entry<State, Evidence> e : states(cluster, p, dumped).entrySet()) {
        byState.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(p);
        evidence.computeIfAbsent(e.getKey(), k -> new ArrayList<>()).add(e.getValue());
      }
    }
    byState.forEach(
        (state, pods) ->
            facts.accept(
                new DnsPods(
                    state,
                    dns.workloadSubject(),
                    pods.stream().map(p -> Subject.pod(p.namespace(), p.name())).toList(),
                    all,
                    pods.stream().noneMatch(p -> proven(dns, p)),
                    why(cluster, state, pods),
                    evidence.get(state))));
  }

  /** True when a pod of the same template is Ready, or nobody knows the template. */
  private static boolean proven(ClusterDns dns, Pod p) {
    String template = template(p);
    return template.isEmpty()
        || dns.pods().stream().anyMatch(o -> o.ready() && template(o).equals(template));
  }

  private static String template(Pod p) {
    return p.meta().labels().getOrDefault("pod-template-hash", "");
  }

  private static Map<State, Evidence> states(Cluster cluster, Pod p, Instant dumped) {
    Map<State, Evidence> found = new LinkedHashMap<>();
    for (ContainerStatus s : p.statuses()) {
      if (oom(s.state()) || oom(s.last()) && recent(s, dumped)) {
        found.put(
            State.OUT_OF_MEMORY,
            new Evidence(
                p.at(
                    oom(s.state()) ? s.place() : s.lastPlace(),
                    s.name() + ": OOMKilled, " + s.restarts() + " restarts"),
                "the kernel killed the DNS server for exceeding its memory limit"));
      }
      if (crashing(p, s, dumped)) {
        found.put(
            State.CRASHING,
            new Evidence(
                p.at(s.place(), s.name() + ": " + words(s)), "the DNS server exits and restarts"));
      }
    }
    boolean started = p.statuses().stream().anyMatch(s -> !s.init() && ran(s));
    if (!p.ready() && !started) {
      Optional<Condition> scheduled = p.condition("PodScheduled");
      if (p.nodeName().isEmpty()) {
        found.put(
            State.PENDING,
            scheduled
                .map(c -> new Evidence(p.at(c), "the pod is on no node"))
                .orElse(new Evidence(p.at(), "the pod is on no node, nobody tried to place it")));
        scheduled
            .filter(c -> otherReasons(cluster, p, c.message()) && readyNode(cluster))
            .ifPresent(
                c ->
                    found.put(
                        State.UNSCHEDULABLE,
                        new Evidence(p.at(c), "why the scheduler takes none of the nodes")));
      } else {
        found.put(
            State.PENDING,
            new Evidence(
                p.statuses().isEmpty()
                    ? p.at()
                    : p.at(p.statuses().get(0).place(), words(p.statuses().get(0))),
                "the pod's containers were not created"));
      }
    } else if (!p.ready()
        && found.isEmpty()
        && p.phase().equals("Running")
        && age(p, dumped) > STARTING_SECONDS) {
      found.put(
          State.NOT_READY,
          p.condition("Ready")
              .map(c -> new Evidence(p.at(c), "the DNS server runs and is not ready"))
              .orElse(new Evidence(p.at(), "the DNS server runs and is not ready")));
    }
    return found;
  }

  private static boolean ran(ContainerStatus s) {
    return s.state().phase().equals("running")
        || s.state().phase().equals("terminated")
        || s.last().phase().equals("terminated")
        || s.restarts() > 0;
  }

  private static boolean oom(ContainerStatus.State s) {
    return s.reason().equals("OOMKilled");
  }

  private static boolean recent(ContainerStatus s, Instant dumped) {
    return Duration.between(s.last().finished(), dumped).getSeconds() < LATELY_SECONDS;
  }

  private static boolean crashing(Pod p, ContainerStatus s, Instant dumped) {
    if (s.state().reason().equals("CrashLoopBackOff")
        || s.state().reason().equals("RunContainerError")
        || s.state().phase().equals("terminated") && s.state().exitCode() != 0) {
      return true;
    }
    // between two runs of the back-off
    return !p.ready()
        && s.restarts() >= 2
        && s.last().exitCode() != 0
        && Duration.between(s.last().finished(), dumped).getSeconds() < 120;
  }

  private static long age(Pod p, Instant dumped) {
    Instant started = p.started();
    for (ContainerStatus s : p.statuses()) {
      started = s.state().started().isAfter(started) ? s.state().started() : started;
    }
    return Duration.between(started, dumped).getSeconds();
  }

  private static String words(ContainerStatus s) {
    String last =
        s.last().phase().equals("terminated")
            ? ", last exit code " + s.last().exitCode() + " " + s.last().reason()
            : "";
    return (s.state().reason().isEmpty() ? s.state().phase() : s.state().reason())
        + (s.state().message().isEmpty() ? "" : " " + s.state().message())
        + ", "
        + s.restarts()
        + " restarts"
        + last;
  }

  /**
   * True when the scheduler's message about a pod names another obstacle than nodes that are not
   * ready. Since Kubernetes 1.34 it does not say which taints are in the way: the nodes do.
   */
  static boolean otherReasons(Cluster cluster, Pod pod, String message) {
    String rest = message;
    int preemption = rest.indexOf("preemption:");
    rest = preemption < 0 ? rest : rest.substring(0, preemption);
    for (int i = rest.indexOf("{"); i >= 0; i = rest.indexOf("{", i + 1)) {
      int end = rest.indexOf('}', i);
      String taint = end < 0 ? rest.substring(i + 1) : rest.substring(i + 1, end);
      if (NOT_READY_TAINTS.stream().noneMatch(taint::startsWith)) {
        return true;
      }
    }
    return rest.contains("untolerated taint(s)") && tainted(cluster, pod)
        || rest.contains("Insufficient ")
        || rest.contains("didn't match")
        || rest.contains("didn't satisfy")
        || rest.contains("were unschedulable")
        || rest.contains("Too many pods")
        || rest.contains("unbound immediate")
        || rest.contains("persistentvolumeclaim \"")
        || rest.contains("didn't have free ports");
  }

  /** A node that is ready has a taint of another kind that the pod does not tolerate. */
  private static boolean tainted(Cluster cluster, Pod pod) {
    return cluster.objects(KubeNode.class).stream()
        .filter(n -> n.condition("Ready").filter(Condition::isTrue).isPresent())
        .flatMap(n -> n.taints().stream())
        .filter(t -> !t.effect().equals("PreferNoSchedule"))
        .filter(t -> NOT_READY_TAINTS.stream().noneMatch(t.key()::startsWith))
        .anyMatch(t -> !pod.spec().tolerates(t));
  }

  private static boolean readyNode(Cluster cluster) {
    return cluster.objects(KubeNode.class).stream()
        .anyMatch(n -> n.condition("Ready").filter(Condition::isTrue).isPresent());
  }

  private static String why(Cluster cluster, State state, List<Pod> pods) {
    if (state == State.UNSCHEDULABLE) {
      return pods.get(0).condition("PodScheduled").map(Condition::message).orElse("");
    }
    if (state != State.PENDING) {
      return "";
    }
    return cluster.objects(Event.class).stream()
        .filter(e -> e.regardingKind().equals("Pod") && e.type().equals("Warning"))
        .filter(e -> pods.stream().anyMatch(p -> p.name().equals(e.regardingName())))
        .max(Comparator.comparing(Event::last))
        .map(e -> e.reason() + ": " + e.message())
        .orElse("");
  }
}
