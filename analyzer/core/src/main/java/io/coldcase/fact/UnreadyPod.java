package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A pod that is not Ready for a reason of its own, and which: a container crashes or cannot be
 * started, its image cannot be had, a probe fails, a readiness gate is missing, or no node suits
 * it.
 *
 * @param reason CRASH, PROBE, GATE, START or NODE
 * @param detail the probe's error, the gate, or the container's state
 * @param probeHost whom the failing probe asks in place of the pod, else empty
 * @param probePort port of the failing probe, 0 when it has none
 * @param probePortServed a socket of the pod accepts connections there
 * @param socketsKnown somebody looked at the pod's sockets
 * @param otherwiseReady the readiness probe, which asks another port, succeeds
 * @param owner workload of the pod
 */
public record UnreadyPod(
    Subject subject,
    String node,
    String reason,
    String detail,
    String probeHost,
    int probePort,
    boolean probePortServed,
    boolean socketsKnown,
    boolean listensElsewhere,
    boolean otherwiseReady,
    String status,
    Subject owner,
    List<Evidence> evidence) {
  private static final List<String> MOUNT = List.of("FailedMount", "FailedAttachVolume");

  /** A probe that failed so lately fails still. */
  private static final long RECENT_SECONDS = 90;

  private static final List<String> NO_START =
      List.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /** Exit codes of a container that was told to end, or killed. */
  private static final Set<Integer> BY_SIGNAL = Set.of(0, 137, 143);

  public UnreadyPod {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Event>> events = new HashMap<>();
    for (Event e : cluster.objects(Event.class)) {
      if (e.regardingKind().equals("Pod")
          && (e.reason().equals("Unhealthy") || MOUNT.contains(e.reason()))) {
        events
            .computeIfAbsent(
                e.regardingNamespace() + "/" + e.regardingName(), k -> new ArrayList<>())
            .add(e);
      }
    }
    for (Pod p : cluster.objects(Pod.class)) {
      if ((p.phase().equals("Running") || p.phase().equals("Pending"))
          && (!p.ready() || killed(cluster, p, events.getOrDefault(p.key(), List.of())))
          && p.meta().deleted().isEmpty()
          && nodeReady(cluster, p)) {
        of(cluster, p, events.getOrDefault(p.key(), List.of())).ifPresent(facts);
      }
    }
  }

  /** Pods of a node that does not report are set to not ready by the node controller. */
  private static boolean nodeReady(Cluster cluster, Pod p) {
    return cluster
        .node(p.nodeName())
        .flatMap(n -> n.object())
        .flatMap((KubeNode n) -> n.condition("Ready"))
        .map(Condition::isTrue)
        .orElse(true);
  }

  private static Optional<UnreadyPod> of(Cluster cluster, Pod p, List<Event> events) {
    Subject subject = Subject.pod(p.namespace(), p.name());
    Optional<ServicePort.Looked> looked = ServicePort.sockets(cluster, p);
    for (Event e : newestFirst(events)) {
      if (MOUNT.contains(e.reason()) || exits(p, events)) {
        continue;
      }
      int port = port(p, e.message());
      int readiness = port(p, "Readiness");
      boolean served =
          port > 0
              && looked.isPresent()
              && looked.get().sockets().accepts(Protocol.TCP, address(p), port);
      // the sockets of a host are not those of one pod
      boolean elsewhere =
          looked.isPresent()
              && !p.spec().hostNetwork()
              && looked.get().sockets().listening().stream()
                  .anyMatch(s -> s.protocol().equals(Protocol.TCP) && !s.local().isLoopback());
      List<Evidence> evidence = new ArrayList<>();
      evidence.add(
          new Evidence(
              e.at().withText(e.reason() + ": " + e.message()),
              "the kubelet's probe of the pod, " + e.count() + " times"));
      looked
          .filter(l -> port > 0)
          .ifPresent(
              l ->
                  evidence.add(
                      new Evidence(
                          l.at()
                              .withText(
                                  p.key()
                                      + " "
                                      + (served ? "serves" : "does not serve")
                                      + " port "
                                      + port),
                          "listening sockets of the pod")));
      return Optional.of(
          new UnreadyPod(
              subject,
              p.nodeName(),
              "PROBE",
              e.message(),
              host(p, e.message()),
              port,
              served,
              looked.isPresent(),
              elsewhere,
              p.ready() && port > 0 && readiness > 0 && readiness != port,
              status(e.message()),
              Owners.of(cluster, subject),
              evidence));
    }
    Optional<String> crash = crash(p);
    Optional<String> why =
        crash
            .or(() -> gate(p))
            .or(() -> start(p))
            .or(() -> placing(cluster, p))
            .or(() -> volume(p, events));
    if (why.isEmpty()) {
      return Optional.empty();
    }
    String reason =
        crash.isPresent()
            ? "CRASH"
            : gate(p).isPresent()
                ? "GATE"
                : start(p).isPresent()
                    ? "START"
                    : placing(cluster, p).isPresent() ? "NODE" : "VOLUME";
    SourceRef at = p.at().child("status", p.key() + ": " + why.get());
    return Optional.of(
        new UnreadyPod(
            subject,
            p.nodeName(),
            reason,
            why.get(),
            "",
            0,
            false,
            looked.isPresent(),
            false,
            false,
            "",
            Owners.of(cluster, subject),
            List.of(new Evidence(at, "the pod's state"))));
  }

  private static List<Event> newestFirst(List<Event> events) {
    return events.stream().sorted((a, b) -> b.last().compareTo(a.last())).toList();
  }

  private static Ip address(Pod p) {
    return p.ips().isEmpty() ? Ip.ANY4 : p.ips().get(0);
  }

  private static Optional<String> crash(Pod p) {
    return p.statuses().stream()
        .filter(
            s -> s.state().reason().equals("CrashLoopBackOff") || s.restarts() > 1 && !s.ready())
        .map(s -> s.name() + " " + s.state().reason() + ", exit code " + s.last().exitCode())
        .findFirst();
  }

  /** A container ends by itself again and again: no wonder that nobody answers its probes. */
  private static boolean exits(Pod p, List<Event> events) {
    return p.statuses().stream()
            .anyMatch(
                s ->
                    s.state().reason().equals("CrashLoopBackOff")
                        && !BY_SIGNAL.contains(s.last().exitCode()))
        && events.stream()
            .noneMatch(
                e ->
                    e.count() > 2
                        && (e.message().startsWith("Liveness")
                            || e.message().startsWith("Startup")));
  }

  /** A container that the kubelet cannot start: no image, a wrong reference, a wrong command. */
  static Optional<String> start(Pod p) {
    return p.statuses().stream()
        .filter(s -> NO_START.contains(s.state().reason()))
        .map(s -> s.name() + " " + s.state().reason() + " " + s.state().message())
        .map(String::strip)
        .findFirst();
  }

  /** No node suits the pod, for other reasons than that nodes are not ready. */
  private static Optional<String> placing(Cluster cluster, Pod p) {
    return p.condition("PodScheduled")
        .filter(c -> !c.isTrue() && DnsPods.otherReasons(cluster, p, c.message()))
        .map(c -> c.reason() + ": " + c.message());
  }

  /** A volume that the kubelet cannot mount: a missing ConfigMap, Secret or disk. */
  private static Optional<String> volume(Pod p, List<Event> events) {
    return p.phase().equals("Pending")
        ? newestFirst(events).stream()
            .filter(e -> MOUNT.contains(e.reason()) && e.count() > 1)
            .map(e -> e.reason() + ": " + e.message())
            .findFirst()
        : Optional.empty();
  }

  /**
   * Ready at this moment, but its liveness probe has it killed again and again: between two runs
   * such a pod looks well.
   */
  private static boolean killed(Cluster cluster, Pod p, List<Event> events) {
    return p.ready()
        && p.statuses().stream().anyMatch(s -> !s.init() && s.restarts() > 1)
        && newestFirst(events).stream()
            .filter(e -> e.message().startsWith("Liveness"))
            .findFirst()
            .filter(e -> e.count() > 3)
            .filter(e -> Duration.between(e.last(), cluster.now()).getSeconds() < RECENT_SECONDS)
            .isPresent();
  }

  private static Optional<String> gate(Pod p) {
    boolean ready = p.condition("ContainersReady").filter(Condition::isTrue).isPresent();
    return p.spec().readinessGates().stream()
        .filter(g -> ready && p.condition(g).filter(Condition::isTrue).isEmpty())
        .map(g -> "readiness gate " + g + " is not set")
        .findFirst();
  }

  /** The status code of {@code HTTP probe failed with statuscode: N}, or empty. */
  private static String status(String message) {
    int i = message.indexOf("statuscode: ");
    return i < 0 ? "" : message.substring(i + 12).strip();
  }

  private static Optional<Container.Probe> probe(Container c, String message) {
    return message.startsWith("Liveness")
        ? c.liveness()
        : message.startsWith("Startup") ? c.startup() : c.readiness();
  }

  /** The host that a probe of the pod names, when the event says that nobody was met there. */
  private static String host(Pod p, String message) {
    return p.spec().containers().stream()
        .flatMap(c -> probe(c, message).stream())
        .map(Container.Probe::host)
        .filter(h -> !h.isEmpty() && !p.spec().hostNetwork() && message.contains(h))
        .filter(h -> p.ips().stream().noneMatch(ip -> ip.toString().equals(h)))
        .findFirst()
        .orElse("");
  }

  /** The port of the probe that the event is about, as the pod's spec has it. */
  private static int port(Pod p, String message) {
    for (Container c : p.spec().containers()) {
      Optional<Container.Probe> probe = probe(c, message);
      if (probe.isPresent() && !probe.get().port().isEmpty()) {
        String text = probe.get().port();
        if (text.chars().allMatch(Character::isDigit) && text.length() <= 5) {
          return Integer.parseInt(text);
        }
        for (Container.Port d : c.ports()) {
          if (d.name().equals(text)) {
            return d.number();
          }
        }
      }
    }
    return 0;
  }
}
