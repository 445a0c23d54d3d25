package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.ApiHealth;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An address that stands in front of the API servers (a balancer, a virtual address): agents of the
 * cluster are told to use it, no API server itself is there, and the kubelets do not get through.
 *
 * @param server host and port as the agents have it
 * @param address with {@code port N}
 * @param nodes whose kubelets do not get through
 * @param used by more than one of them: other kubelets, kube-proxy, kubeadm's own configuration
 * @param direct each of the nodes whose probes were collected reaches an API server without it
 * @param probed at least one of them was probed
 * @param serves an API server answered somebody
 */
public record ApiFront(
    String server,
    Subject address,
    List<Subject> nodes,
    boolean used,
    boolean direct,
    boolean probed,
    boolean serves,
    List<Evidence> evidence) {
  public ApiFront {
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
  }

  /** A kubelet whose API restarts behind a balancer that is well has a failure or two. */
  private static final int ROW = 3;

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Map<String, Map<String, LogMatch>> byServer = new TreeMap<>();
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        boolean failed = m.signature().equals("kubelet-api-failed") && m.count() >= ROW;
        if (failed && !logs.ended(scan, m)) {
          String server = m.groups().getOrDefault("server", "");
          byServer
              .computeIfAbsent(endpoint(server, m), k -> new LinkedHashMap<>())
              .merge(scan.node(), m, (a, b) -> a.last().isBefore(b.last()) ? b : a);
        }
      }
    }
    byServer.remove("");
    if (!byServer.isEmpty()) {
      Set<String> own = ApiPath.endpoints(cluster);
      byServer.forEach(
          (endpoint, kubelets) -> {
            if (!own.isEmpty() && !own.contains(endpoint) && !inside(cluster, endpoint)) {
              facts.accept(of(cluster, own, endpoint, kubelets));
            }
          });
    }
  }

  /** {@code address:port} of the server, by what the name meant when it was dialled. */
  private static String endpoint(String server, LogMatch m) {
    int colon = server.lastIndexOf(':');
    String port = colon > server.lastIndexOf(']') ? server.substring(colon + 1) : "443";
    String host = colon > server.lastIndexOf(']') ? server.substring(0, colon) : server;
    String ip = m.groups().getOrDefault("ip", "");
    return Ip.tryParse(ip.isEmpty() ? host : ip).map(i -> i + ":" + port).orElse("");
  }

  /** A Service, a proxy on the node itself, or the port of an API server on a known host. */
  private static boolean inside(Cluster cluster, String endpoint) {
    Ip ip = Ip.parse(endpoint.substring(0, endpoint.lastIndexOf(':')));
    boolean host =
        cluster.nodeByIp(ip).isPresent() || KubeProxyConfig.apiServers(cluster).contains(ip);
    return ip.isLoopback()
        || cluster.serviceByIp(ip).isPresent()
        || host && endpoint.endsWith(":6443");
  }

  private static ApiFront of(
      Cluster cluster, Set<String> own, String endpoint, Map<String, LogMatch> kubelets) {
    String ip = endpoint.substring(0, endpoint.lastIndexOf(':'));
    String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
    List<Evidence> evidence = new ArrayList<>();
    boolean direct = true;
    boolean probed = false;
    for (Map.Entry<String, LogMatch> k : kubelets.entrySet()) {
      evidence.add(
          new Evidence(
              k.getValue().lastAt(),
              "the kubelet of " + k.getKey() + " does not get through to " + endpoint));
      List<Probe> asked =
          cluster.node(k.getKey()).flatMap((Node n) -> n.get(Kinds.PROBES)).stream()
              .flatMap(p -> p.list().stream())
              .filter(p -> p.kind().equals("tcp") && own.contains(p.address() + ":" + p.number()))
              .toList();
      Optional<Probe> open = asked.stream().filter(Probe::ok).findFirst();
      open.ifPresent(
          p -> evidence.add(new Evidence(p.at(), k.getKey() + " reaches an API server directly")));
      probed |= !asked.isEmpty();
      direct &= asked.isEmpty() || open.isPresent();
    }
    List<Evidence> users = users(cluster, endpoint, ip);
    evidence.addAll(users);
    boolean answered = cluster.store().get(Kinds.READYZ).filter(ApiHealth::answered).isPresent();
    return new ApiFront(
        endpoint,
        Subject.address(ip).with("port " + port),
        kubelets.keySet().stream().map(Subject::node).toList(),
        kubelets.size() + users.size() > 1,
        direct,
        probed,
        answered,
        evidence);
  }

  /** Configuration of the cluster that names the address. */
  private static List<Evidence> users(Cluster cluster, String endpoint, String ip) {
    List<Evidence> found = new ArrayList<>();
    for (ConfigMap c : cluster.objects(ConfigMap.class)) {
      String kubeadm = c.data().getOrDefault("ClusterConfiguration", "");
      String proxy = c.data().getOrDefault("kubeconfig.conf", "");
      for (String line : (kubeadm + "\n" + proxy).lines().toList()) {
        boolean names = line.contains("controlPlaneEndpoint:") || line.contains("server:");
        if (names && (line.contains(endpoint) || line.strip().endsWith(ip))) {
          SourceRef at = c.at().withText(line.strip());
          found.add(new Evidence(at, c.key() + " names it as the way to the API"));
        }
      }
    }
    return found;
  }
}
