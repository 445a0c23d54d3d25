package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.host.Setting;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Something wrong with what a kubelet writes into the resolv.conf of its pods.
 *
 * @param subject the node; the Corefile when all nodes agree against it
 * @param value the setting that is wrong
 * @param configured read from kubelet's configuration, not guessed from pods
 */
public record KubeletDns(
    Problem problem, Subject subject, String value, boolean configured, List<Evidence> evidence) {
  /** The resolver configuration of the host itself. */
  public static final String HOST_FILE = "/etc/resolv.conf";

  public KubeletDns {
    evidence = List.copyOf(evidence);
  }

  /** What is wrong. */
  public enum Problem {
    /** clusterDNS is the address of no Service for DNS and of no NodeLocal DNS. */
    NO_SUCH_SERVICE,
    /** clusterDNS is a link-local address of NodeLocal DNS that the node does not have or serve. */
    LOCAL_CACHE_ABSENT,
    /** clusterDNS is not set. */
    UNSET,
    /** clusterDomain is not a zone of the DNS server. */
    OTHER_DOMAIN,
    /** The DNS server serves no cluster zone at all. */
    NO_ZONE,
    /** The file that resolvConf names does not exist. */
    RESOLV_CONF_MISSING
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    boolean agreed = agreed(cluster).isPresent();
    for (Node n : cluster.nodes()) {
      n.get(Kinds.KUBELET)
          .filter(k -> k.running() || !k.config().isEmpty())
          .filter(k -> !agreed)
          .ifPresent(k -> servers(cluster, n, k, facts));
      events(cluster, n, facts);
    }
    domains(cluster, facts);
  }

  /**
   * The one address that all kubelets (two at least) and the cluster's own kubelet configuration
   * give to pods, while the DNS Service has another: then it is the Service that has the wrong one.
   */
  static Optional<Setting> agreed(Cluster cluster) {
    Optional<Service> service = dnsService(cluster);
    List<Setting> all = new ArrayList<>();
    for (Node n : cluster.nodes()) {
      Optional<Kubelet> k = n.get(Kinds.KUBELET).filter(x -> !x.config().isEmpty());
      List<Setting> own = k.map(KubeletDns::values).orElse(List.of());
      if (own.size() != 1) {
        return Optional.empty();
      }
      all.add(own.get(0));
    }
    if (all.size() < 2
        || service.isEmpty()
        || all.stream().map(Setting::text).distinct().count() > 1) {
      return Optional.empty();
    }
    Setting first = all.get(0);
    Optional<Ip> ip = Ip.tryParse(first.text());
    boolean meant =
        cluster.objects(ConfigMap.class).stream()
            .filter(c -> c.key().startsWith("kube-system/kubelet-config"))
            .anyMatch(c -> c.value("kubelet").contains("- " + first.text() + "\n"));
    return ip.filter(x -> meant && !x.isLinkLocal())
        .filter(x -> cluster.serviceByIp(x).isEmpty() && !service.get().clusterIps().isEmpty())
        .filter(x -> cluster.nodes().stream().noneMatch(n -> local(n, x)))
        .map(x -> first);
  }

  private static List<Setting> values(Kubelet k) {
    List<Setting> values = new ArrayList<>();
    Optional.ofNullable(k.flags().get("cluster-dns")).ifPresent(values::add);
    for (int i = 0; i < 3 && !k.flags().containsKey("cluster-dns"); i++) {
      Optional.ofNullable(k.config().get("clusterDNS/" + i)).ifPresent(values::add);
    }
    return values;
  }

  private static void servers(Cluster cluster, Node n, Kubelet k, Consumer<Object> facts) {
    Optional<Service> dns = dnsService(cluster);
    for (Setting s : values(k)) {
      Optional<Ip> ip = Ip.tryParse(s.text());
      if (ip.filter(Ip::isLinkLocal).isPresent()) {
        localCache(cluster, n, s, ip.get(), facts);
      } else if (ip.isPresent()
          && dns.isPresent() // without it, it is the Service that is missing
          && cluster.complete(Kinds.SERVICES)
          && cluster
              .serviceByIp(ip.get())
              .filter(x -> x.ports().stream().anyMatch(p -> p.port() == 53))
              .isEmpty()
          && !local(n, ip.get())) {
        List<Evidence> e = new ArrayList<>();
        e.add(new Evidence(s.at(), "kubelet gives pods this name server, no DNS Service has it"));
        pods(n, ip.get(), e);
        e.add(
            new Evidence(
                dns.get().at(dns.get().addressPlace(), "\"clusterIP\": " + dns.get().clusterIps()),
                "the address that the DNS Service has"));
        facts.accept(
            new KubeletDns(
                Problem.NO_SUCH_SERVICE,
                Subject.node(n.name()).with("kubelet clusterDNS " + s.text()),
                s.text(),
                true,
                e));
      }
    }
  }

  private static Optional<Service> dnsService(Cluster cluster) {
    return ClusterDns.of(cluster).service();
  }

  /** A node may serve cluster DNS on an address of its own. */
  private static boolean local(Node n, Ip ip) {
    return n.get(Kinds.IP_ADDR)
        .flatMap(s -> s.last())
        .filter(i -> i.list().stream().anyMatch(d -> d.has(ip)))
        .isPresent();
  }

  /** NodeLocal DNS listens on a link-local address of the node, and on nothing else if it hangs. */
  private static void localCache(
      Cluster cluster, Node n, Setting s, Ip ip, Consumer<Object> facts) {
    List<Evidence> e = new ArrayList<>();
    e.add(new Evidence(s.at(), "kubelet gives pods this name server on their own node"));
    pods(n, ip, e);
    Optional<Sockets> sockets = n.get(Kinds.SS).flatMap(x -> x.last());
    if (n.complete(Kinds.IP_ADDR) && !local(n, ip)) {
      e.add(
          new Evidence(
              SourceRef.of(Kinds.IP_ADDR.path(n.name())).withText("no device has " + ip),
              "the addresses of the node"));
    } else if (sockets.isPresent() && !sockets.get().accepts(Protocol.UDP, ip, 53)) {
      e.add(
          new Evidence(
              SourceRef.of(Kinds.SS.path(n.name())).withText("no socket on " + ip + ":53/UDP"),
              "the listening sockets of the node"));
    } else {
      return;
    }
    cluster.podsOn(n.name()).stream()
        .filter(p -> LocalCache.is(p.name()))
        .findFirst()
        .ifPresent(p -> e.add(new Evidence(p.at(), "the pod that ought to serve it")));
    facts.accept(
        new KubeletDns(
            Problem.LOCAL_CACHE_ABSENT,
            Subject.node(n.name()).with("kubelet clusterDNS " + s.text()),
            s.text(),
            true,
            e));
  }

  private static void pods(Node n, Ip ip, List<Evidence> into) {
    for (var e : n.store().entries(Kinds.NETNS).entrySet()) {
      for (ResolvConf.Server s :
          e.getValue().value().resolvConf().map(ResolvConf::servers).orElse(List.of())) {
        if (s.ip().equals(ip) && into.size() < 3) {
          into.add(
              new Evidence(s.at(), "as pod " + PodNetns.pod(e.getKey()) + " of the node has it"));
        }
      }
    }
  }

  private static void events(Cluster cluster, Node n, Consumer<Object> facts) {
    boolean unset = false;
    boolean missing = false;
    for (Event e : cluster.objects(Event.class)) {
      boolean here =
          e.host().equals(n.name())
              || e.regardingKind().equals("Node") && e.regardingName().equals(n.name());
      if (!here) {
        continue;
      }
      if (!unset && e.reason().equals("MissingClusterDNS") && !hasServers(n)) {
        unset = true;
        facts.accept(
            new KubeletDns(
                Problem.UNSET,
                Subject.node(n.name()).with("kubelet clusterDNS"),
                "",
                true,
                List.of(new Evidence(e.at(), "kubelet has no cluster DNS address to give"))));
      }
      if (!missing
          && e.message().contains("no such file or directory")
          && e.message().contains("resolv.conf")
          && e.message().contains("open /")
          && !WarningEvent.overcome(cluster, e)) {
        KubeletDns found = resolvConfMissing(n, e);
        // the events of an hour stay after somebody named another file
        boolean still =
            n.get(Kinds.KUBELET)
                .flatMap(k -> k.setting("resolv-conf", "resolvConf"))
                .map(s -> s.text().equals(found.value()))
                .orElse(true);
        if (still) {
          missing = true;
          facts.accept(found);
        }
      }
    }
  }

  private static KubeletDns resolvConfMissing(Node n, Event e) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(e.at(), "kubelet cannot read the file that pods shall get"));
    n.get(Kinds.KUBELET)
        .flatMap(k -> k.setting("resolv-conf", "resolvConf"))
        .ifPresent(s -> evidence.add(new Evidence(s.at(), "the file that kubelet is told to use")));
    int open = e.message().indexOf("open /") + 5;
    int end = e.message().indexOf(':', open);
    String path = end < 0 ? "" : e.message().substring(open, end);
    return new KubeletDns(
        Problem.RESOLV_CONF_MISSING,
        Subject.node(n.name()).with("kubelet resolvConf " + path),
        path,
        true,
        evidence);
  }

  private static boolean hasServers(Node n) {
    return n.get(Kinds.KUBELET)
        .filter(k -> k.flags().containsKey("cluster-dns") || k.config().containsKey("clusterDNS/0"))
        .isPresent();
  }

  private static void domains(Cluster cluster, Consumer<Object> facts) {
    Optional<Corefile> file = ClusterDns.of(cluster).corefile();
    List<String> zones = file.map(Corefile::clusterZones).orElse(List.of());
    if (zones.isEmpty()) {
      file.filter(c -> !c.servers().isEmpty() && c.plugins("import").findAny().isEmpty())
          .ifPresent(c -> facts.accept(noZone(c)));
      return;
    }
    List<KubeletDns> wrong = new ArrayList<>();
    TreeSet<String> domains = new TreeSet<>();
    int right = 0;
    SourceRef zoneAt = file.get().plugins("kubernetes").findFirst().map(d -> d.at()).orElseThrow();
    for (Node n : cluster.nodes()) {
      Optional<Setting> domain =
          n.get(Kinds.KUBELET)
              .flatMap(k -> k.setting("cluster-domain", "clusterDomain"))
              .filter(s -> !s.text().isEmpty());
      if (domain.isEmpty()) {
        continue;
      }
      String d = Corefile.zone(domain.get().text());
      if (zones.stream().anyMatch(z -> z.equals(".") || d.equals(z) || d.endsWith("." + z))) {
        right++;
        continue;
      }
      domains.add(d);
      wrong.add(
          new KubeletDns(
              Problem.OTHER_DOMAIN,
              Subject.node(n.name()).with("kubelet clusterDomain " + d),
              d,
              true,
              List.of(
                  new Evidence(domain.get().at(), "the suffix that pods of the node search"),
                  new Evidence(zoneAt, "the zones that the DNS server serves"))));
    }
    if (right == 0 && wrong.size() > 1 && domains.size() == 1) {
      Corefile c = file.get();
      List<Evidence> e = new ArrayList<>();
      e.add(new Evidence(zoneAt, "the zones that the DNS server serves"));
      wrong.stream().limit(3).forEach(w -> e.add(w.evidence().get(0)));
      facts.accept(
          new KubeletDns(
              Problem.OTHER_DOMAIN,
              new Subject(
                  "config", c.namespace(), c.name(), "Corefile, kubernetes " + zones.get(0)),
              domains.first(),
              true,
              e));
    } else {
      wrong.forEach(facts);
    }
  }

  private static KubeletDns noZone(Corefile c) {
    return new KubeletDns(
        Problem.NO_ZONE,
        new Subject("config", c.namespace(), c.name(), "Corefile without plugin kubernetes"),
        "",
        true,
        List.of(
            new Evidence(
                c.servers().get(0).at(), "no server block has the plugin for cluster names")));
  }

  /** True for a pod whose resolv.conf kubelet fills with cluster DNS. */
  static boolean clusterFirst(PodSpec spec) {
    return spec.ownResolvConf().isEmpty()
        && (spec.dnsPolicy().equals("ClusterFirstWithHostNet")
            || spec.dnsPolicy().equals("ClusterFirst") && !spec.hostNetwork());
  }
}
