package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.CriContainers;
import io.coldcase.model.host.CriContainers.CriContainer;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Something wrong with the API server itself.
 *
 * @param seen the host shows it too, not only kubectl's words
 */
public record ApiServer(Problem problem, Subject subject, boolean seen, List<Evidence> evidence) {
  public ApiServer {
    evidence = List.copyOf(evidence);
  }

  /** What is wrong. */
  public enum Problem {
    /** It does not answer, or says that it is not healthy. */
    DOWN,
    /** The kubernetes Service leads to an address that no API server has. */
    STALE_ENDPOINT
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    down(cluster, facts);
    staleEndpoints(cluster, facts);
  }

  private static void down(Cluster cluster, Consumer<Object> facts) {
    List<Evidence> said = new ArrayList<>();
    Optional<ApiHealth> health = cluster.store().get(Kinds.READYZ);
    boolean refused = false;
    String detail = "kube-apiserver";
    for (ApiHealth.Error e : health.map(ApiHealth::errors).orElse(List.of())) {
      if (unreachable(e.text()) && said.isEmpty()) {
        refused = true;
        said.add(new Evidence(e.at(), "kubectl gets no answer from the API server"));
      }
    }
    for (ApiHealth.Check c : health.map(ApiHealth::checks).orElse(List.of())) {
      if (!c.ok() && (c.name().equals("etcd") || c.name().equals("ping"))) {
        said.add(new Evidence(c.at(), "a health check of the API server fails"));
        detail = "kube-apiserver, its check " + c.name();
      }
    }
    if (!health.filter(ApiHealth::answered).isPresent() && said.isEmpty()) {
      cluster.store().get(Kinds.API_ERRORS).map(ApiHealth::errors).orElse(List.of()).stream()
          .filter(e -> unreachable(e.text()))
          .findFirst()
          .ifPresent(
              e -> said.add(new Evidence(e.at(), "kubectl gets no answer from the API server")));
      refused = !said.isEmpty();
    }
    for (Node n : said.isEmpty() && health.isPresent() ? List.<Node>of() : cluster.nodes()) {
      List<Evidence> seen = host(n);
      if (!seen.isEmpty()) {
        List<Evidence> all = new ArrayList<>(said);
        all.addAll(seen);
        facts.accept(
            new ApiServer(Problem.DOWN, Subject.node(n.name()).with("kube-apiserver"), true, all));
        return;
      }
    }
    if (!said.isEmpty()) {
      facts.accept(new ApiServer(Problem.DOWN, controlPlane(cluster).with(detail), !refused, said));
    }
  }

  private static boolean unreachable(String text) {
    return text.contains("was refused")
        || text.contains("connection refused")
        || text.contains("i/o timeout")
        || text.contains("Unable to connect to the server")
        || text.contains("EOF");
  }

  /** What a control-plane host shows of an API server (or its etcd) that does not run. */
  private static List<Evidence> host(Node n) {
    List<Evidence> found = new ArrayList<>();
    boolean master = false;
    CriContainers all = n.get(Kinds.CRICTL_CONTAINERS).orElse(new CriContainers(List.of()));
    for (String name : List.of("kube-apiserver", "etcd")) {
      List<CriContainer> runs = all.list().stream().filter(c -> c.name().equals(name)).toList();
      master |= !runs.isEmpty();
      boolean up = runs.stream().anyMatch(c -> c.state().equals("CONTAINER_RUNNING"));
      if (!runs.isEmpty() && !up) {
        CriContainer last =
            runs.stream().max(Comparator.comparingInt(CriContainer::restarts)).orElseThrow();
        found.add(new Evidence(last.at(), name + " does not run on the control plane"));
      }
    }
    List<KubeObject> manifests = n.get(Kinds.MANIFESTS).map(m -> m.items()).orElse(List.of());
    boolean api = manifests.stream().anyMatch(o -> o.name().equals("kube-apiserver"));
    boolean etcd = manifests.stream().anyMatch(o -> o.name().equals("etcd"));
    if (api && !etcd) {
      manifests.stream()
          .filter(o -> o.name().equals("kube-apiserver") && localEtcd(o))
          .findFirst()
          .ifPresent(
              o ->
                  found.add(
                      new Evidence(
                          o.at(), "it needs the etcd of this host, which has no manifest")));
    }
    if (!api) {
      // hosts of etcd alone have no scheduler
      manifests.stream()
          .filter(o -> o.name().equals("kube-scheduler"))
          .findFirst()
          .ifPresent(
              o ->
                  found.add(
                      new Evidence(
                          o.at(), "a control plane's manifests without one of kube-apiserver")));
    }
    Optional<Sockets> sockets = n.get(Kinds.SS).flatMap(s -> s.last());
    if (master || api) {
      boolean listens =
          sockets.isPresent() && sockets.get().listening().stream().anyMatch(s -> s.port() == 6443);
      if (sockets.isPresent() && !listens) {
        found.add(
            new Evidence(
                io.coldcase.diag.SourceRef.of(
                    n.store().entries(Kinds.SS).values().iterator().next().artifact().path()),
                "nothing listens on port 6443"));
      }
    }
    return found;
  }

