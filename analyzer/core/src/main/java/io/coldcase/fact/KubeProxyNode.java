package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.KubeProxy;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.ContainerStatus;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Workload;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether kube-proxy runs on a node; only for clusters that are meant to run it (its DaemonSet
 * exists, or it runs on another node) and where no replacement does its work.
 *
 * @param pod its pod on the node, empty name when there is none
 * @param podRuns the container of that pod runs, whatever the node controller says of readiness
 * @param podState in words
 * @param podAt the pod, or the DaemonSet when there is no pod
 * @param settled neither the node nor the pod is so young that it may still be starting
 * @param processKnown somebody looked for the process on the node
 * @param processAt where
 */
public record KubeProxyNode(
    String node,
    Subject subject,
    Subject pod,
    boolean podExists,
    boolean podRuns,
    String podState,
    SourceRef podAt,
    boolean settled,
    boolean processKnown,
    boolean processRuns,
    SourceRef processAt) {
  /** From joining to a running kube-proxy: pod, image, start. */
  private static final Duration START = Duration.ofSeconds(90);

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Optional<Workload> set =
        cluster.objects(Workload.class).stream()
            .filter(
                w ->
                    w.meta().kind().equals("DaemonSet")
                        && w.namespace().equals("kube-system")
                        && w.name().equals("kube-proxy"))
            .findFirst();
    boolean elsewhere = cluster.nodes().stream().anyMatch(n -> process(n).orElse(false));
    if (set.isEmpty() && !elsewhere && !(configured(cluster) && !replaced(cluster))) {
      return;
    }
    for (Node n : cluster.nodes()) {
      facts.accept(of(cluster, n, set));
    }
  }

  /** Its configuration is there, as kubeadm makes it. */
  private static boolean configured(Cluster cluster) {
    return cluster.complete(Kinds.DAEMON_SETS)
        && cluster.objects(ConfigMap.class).stream()
            .anyMatch(c -> c.key().equals("kube-system/kube-proxy"));
  }

  /** Something that can do the work of kube-proxy runs on the nodes. */
  private static boolean replaced(Cluster cluster) {
    return cluster.objects(Workload.class).stream()
        .filter(w -> w.meta().kind().equals("DaemonSet"))
        .anyMatch(
            w ->
                w.name().contains("cilium")
                    || w.name().contains("calico")
                    || w.name().contains("antrea")
                    || w.name().contains("kube-router")
                    || w.name().contains("ovn")
                    || w.name().contains("proxy"));
  }

  private static KubeProxyNode of(Cluster cluster, Node n, Optional<Workload> set) {
    Optional<Pod> pod =
        cluster.podsOn(n.name()).stream()
            .filter(
                p ->
                    p.namespace().equals("kube-system")
                        && p.name().startsWith("kube-proxy")
                        && !p.finished())
            .findFirst();
    Optional<Boolean> process = process(n);
    boolean runs =
        pod.isPresent()
            && pod.get().statuses().stream()
                .anyMatch(c -> !c.init() && c.state().phase().equals("running"));
    SourceRef podAt =
        pod.map(p -> p.at().withText(p.key() + " on " + n.name() + ": " + state(p)))
            .or(
                () ->
                    set.map(w -> w.at().withText("DaemonSet kube-proxy has no pod on " + n.name())))
            .orElse(
                SourceRef.of(Kinds.DAEMON_SETS.path(""))
                    .withText("no DaemonSet kube-proxy, and no pod of it on " + n.name()));
    return new KubeProxyNode(
        n.name(),
        Subject.node(n.name()),
        pod.map(p -> Subject.pod(p.namespace(), p.name())).orElse(Subject.CLUSTER),
        pod.isPresent(),
        runs,
        pod.map(KubeProxyNode::state).orElse("no pod"),
        podAt,
        n.object().filter(o -> young(cluster, o)).isEmpty()
            && pod.filter(p -> young(cluster, p) && starting(p)).isEmpty(),
        process.isPresent(),
        process.orElse(false),
        SourceRef.of(Kinds.KUBE_PROXY.path(n.name()))
            .withText(process.orElse(false) ? "kube-proxy runs" : "no kube-proxy process"));
  }

  private static boolean starting(Pod p) {
    return p.phase().equals("Pending") && UnreadyPod.start(p).isEmpty();
  }

  private static boolean young(Cluster cluster, KubeObject o) {
    return Duration.between(o.meta().created(), cluster.now()).compareTo(START) < 0;
  }

  /** Whether the process runs, by its command line or its sockets; empty when nobody looked. */
  private static Optional<Boolean> process(Node n) {
    Optional<KubeProxy> own = n.get(Kinds.KUBE_PROXY);
    Optional<Sockets> sockets = n.get(Kinds.SS).flatMap(s -> s.last());
    boolean named =
        sockets.isPresent()
            && sockets.get().listening().stream().anyMatch(s -> !s.process().isEmpty());
    if (own.isEmpty() && !named) {
      return Optional.empty();
    }
    boolean listens =
        sockets.isPresent()
            && sockets.get().listening().stream()
                .anyMatch(s -> s.process().startsWith("kube-proxy"));
    return Optional.of(own.map(KubeProxy::running).orElse(false) || listens);
  }

  private static String state(Pod p) {
    for (ContainerStatus c : p.statuses()) {
      if (!c.state().phase().equals("running")) {
        String exit = c.last().exitCode() == 0 ? "" : ", last exit code " + c.last().exitCode();
        return p.phase() + ", " + c.state().phase() + " " + c.state().reason() + exit;
      }
    }
    return p.phase();
  }
}
