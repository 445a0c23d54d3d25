package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.model.probe.Probes;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The way from one node to one address of the API server, as probes and logs on the node show it.
 *
 * @param endpoint {@code address:port}
 * @param hostOk the node itself got through; {@code hostFailed} it did not
 * @param podFailed a pod of the node did not get through
 * @param othersOk other nodes (or the API's own answer) show that it serves
 * @param only the same side (the node, or else its pods) reaches other things on the API's host or
 *     on other nodes, so that not everything is lost
 * @param silent nothing came back, neither refusal nor error
 * @param probes evidence in probes; {@code log} in logs of the node
 */
public record ApiPath(
    String node,
    String endpoint,
    boolean hostOk,
    boolean hostFailed,
    boolean podFailed,
    boolean othersOk,
    boolean only,
    boolean silent,
    List<Evidence> probes,
    List<Evidence> log) {
  /** A kubelet that does not reach the API tries, and logs it, every ten seconds. */
  private static final long KUBELET_SECONDS = 90;

  private static final int SERVICE_PORT = 443;

  private static final int EVIDENCE = 3;

  public ApiPath {
    probes = List.copyOf(probes);
    log = List.copyOf(log);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    boolean healthy = cluster.store().get(Kinds.READYZ).filter(ApiHealth::answered).isPresent();
    Map<String, List<Dial>> dials = dials(cluster);
    Set<String> endpoints = endpoints(cluster);
    for (String endpoint : endpoints) {
      String ip = endpoint.substring(0, endpoint.lastIndexOf(':'));
      int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
      Set<String> reached = new LinkedHashSet<>();
      for (Node n : cluster.nodes()) {
        if (probes(n, false, ip, port).stream().anyMatch(Probe::ok)) {
          reached.add(n.name());
        }
      }
      for (Node n : cluster.nodes()) {
        List<Probe> host = probes(n, false, ip, port);
        List<Probe> pod = probes(n, true, ip, port);
        boolean ok = reached.contains(n.name());
        List<Evidence> evidence = new ArrayList<>();
        host.stream()
            .filter(Probe::failed)
            .limit(EVIDENCE)
            .forEach(p -> evidence.add(new Evidence(p.at(), "the node does not reach the API")));
        pod.stream()
            .filter(Probe::failed)
            .limit(1)
            .forEach(p -> evidence.add(new Evidence(p.at(), "its pods do not reach the API")));
        List<Evidence> log = log(cluster, dials.getOrDefault(n.name(), List.of()), n, ip);
        boolean only = endpoints.size() == 1;
        boolean hostFailed = failed(host) && !(only && byService(cluster, n, false));
        boolean podFailed = failed(pod) && !(only && byService(cluster, n, true));
        boolean silent =
            host.stream().filter(Probe::failed).allMatch(p -> p.outcome() == Outcome.SILENT);
        if (hostFailed || podFailed || !log.isEmpty()) {
          facts.accept(
              new ApiPath(
                  n.name(),
                  endpoint,
                  ok,
                  hostFailed,
                  podFailed,
                  healthy || reached.size() > (ok ? 1 : 0),
                  others(cluster, n, !hostFailed, ip, port),
                  silent,
                  evidence,
                  log));
        }
      }
    }
  }

  private static boolean failed(List<Probe> probes) {
    return !probes.isEmpty() && probes.stream().allMatch(Probe::failed);
  }

  /**
   * The node, or a pod of it, reaches the API by its Service: the way there is open now and then.
   */
  private static boolean byService(Cluster cluster, Node n, boolean pod) {
    return cluster.service("default", "kubernetes").stream()
        .flatMap(s -> s.clusterIps().stream())
        .flatMap(ip -> probes(n, pod, ip.toString(), SERVICE_PORT).stream())
        .anyMatch(Probe::ok);
  }

  /**
   * True when the node, or its pods, reach anything on the API's host or on another node: over TCP,
   * or by ping where nothing else was asked over TCP.
   */
  private static boolean others(Cluster cluster, Node n, boolean pod, String ip, int port) {
    List<Probe> asked =
        n.get(pod ? Kinds.PROBES_POD : Kinds.PROBES).map(Probes::list).orElse(List.of()).stream()
            .filter(p -> p.outcome() != Outcome.UNKNOWN)
            .filter(p -> elsewhere(cluster, n, p) && (!pod || p.address().equals(ip)))
            .toList();
    List<Probe> tcp =
        asked.stream()
            .filter(p -> p.kind().equals("tcp"))
            .filter(p -> p.number() != port || !p.address().equals(ip))
            .toList();
    return tcp.isEmpty()
        ? asked.stream().anyMatch(p -> p.kind().equals("ping") && p.ok())
        : tcp.stream().anyMatch(Probe::ok);
  }

  private static boolean elsewhere(Cluster cluster, Node n, Probe p) {
    return Ip.tryParse(p.address())
        .flatMap(cluster::nodeByIp)
        .filter(o -> !o.name().equals(n.name()))
        .isPresent();
  }

  private static List<Probe> probes(Node n, boolean pod, String ip, int port) {
    return n.get(pod ? Kinds.PROBES_POD : Kinds.PROBES).map(Probes::list).orElse(List.of()).stream()
        .filter(p -> p.kind().equals("tcp") && p.address().equals(ip) && p.number() == port)
        .filter(p -> p.outcome() != Outcome.UNKNOWN)
        .toList();
  }

  /**
   * What kubelet and kube-proxy of the node log about the address, when it still goes on. Where the
   * kubelet posts nothing any more, what other host-network pods say of the Service counts, too:
   * their logs were fetched through that kubelet, so both live and the Service alone is not it.
   */
  private static List<Evidence> log(Cluster cluster, List<Dial> dials, Node n, String ip) {
    Optional<Condition> unposted = NodeAgent.unposted(n);
    Set<String> service = new LinkedHashSet<>();
    if (unposted.isPresent()) {
      cluster
          .service("default", "kubernetes")
          .ifPresent(s -> s.clusterIps().forEach(a -> service.add(a.toString())));
    }
    List<Evidence> found = new ArrayList<>();
    boolean through = false;
    for (Dial d : dials) {
      boolean asksService = service.contains(d.to());
      if ((d.agent() && d.to().equals(ip) || asksService) && found.size() < EVIDENCE) {
        through |= asksService;
        found.add(
            new Evidence(
                d.match().lastAt(),
                d.component() + " does not reach the API, " + d.match().count() + " such lines"));
      }
    }
    if (through) {
      found.add(NodeAgent.ready(n.object().orElseThrow(), unposted.orElseThrow()));
    }
    return found;
  }

  /**
   * Something on the host's network that does not get through to an address and goes on trying.
   *
   * @param agent kubelet or kube-proxy, which ask the API server itself and not its Service
   */
  private record Dial(String component, boolean agent, String to, LogMatch match) {}

  private static Map<String, List<Dial>> dials(Cluster cluster) {
    Logs logs = Logs.of(cluster);
    Map<String, List<Dial>> byNode = new HashMap<>();
    for (LogScan scan : logs.scans()) {
      String component = scan.component();
      boolean agent = component.equals("kubelet") || component.equals("kube-proxy");
      for (LogMatch m : scan.matches()) {
        if (m.signature().equals("api-dial-error")
            && (agent || logs.pod(scan).filter(p -> p.spec().hostNetwork()).isPresent())
            && !logs.ended(scan, m)
            && !(component.equals("kubelet")
                && m.last().plusSeconds(KUBELET_SECONDS).isBefore(cluster.now()))) {
          byNode
              .computeIfAbsent(logs.nodeOf(scan), k -> new ArrayList<>())
              .add(new Dial(component, agent, m.groups().getOrDefault("ip", ""), m));
        }
      }
    }
    return byNode;
  }

  /** The addresses behind the kubernetes Service, and those of nodes that serve port 6443. */
  static Set<String> endpoints(Cluster cluster) {
    Set<String> all = new LinkedHashSet<>();
    Optional<Service> api = cluster.service("default", "kubernetes");
    for (EndpointSlice s : api.map(cluster::slices).orElse(List.of())) {
      int port = s.ports().stream().mapToInt(EndpointSlice.Port::port).findFirst().orElse(6443);
      s.endpoints().forEach(e -> e.addresses().forEach(ip -> all.add(ip + ":" + port)));
    }
    for (Node n : cluster.nodes()) {
      for (Probe p : n.probes()) {
        boolean node = Ip.tryParse(p.address()).flatMap(cluster::nodeByIp).isPresent();
        if (p.kind().equals("tcp") && p.number() == 6443 && (node || all.isEmpty())) {
          all.add(p.address() + ":" + p.number());
        }
      }
    }
    return all;
  }
}