  private static boolean localEtcd(KubeObject o) {
    return o instanceof Pod p
        && p.spec().containers().stream()
            .flatMap(c -> c.command().stream())
            .anyMatch(a -> a.startsWith("--etcd-servers=") && a.contains("127.0.0.1"));
  }

  private static Subject controlPlane(Cluster cluster) {
    return cluster.nodes().stream()
        .filter(n -> n.get(Kinds.MANIFESTS).filter(m -> !m.items().isEmpty()).isPresent())
        .findFirst()
        .map(n -> Subject.node(n.name()))
        .orElse(Subject.CLUSTER);
  }

  private static void staleEndpoints(Cluster cluster, Consumer<Object> facts) {
    Optional<Service> api = cluster.service("default", "kubernetes");
    boolean selfHosted =
        cluster.nodes().stream()
            .anyMatch(
                n ->
                    n.object().isPresent()
                        && n.object()
                            .get()
                            .meta()
                            .labels()
                            .containsKey("node-role.kubernetes.io/control-plane"));
    if (api.isEmpty() || !selfHosted) {
      return;
    }
    for (EndpointSlice s : cluster.slices(api.get())) {
      for (EndpointSlice.Endpoint e : s.endpoints()) {
        for (Ip ip : e.addresses()) {
          if (cluster.nodeByIp(ip).isEmpty() && !onHost(cluster, ip)) {
            stale(cluster, s, e, ip, facts);
          }
        }
      }
    }
  }

  private static boolean onHost(Cluster cluster, Ip ip) {
    return cluster.nodes().stream()
        .anyMatch(
            n ->
                n.get(Kinds.IP_ADDR)
                    .flatMap(s -> s.last())
                    .filter(
                        i ->
                            i.list().stream()
                                .anyMatch(
                                    d -> d.addresses().stream().anyMatch(a -> a.ip().equals(ip))))
                    .isPresent());
  }

  private static void stale(
      Cluster cluster, EndpointSlice s, EndpointSlice.Endpoint e, Ip ip, Consumer<Object> facts) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(s.at(e.place(), "\"addresses\": [\"" + ip + "\"]"), "the address of no node"));
    TreeMap<String, Evidence> more = new TreeMap<>();
    for (Node n : cluster.nodes()) {
      n.get(Kinds.PROBES)
          .ifPresent(
              p ->
                  p.list().stream()
                      .filter(x -> x.kind().equals("tcp") && x.failed())
                      .filter(
                          x -> x.address().equals(ip.toString()) || service(cluster, x.address()))
                      .findFirst()
                      .ifPresent(
                          x ->
                              more.put(
                                  "probe " + n.name(),
                                  new Evidence(x.at(), "nobody answers there"))));
      for (KubeObject o : n.get(Kinds.MANIFESTS).map(m -> m.items()).orElse(List.of())) {
        if (o instanceof Pod p) {
          p.spec().containers().stream()
              .filter(c -> c.command().contains("--advertise-address=" + ip))
              .findFirst()
              .ifPresent(
                  c ->
                      more.put(
                          "",
                          new Evidence(
                              p.at(c.place(), "--advertise-address=" + ip),
                              "the API server publishes this address")));
        }
      }
    }
    evidence.addAll(more.values().stream().limit(4).toList());
    facts.accept(
        new ApiServer(
            Problem.STALE_ENDPOINT,
            Subject.service("default", "kubernetes").with("endpoint " + ip),
            !more.isEmpty(),
            evidence));
  }

  private static boolean service(Cluster cluster, String address) {
    return Ip.tryParse(address)
        .flatMap(cluster::serviceByIp)
        .filter(s -> s.key().equals("default/kubernetes"))
        .isPresent();
  }
}
