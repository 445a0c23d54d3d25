package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Neighbour;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Service;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Host and pod settings that bend traffic away from where the cluster expects it. */
public final class HostFacts {
  private static final int MAX_PROBES = 3;
  private static final int LEASE_SECONDS = 40; // kubelet renews every 10 s
  private static final Set<String> UNANSWERED = Set.of("FAILED", "INCOMPLETE");
  private static final String PUBLIC_IP = "flannel.alpha.coreos.com/public-ip";

  private HostFacts() {}

  /** A pod's hosts entry gives a Service's name an address that is not the Service's. */
  public record PinnedName(
      Subject pod,
      Subject service,
      String workload,
      String name,
      String address,
      String clusterIp,
      SourceRef at,
      SourceRef serviceAt) {}

  /**
   * A pod sends its HTTP requests to a proxy and excepts no name of the cluster.
   *
   * @param proxyAddress host of the proxy's URL
   */
  public record CapturedByProxy(
      Subject pod,
      String workload,
      String variable,
      String proxyAddress,
      String noProxy,
      SourceRef at) {
    /** True when {@code target} is of the cluster, so that its requests should not be captured. */
    public boolean captures(Subject target) {
      return target.kind().equals("service");
    }

    /** True when {@code target} is the proxy itself. */
    public boolean isProxy(Subject target) {
      return target.name().equals(proxyAddress);
    }
  }

  /** A line of a node's /etc/hosts about a machine outside of the cluster. */
  public record HostsLine(String node, Ip ip, List<String> names, SourceRef at) {
    public HostsLine {
      names = List.copyOf(names);
    }

    /** True when {@code message} says that a connection to this address, for this name, failed. */
    public boolean followed(String message) {
      return message.contains("dial tcp " + ip + ":") && names.stream().anyMatch(message::contains);
    }
  }

  /**
   * A node that was not collected renews its lease, and none of its peers gets an answer to ARP for
   * the address under which the cluster knows it.
   */
  public record UnansweredNodeIp(String node, String ip, SourceRef at, List<Evidence> seen) {
    public UnansweredNodeIp {
      seen = List.copyOf(seen);
    }
  }

  /** No interface of a node holds the address under which the cluster knows it. */
  public record LostNodeIp(String node, String ip, SourceRef at, SourceRef listAt) {}

  /**
   * A node registered an address in a network of its own, where no probe of another node reaches
   * it.
   *
   * @param listed its own list of addresses was collected, and has this one
   * @param betterAt another address of it, in the network of its peers
   * @param probes what other nodes saw
   */
  public record StrayNodeIp(
      String node,
      String ip,
      boolean listed,
      SourceRef at,
      SourceRef betterAt,
      List<Evidence> probes) {
    public StrayNodeIp {
      probes = List.copyOf(probes);
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Pod p : cluster.objects(Pod.class)) {
      if (!p.finished()) {
        aliases(cluster, p, facts);
        proxy(p, facts);
      }
    }
    for (Node n : cluster.nodes()) {
      n.get(Kinds.RESOLV).stream()
          .flatMap(r -> r.hosts().stream())
          .filter(h -> !h.ip().isLoopback() && cluster.nodeByIp(h.ip()).isEmpty())
          .forEach(h -> facts.accept(new HostsLine(n.name(), h.ip(), h.names(), h.at())));
      n.object().ifPresent(o -> lostIp(n, o, facts));
      if (HostLinks.of(n).all().isEmpty()) {
        n.object().ifPresent(o -> unanswered(cluster, o, facts));
      }
      n.object().ifPresent(o -> strayIp(cluster, n, o, facts));
    }
  }

  private static Subject subject(Pod p) {
    return Subject.pod(p.namespace(), p.name());
  }

  /** The name of what made the pod; of a ReplicaSet the Deployment's. */
  private static String owner(Pod p) {
    return p.meta().owners().stream()
        .findFirst()
        .map(
            o ->
                o.kind().equals("ReplicaSet") && o.name().lastIndexOf('-') > 0
                    ? o.name().substring(0, o.name().lastIndexOf('-'))
                    : o.name())
        .orElse(p.name());
  }

  private static void aliases(Cluster cluster, Pod p, Consumer<Object> facts) {
    for (PodSpec.HostAlias a : p.spec().hostAliases()) {
      for (String name : a.names()) {
        service(cluster, p, name)
            .filter(s -> !s.clusterIps().isEmpty() && !s.clusterIps().contains(a.ip()))
            .ifPresent(
                s ->
                    facts.accept(
                        new PinnedName(
                            subject(p),
                            Subject.service(s.namespace(), s.name()),
                            owner(p),
                            name,
                            a.ip().toString(),
                            s.clusterIps().get(0).toString(),
                            p.at().withText("hostAliases: " + a.ip() + " " + name),
                            s.at().withText(s.key() + " " + s.clusterIps().get(0)))));
      }
    }
  }

  /** The Service that a name in a pod means: name, name.namespace, name.namespace.svc[.domain]. */
  private static Optional<Service> service(Cluster cluster, Pod p, String name) {
    String[] labels = name.split("\\.", 4);
    if (labels.length > 2 && !labels[2].equals("svc")) {
      return Optional.empty();
    }
    return cluster.service(labels.length > 1 ? labels[1] : p.namespace(), labels[0]);
  }

