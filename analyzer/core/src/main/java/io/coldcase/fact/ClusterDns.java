package io.coldcase.fact;

import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import io.coldcase.net.Ip;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster's DNS server, whatever the distribution calls it: found by label {@code k8s-app:
 * kube-dns} or by a container named coredns; NodeLocal DNS is something else.
 *
 * @param pods those that have not finished and are not being deleted
 */
record ClusterDns(
    Optional<Service> service,
    List<Pod> pods,
    Optional<Workload> workload,
    Optional<Corefile> corefile) {

  static ClusterDns of(Cluster cluster) {
    return cluster.derived(ClusterDns.class, ClusterDns::find);
  }

  private static ClusterDns find(Cluster cluster) {
    List<Pod> pods =
        cluster.objects(Pod.class).stream()
            .filter(p -> !p.finished() && p.meta().deleted().isEmpty())
            .filter(p -> serves(p.meta().labels(), p.spec()))
            .toList();
    Optional<Workload> workload =
        cluster.objects(Workload.class).stream()
            .filter(w -> !w.meta().kind().equals("ReplicaSet"))
            .filter(w -> serves(w.templateLabels(), w.template()))
            .findFirst();
    return new ClusterDns(service(cluster), pods, workload, corefile(cluster, workload));
  }

  private static boolean serves(Map<String, String> labels, PodSpec spec) {
    return "kube-dns".equals(labels.get("k8s-app"))
        || spec.containers().stream().anyMatch(c -> !c.init() && c.name().equals("coredns"));
  }

  private static Optional<Service> service(Cluster cluster) {
    return cluster.objects(Service.class).stream()
        .filter(s -> rank(s) > 0)
        .max(Comparator.comparingInt(ClusterDns::rank));
  }

  private static int rank(Service s) {
    if (s.headless() || s.ports().stream().noneMatch(p -> p.port() == 53)) {
      return s.key().equals("kube-system/kube-dns") ? 3 : 0;
    }
    if (s.key().equals("kube-system/kube-dns")) {
      return 4;
    }
    boolean labelled = "kube-dns".equals(s.meta().labels().get("k8s-app"));
    return labelled && !s.name().endsWith("-upstream") || s.name().endsWith("coredns") ? 2 : 0;
  }

  private static Optional<Corefile> corefile(Cluster cluster, Optional<Workload> workload) {
    List<Corefile> all = cluster.objects(Corefile.class);
    return all.stream()
        .filter(c -> workload.filter(w -> w.template().configMaps().contains(c.name())).isPresent())
        .findFirst()
        .or(() -> all.stream().filter(c -> c.key().equals("kube-system/coredns")).findFirst());
  }

  boolean owns(String namespace, String pod) {
    return pods.stream().anyMatch(p -> p.namespace().equals(namespace) && p.name().equals(pod));
  }

  boolean has(Ip ip) {
    return service.filter(s -> s.clusterIps().contains(ip)).isPresent()
        || pods.stream().anyMatch(p -> p.ips().contains(ip));
  }

  Subject serviceSubject() {
    return service
        .map(s -> Subject.service(s.namespace(), s.name()))
        .orElse(Subject.service("kube-system", "kube-dns"));
  }

  Subject workloadSubject() {
    return workload
        .map(w -> Subject.workload(w.meta().kind(), w.namespace(), w.name()))
        .orElse(Subject.workload("Deployment", "kube-system", "coredns"));
  }

  Subject configSubject() {
    return corefile
        .map(c -> new Subject("config", c.namespace(), c.name(), "Corefile"))
        .orElse(new Subject("config", "kube-system", "coredns", "Corefile"));
  }

  /** The container that answers queries. */
  static Optional<Container> server(PodSpec spec) {
    List<Container> all = spec.containers().stream().filter(c -> !c.init()).toList();
    return all.stream()
        .filter(c -> c.name().equals("coredns"))
        .findFirst()
        .or(() -> all.stream().findFirst());
  }
}
