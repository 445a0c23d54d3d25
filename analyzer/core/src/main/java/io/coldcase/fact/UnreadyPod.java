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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A running pod on a ready node that is not Ready, and why: a container crashes, a probe fails, or
 * a readiness gate is missing.
 *
 * @param reason CRASH, PROBE or GATE
 * @param detail the probe's error, the gate, or the container's state
 * @param probePort port of the failing probe, 0 when it has none
 * @param probePortServed a socket of the pod accepts connections there
 * @param socketsKnown somebody looked at the pod's sockets
 * @param owner workload of the pod
 */
public record UnreadyPod(
    Subject subject,
    String node,
    String reason,
    String detail,
    int probePort,
    boolean probePortServed,
    boolean socketsKnown,
    boolean listensElsewhere,
    String status,
    Subject owner,
    List<Evidence> evidence) {
  public UnreadyPod {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Event>> events = new HashMap<>();
    for (Event e : cluster.objects(Event.class)) {
      if (e.regardingKind().equals("Pod") && e.reason().equals("Unhealthy")) {
        events
            .computeIfAbsent(
                e.regardingNamespace() + "/" + e.regardingName(), k -> new ArrayList<>())
            .add(e);
      }
    }
    for (Pod p : cluster.objects(Pod.class)) {
      if (p.phase().equals("Running")
          && !p.ready()
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
      int port = port(p, e.message());
      boolean served =
          port > 0
              && looked.isPresent()
              && looked.get().sockets().accepts(Protocol.TCP, address(p), port);
      boolean elsewhere =
          looked.isPresent()
              && looked.get().sockets().listening().stream()
                  .anyMatch(s -> s.protocol().equals(Protocol.TCP) && !s.local().isLoopback());
      List<Evidence> evidence = new ArrayList<>();
      evidence.add(
          new Evidence(
              e.at().withText(e.reason() + ": " + e.message()),
              "the kubelet's probe of the pod, " + e.count() + " times"));
      looked.ifPresent(
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
              port,
              served,
              looked.isPresent(),
              elsewhere,
              status(e.message()),
              Owners.of(cluster, subject),
              evidence));
    }
    Optional<String> crash = crash(p);
    Optional<String> gate = gate(p);
    if (crash.isEmpty() && gate.isEmpty()) {
      return Optional.empty();
    }
    SourceRef at = p.at().child("status", p.key() + ": " + crash.or(() -> gate).orElse(""));
    return Optional.of(
        new UnreadyPod(
            subject,
            p.nodeName(),
            crash.isPresent() ? "CRASH" : "GATE",
            crash.or(() -> gate).orElse(""),
            0,
            false,
            looked.isPresent(),
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

  /** The port of the probe that the event is about, as the pod's spec has it. */
  private static int port(Pod p, String message) {
    for (Container c : p.spec().containers()) {
      Optional<Container.Probe> probe =
          message.startsWith("Liveness")
              ? c.liveness()
              : message.startsWith("Startup") ? c.startup() : c.readiness();
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