  private static void proxy(Pod p, Consumer<Object> facts) {
    for (Container c : p.spec().containers()) {
      String proxy = "";
      String variable = "";
      String except = "";
      for (Map.Entry<String, String> e : c.env().entrySet()) {
        String name = e.getKey().toUpperCase(Locale.ROOT);
        if (name.equals("NO_PROXY")) {
          except = e.getValue();
        } else if (name.equals("HTTP_PROXY") || name.equals("HTTPS_PROXY") && proxy.isEmpty()) {
          proxy = e.getValue();
          variable = e.getKey();
        }
      }
      if (!proxy.isEmpty() && !coversCluster(except)) {
        facts.accept(
            new CapturedByProxy(
                subject(p),
                owner(p),
                variable,
                host(proxy),
                except,
                p.at(c.place(), c.name() + ": " + variable + "=" + proxy + " NO_PROXY=" + except)));
        return;
      }
    }
  }

  /** The host of {@code http://user@HOST:3128/}. */
  private static String host(String url) {
    int scheme = url.indexOf("://");
    String rest = scheme < 0 ? url : url.substring(scheme + 3);
    int slash = rest.indexOf('/');
    rest = slash < 0 ? rest : rest.substring(0, slash);
    rest = rest.substring(rest.lastIndexOf('@') + 1);
    int colon = rest.lastIndexOf(':');
    return colon < 0 ? rest : rest.substring(0, colon);
  }

  private static boolean coversCluster(String noProxy) {
    for (String entry : noProxy.split(",", -1)) {
      String e = entry.strip();
      if (e.equals("*") || e.endsWith("svc") || e.endsWith(".local")) {
        return true;
      }
    }
    return false;
  }

  private static void lostIp(Node n, KubeNode o, Consumer<Object> facts) {
    HostLinks links = HostLinks.of(n);
    // without any global address the listing itself is in doubt
    boolean any =
        links.all().stream()
            .anyMatch(
                i ->
                    i.addresses().stream()
                        .anyMatch(a -> !a.ip().isLoopback() && !a.ip().isLinkLocal()));
    if (!any || links.uplink().isPresent() || o.internalIps().isEmpty()) {
      return;
    }
    Ip ip = o.internalIps().get(0);
    facts.accept(
        new LostNodeIp(
            n.name(),
            ip.toString(),
            o.at().withText(n.name() + " InternalIP " + ip),
            SourceRef.of(Kinds.IP_ADDR.path(n.name())).withText("no line inet " + ip)));
  }

  private static void unanswered(Cluster cluster, KubeNode o, Consumer<Object> facts) {
    Instant live = DumpTime.of(cluster).minusSeconds(LEASE_SECONDS);
    boolean alive =
        cluster.objects(PlainObject.class).stream()
            .anyMatch(
                l ->
                    l.meta().namespace().equals("kube-node-lease")
                        && l.meta().name().equals(o.name())
                        && DumpTime.renewed(l).isAfter(live));
    for (Ip ip : alive ? o.internalIps() : List.<Ip>of()) {
      List<Neighbour> seen =
          cluster.nodes().stream()
              .flatMap(n -> n.get(Kinds.IP_NEIGH).stream())
              .flatMap(t -> t.list().stream())
              .filter(e -> e.ip().equals(ip))
              .toList();
      boolean silent = seen.stream().allMatch(e -> UNANSWERED.contains(e.state()));
      if (silent && !seen.isEmpty()) {
        facts.accept(
            new UnansweredNodeIp(
                o.name(),
                ip.toString(),
                o.at().withText(o.name() + " InternalIP " + ip),
                seen.stream()
                    .map(e -> new Evidence(e.at(), "a peer gets no answer to ARP for it"))
                    .toList()));
      }
    }
  }

  private static void strayIp(Cluster cluster, Node n, KubeNode o, Consumer<Object> facts) {
    List<Node> peers = cluster.nodes().stream().filter(x -> !x.name().equals(n.name())).toList();
    List<Prefix> networks =
        peers.stream()
            .flatMap(x -> HostLinks.of(x).uplink().stream())
            .flatMap(i -> i.addresses().stream())
            .map(a -> a.network())
            .toList();
    HostLinks links = HostLinks.of(n);
    boolean listed = !links.all().isEmpty();
    Optional<Ip> ip = o.internalIps().stream().findFirst();
    if (ip.isEmpty()
        || networks.stream().anyMatch(x -> x.contains(ip.get()))
        || listed && links.uplink().isEmpty()) {
      return;
    }
    Optional<SourceRef> better =
        links.all().stream()
            .flatMap(i -> i.addresses().stream())
            .filter(a -> networks.stream().anyMatch(x -> x.contains(a.ip())))
            .map(IfaceAddr::at)
            .findFirst()
            .or(() -> published(o, networks));
    List<Probe> probes =
        peers.stream()
            .flatMap(x -> x.get(Kinds.PROBES).stream())
            .flatMap(x -> x.list().stream())
            .filter(x -> x.address().equals(ip.get().toString()))
            .toList();
    List<Evidence> failed =
        probes.stream()
            .filter(Probe::failed)
            .limit(MAX_PROBES)
            .map(x -> new Evidence(x.at(), "another node does not reach it there"))
            .toList();
    if (better.isPresent() && !failed.isEmpty() && probes.stream().noneMatch(HostFacts::answered)) {
      facts.accept(
          new StrayNodeIp(
              n.name(),
              ip.get().toString(),
              listed,
              o.at().withText(o.name() + " InternalIP " + ip.get()),
              better.get(),
              failed));
    }
  }

  /** The address that the node's flannel published, when it lies in one of the networks. */
  private static Optional<SourceRef> published(KubeNode o, List<Prefix> networks) {
    String text = o.meta().annotations().getOrDefault(PUBLIC_IP, "");
    return Ip.tryParse(text)
        .filter(ip -> networks.stream().anyMatch(x -> x.contains(ip)))
        .map(ip -> o.at().withText(PUBLIC_IP + ": " + ip));
  }

  private static boolean answered(Probe p) {
    return p.received() > 0 || p.ok();
  }
}
