package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.CriContainers;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A port of a Service that pods behind it do not serve, and how: one fact per port and problem.
 *
 * @param service {@code namespace/name}
 * @param port {@code NAME} or number of the Service's port, as a person names it
 * @param targetPort as in the Service
 * @param backend port of the pods, 0 when the name does not exist there
 * @param declared the pods declare that port in their spec
 * @param pods those with the problem; {@code of} how many were looked at
 * @param alone the Service has no other port, and is not headless: there a port need not mean
 *     anything, since clients get addresses only
 * @param owner workload of the pods, or the first pod
 * @param listening ports that the pods do listen on, for a person
 * @param evidence one per pod: its listening sockets
 * @param at the port in the Service
 */
public record ServicePort(
    String service,
    Subject subject,
    String port,
    int number,
    String protocol,
    String targetPort,
    int backend,
    boolean declared,
    Problem problem,
    List<Subject> pods,
    int of,
    boolean alone,
    Subject owner,
    String listening,
    List<Evidence> evidence,
    SourceRef at) {
  /** What is wrong between a Service's port and the pods behind it. */
  public enum Problem {
    /** The named target port exists in no container of the pod. */
    NAME_MISSING,
    /** A socket listens on the port, bound to loopback only. */
    LOOPBACK,
    /** A socket listens on the port, of the other transport protocol. */
    OTHER_PROTOCOL,
    /** A socket listens on the port, of the other IP family. */
    OTHER_FAMILY,
    /** Nothing listens on the port, other ports of the protocol are served. */
    OTHER_PORT,
    /** Nothing listens on any port of the protocol. */
    NOTHING,
    /** Nobody looked, and the pods declare other ports only. */
    UNDECLARED
  }

  /** {@code port N} of the Service: the detail of symptoms that are about it. */
  public String detail() {
    return "port " + number;
  }

  /** Whether {@code target} of a symptom is this port, of the Service or of one of the pods. */
  public boolean meant(Subject target) {
    return target.equals(subject.with(detail()))
        || target.detail().equals("port " + backend) && pods.contains(target.with(""));
  }

  /** The pods with the port that they do not serve. */
  public List<Subject> podPorts() {
    return pods.stream().map(p -> p.with("port " + backend)).toList();
  }

  public ServicePort {
    pods = List.copyOf(pods);
    evidence = List.copyOf(evidence);
  }

  /** Processes may open their port late: containers that just started are not judged. */
  private static final long STARTING_SECONDS = 15;

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      if (s.selects()) {
        List<Pod> pods = cluster.selected(s).stream().filter(ServicePort::serves).toList();
        for (int i = 0; i < s.ports().size(); i++) {
          port(cluster, s, i, pods, facts);
        }
      }
    }
  }

  /** Pods that should serve: running, not going, without a proxy that takes their connections. */
  private static boolean serves(Pod p) {
    return p.phase().equals("Running")
        && p.meta().deleted().isEmpty()
        && !p.ips().isEmpty()
        && p.statuses().stream().allMatch(c -> c.init() || c.state().phase().equals("running"))
        && p.spec().containers().stream().noneMatch(ServicePort::meshProxy);
  }

  private static boolean meshProxy(Container c) {
    return c.name().equals("istio-proxy")
        || c.name().equals("linkerd-proxy")
        || c.name().equals("envoy-sidecar")
        || c.name().equals("consul-dataplane");
  }

  private static void port(
      Cluster cluster, Service s, int index, List<Pod> pods, Consumer<Object> facts) {
    Service.Port port = s.ports().get(index);
    Map<Problem, List<Seen>> bad = new EnumMap<>(Problem.class);
    for (Pod p : pods) {
      judge(cluster, port, p)
          .ifPresent(seen -> bad.computeIfAbsent(seen.problem(), k -> new ArrayList<>()).add(seen));
    }
    if (ServiceState.dns(s)) {
      // others look after cluster DNS, but for a server that binds to loopback
      bad.keySet().retainAll(List.of(Problem.LOOPBACK));
    }
    bad.forEach(
        (problem, seen) ->
            facts.accept(
                new ServicePort(
                    s.key(),
                    Subject.service(s.namespace(), s.name()),
                    port.name().isEmpty() ? Integer.toString(port.port()) : port.name(),
                    port.port(),
                    port.protocol(),
                    port.targetPort(),
                    seen.get(0).backend(),
                    seen.get(0).declared(),
                    problem,
                    seen.stream().map(Seen::pod).toList(),
                    pods.size(),
                    s.ports().size() == 1 && !s.headless(),
                    Owners.of(cluster, seen.get(0).pod()),
                    seen.get(0).listening(),
                    seen.stream().limit(3).map(Seen::evidence).toList(),
                    s.at()
                        .child(
                            "spec/ports/" + index,
                            s.key()
                                + " port "
                                + port.port()
                                + " -> targetPort "
                                + port.targetPort()))));
  }

  private record Seen(
      Problem problem,
      Subject pod,
      int backend,
      boolean declared,
      String listening,
      Evidence evidence) {}

  private static Optional<Seen> judge(Cluster cluster, Service.Port port, Pod pod) {
    int backend = backend(port, pod);
    Subject subject = Subject.pod(pod.namespace(), pod.name());
    if (backend == 0) {
      Evidence e =
          new Evidence(
              pod.at().child("spec/containers", pod.key() + " ports: " + declaredText(pod)),
              "no container of the pod names a port " + port.targetPort());
      return Optional.of(new Seen(Problem.NAME_MISSING, subject, 0, false, "", e));
    }
    boolean declared = declares(pod, backend, port.protocol());
    Optional<Looked> looked = sockets(cluster, pod);
    if (looked.isEmpty()) {
      boolean others =
          pod.spec().containers().stream().anyMatch(c -> !c.init() && !c.ports().isEmpty());
      Evidence e =
          new Evidence(
              pod.at().child("spec/containers", pod.key() + " ports: " + declaredText(pod)),
              "the pod declares other ports only");
      return declared || !others
          ? Optional.empty()
          : Optional.of(new Seen(Problem.UNDECLARED, subject, backend, false, "", e));
    }
    if (justStarted(pod, looked.get().when())) {
      return Optional.empty();
    }
    Protocol protocol = Protocol.tryParse(port.protocol()).orElse(Protocol.TCP);
    Ip ip = pod.ips().get(0);
    List<Socket> all = looked.get().sockets().listening();
    if (looked.get().sockets().accepts(protocol, ip, backend) || restarted(cluster, pod)) {
      return Optional.empty();
    }
    Problem problem = problem(all, protocol, ip, backend);
    if (problem == Problem.OTHER_PROTOCOL && !declaresOther(pod, backend, port.protocol())) {
      // by chance another service of the pod has that number
      problem = other(all, protocol) ? Problem.OTHER_PORT : Problem.OTHER_PROTOCOL;
    }
    SourceRef at =
        all.stream()
            .filter(x -> x.port() == backend)
            .findFirst()
            .or(() -> all.stream().findFirst())
            .map(Socket::at)
            .orElse(looked.get().at());
    Evidence e =
        new Evidence(
            at.text().isEmpty() ? at.withText(pod.key() + " listens on: " + text(all)) : at,
            "listening sockets of " + pod.key() + ": " + text(all));
    return Optional.of(new Seen(problem, subject, backend, declared, text(all), e));
  }

  private static boolean declaresOther(Pod pod, int port, String protocol) {
    return pod.spec().containers().stream()
        .flatMap(c -> c.ports().stream())
        .anyMatch(p -> p.number() == port && !p.protocol().equals(protocol));
  }

  private static boolean other(List<Socket> all, Protocol protocol) {
    return all.stream().anyMatch(s -> s.protocol().equals(protocol) && !s.local().isLoopback());
  }

  private static Problem problem(List<Socket> all, Protocol protocol, Ip ip, int port) {
    Problem found = Problem.NOTHING;
    for (Socket s : all) {
      boolean same = s.protocol().equals(protocol);
      if (s.port() == port) {
        if (!same && s.accepts(ip)) {
          return Problem.OTHER_PROTOCOL;
        }
        if (same && s.local().isLoopback()) {
          return Problem.LOOPBACK;
        }
        if (same && s.local().v6() != ip.v6()) {
          return Problem.OTHER_FAMILY;
        }
      } else if (same && !s.local().isLoopback()) {
        found = Problem.OTHER_PORT;
      }
    }
    return found;
  }

  /** The number that a Service's target port is in a pod, 0 when the name does not exist. */
  static int backend(Service.Port port, Pod pod) {
    String t = port.targetPort();
    if (t.isEmpty()) {
      return port.port();
    }
    if (t.chars().allMatch(Character::isDigit) && t.length() <= 5) {
      return Integer.parseInt(t);
    }
    return pod.spec().containers().stream()
        .flatMap(c -> c.ports().stream())
        .filter(p -> p.name().equals(t) && p.protocol().equals(port.protocol()))
        .mapToInt(Container.Port::number)
        .findFirst()
        .orElse(0);
  }

  private static boolean declares(Pod pod, int port, String protocol) {
    return pod.spec().containers().stream()
        .flatMap(c -> c.ports().stream())
        .anyMatch(p -> p.number() == port && p.protocol().equals(protocol));
  }

  private static String declaredText(Pod pod) {
    List<String> all = new ArrayList<>();
    for (Container c : pod.spec().containers()) {
      for (Container.Port p : c.ports()) {
        all.add(p.name().isEmpty() ? "" + p.number() : p.name() + "=" + p.number());
      }
    }
    return all.isEmpty() ? "none" : String.join(", ", all);
  }

  /** Listening sockets of a pod, when they were read, and where. */
  record Looked(Sockets sockets, long when, SourceRef at) {}

  /** The sockets of the pod's namespace, if somebody looked. */
  static Optional<Looked> sockets(Cluster cluster, Pod pod) {
    Optional<Node> node = cluster.node(pod.nodeName());
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (pod.spec().hostNetwork()) {
      return Optional.ofNullable(node.get().store().entries(Kinds.SS).get(""))
          .flatMap(e -> hostSockets(e));
    }
    return node.get()
        .netns(pod)
        .filter(e -> listed(e.value()))
        .map(
            e ->
                new Looked(
                    e.value().sockets(), e.artifact().start(), SourceRef.of(e.artifact().path())));
  }

  private static boolean listed(PodNetns netns) {
    return netns.sections().contains("ss") || netns.sections().contains("/proc/net/tcp");
  }

  private static Optional<Looked> hostSockets(Store.Entry<Samples<Sockets>> e) {
    return e.value()
        .last()
        .map(s -> new Looked(s, e.artifact().start(), SourceRef.of(e.artifact().path())));
  }

  private static boolean justStarted(Pod pod, long when) {
    if (when == 0) {
      return false;
    }
    for (ContainerStatus c : pod.statuses()) {
      Instant started = c.state().started();
      if (!c.init()
          && Duration.between(started, Instant.ofEpochSecond(when)).getSeconds()
              < STARTING_SECONDS) {
        return true;
      }
    }
    return false;
  }

  /** The pod's processes may have been away when the sockets were read. */
  static boolean restarted(Cluster cluster, Pod pod) {
    List<CriContainers.CriContainer> own =
        cluster
            .node(pod.nodeName())
            .flatMap(n -> n.get(Kinds.CRICTL_CONTAINERS))
            .map(c -> c.list())
            .orElse(List.of())
            .stream()
            .filter(c -> c.pod().equals(pod.name()) && c.namespace().equals(pod.namespace()))
            .toList();
    boolean away =
        !own.isEmpty() && own.stream().noneMatch(c -> c.state().equals("CONTAINER_RUNNING"));
    return away
        || cluster.objectsAfter(Pod.class).stream()
            .anyMatch(p -> p.key().equals(pod.key()) && restarts(p) != restarts(pod));
  }

  private static int restarts(Pod pod) {
    return pod.statuses().stream().mapToInt(ContainerStatus::restarts).sum();
  }

  static String text(List<Socket> sockets) {
    List<String> all = new ArrayList<>();
    for (Socket s : sockets) {
      all.add(s.protocol() + " " + (s.dualStack() ? "*" : s.local()) + ":" + s.port());
    }
    return all.isEmpty() ? "none" : String.join(", ", all.subList(0, Math.min(8, all.size())));
  }
}
