package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.PodSpec;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pods of one workload on one node that, by their own DNS settings, do not ask cluster DNS or lack
 * its search domains.
 *
 * @param policy dnsPolicy as written
 * @param problem what is wrong
 * @param failing a look-up of theirs fails at present
 * @param settings evidence for the settings
 * @param failures evidence for failing look-ups
 */
public record PodDns(
    Problem problem,
    Subject workload,
    Subject pod,
    String node,
    String policy,
    boolean failing,
    List<Evidence> settings,
    List<Evidence> failures) {
  public PodDns {
    settings = List.copyOf(settings);
    failures = List.copyOf(failures);
  }

  /** What is wrong. */
  public enum Problem {
    /** All name servers are loopback addresses, which in a pod nobody serves. */
    LOOPBACK,
    /** No name server is cluster DNS. */
    OTHER_SERVER,
    /** The search list lacks the own namespace. */
    NO_SEARCH
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    if (dns.service().isEmpty()) {
      return;
    }
    Logs logs = Logs.of(cluster);
    Map<Subject, PodDns> found = new LinkedHashMap<>();
    for (Pod p : cluster.objects(Pod.class)) {
      boolean own = dns.owns(p.namespace(), p.name()) || p.name().contains("node-local-dns");
      if (!p.finished() && !own && !KubeletDns.clusterFirst(p.spec())) {
        of(cluster, dns, logs, p).ifPresent(f -> found.merge(f.workload(), f, PodDns::both));
      }
    }
    found.values().forEach(facts);
  }

  private static PodDns both(PodDns a, PodDns b) {
    return b.failing && !a.failing ? b : a;
  }

  private static Optional<PodDns> of(Cluster cluster, ClusterDns dns, Logs logs, Pod p) {
    PodSpec spec = p.spec();
    List<Evidence> settings = new ArrayList<>();
    settings.add(
        new Evidence(
            spec.ownResolvConf()
                .map(m -> p.at(m, "\"mountPath\": \"/etc/resolv.conf\""))
                .orElseGet(
                    () ->
                        p.at(
                            spec.dnsPlace(),
                            "\"dnsPolicy\": \""
                                + spec.dnsPolicy()
                                + "\""
                                + spec.dnsConfig()
                                    .map(c -> ", nameservers " + c.nameservers())
                                    .orElse("")
                                + (spec.hostNetwork() ? ", hostNetwork" : ""))),
            "the pod does not take cluster DNS from kubelet"));
    Optional<Node> node = cluster.node(p.nodeName());
    Optional<ResolvConf> file = node.flatMap(n -> n.netns(p)).flatMap(e -> e.value().resolvConf());
    List<Ip> servers = servers(node, file, spec, settings);
    if (servers.isEmpty() || servers.stream().allMatch(ip -> dns.has(ip) || ip.isLinkLocal())) {
      return searches(logs, p, searchList(spec, file), settings);
    }
    if (servers.stream().anyMatch(ip -> dns.has(ip) || ip.isLinkLocal() || another(cluster, ip))) {
      return Optional.empty();
    }
    boolean own = spec.ownResolvConf().isPresent();
    boolean loopback = !spec.hostNetwork() && !own && servers.stream().allMatch(Ip::isLoopback);
    List<Evidence> failures =
        failures(cluster, logs, p, loopback || own || spec.dnsPolicy().equals("None"));
    return Optional.of(
        new PodDns(
            loopback ? Problem.LOOPBACK : Problem.OTHER_SERVER,
            workload(p),
            Subject.pod(p.namespace(), p.name()),
            p.nodeName(),
            spec.dnsPolicy(),
            !failures.isEmpty(),
            settings,
            failures));
  }

  /** The address of a Service that somebody else's name servers stand behind. */
  private static boolean another(Cluster cluster, Ip ip) {
    return cluster
        .serviceByIp(ip)
        .filter(s -> s.ports().stream().anyMatch(p -> p.port() == 53))
        .filter(
            s ->
                cluster.slices(s).stream()
                    .flatMap(x -> x.endpoints().stream())
                    .anyMatch(EndpointSlice.Endpoint::ready))
        .isPresent();
  }

  /** The search list that a pod brings itself, when it does. */
  private static Optional<List<String>> searchList(PodSpec spec, Optional<ResolvConf> file) {
    if (spec.ownResolvConf().isPresent()) {
      return file.map(ResolvConf::search);
    }
    return spec.dnsPolicy().equals("None")
        ? Optional.of(spec.dnsConfig().map(PodSpec.DnsConfig::searches).orElse(List.of()))
        : Optional.empty();
  }

  private static Optional<PodDns> searches(
      Logs logs, Pod p, Optional<List<String>> searches, List<Evidence> settings) {
    if (searches.isEmpty()
        || searches.get().stream().anyMatch(s -> s.startsWith(p.namespace() + ".svc."))) {
      return Optional.empty();
    }
    List<Evidence> failures = new ArrayList<>();
    for (LogScan scan : logs.scans()) {
      if (scan.namespace().equals(p.namespace()) && scan.pod().equals(p.name())) {
        for (Requests r : scan.requests()) {
          boolean shortName = !r.host().isEmpty() && !r.host().contains(".svc.");
          if (r.failure().lookup() && shortName && !logs.ended(scan, r)) {
            failures.add(new Evidence(r.lastAt(), "a short name does not resolve"));
          }
        }
      }
    }
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PodDns(
                Problem.NO_SEARCH,
                workload(p),
                Subject.pod(p.namespace(), p.name()),
                p.nodeName(),
                p.spec().dnsPolicy(),
                true,
                settings,
                failures));
  }

  /** The name servers in effect: as read in the pod, else as its settings and its node say. */
  private static List<Ip> servers(
      Optional<Node> node, Optional<ResolvConf> file, PodSpec spec, List<Evidence> settings) {
    boolean own = spec.ownResolvConf().isPresent();
    if (spec.dnsPolicy().equals("None") && !own) {
      return spec.dnsConfig().map(PodSpec.DnsConfig::nameservers).orElse(List.of());
    }
    Optional<ResolvConf> inherited = own ? Optional.empty() : node.flatMap(NodeResolv::of);
    Optional<ResolvConf> effective = file.or(() -> inherited);
    for (ResolvConf.Server s : effective.map(ResolvConf::servers).orElse(List.of())) {
      settings.add(new Evidence(s.at(), "the name server that it uses"));
    }
    inherited
        .filter(n -> file.isPresent())
        .flatMap(n -> n.servers().stream().findFirst())
        .ifPresent(s -> settings.add(new Evidence(s.at(), "the node's file, which it inherits")));
    return effective.map(ResolvConf::servers).orElse(List.of()).stream()
        .map(ResolvConf.Server::ip)
        .toList();
  }

  private static List<Evidence> failures(Cluster cluster, Logs logs, Pod p, boolean anyName) {
    Targets targets = new Targets(cluster);
    List<Evidence> found = new ArrayList<>();
    for (LogScan scan : logs.scans()) {
      if (!scan.namespace().equals(p.namespace())
          || !scan.pod().equals(p.name())
          || scan.previous()) {
        continue;
      }
      for (Requests r : scan.requests()) {
        boolean lookup = r.failure().lookup() || (r.ip().isEmpty() && anyName);
        if (lookup
            && !r.host().isEmpty()
            && (anyName || targets.internal(p.namespace(), r.host()))
            && !logs.ended(scan, r)
            && found.size() < 3) {
          SourceRef at = r.lastAt();
          found.add(new Evidence(at, "a look-up of this pod fails"));
        }
      }
    }
    return found;
  }

  /** The workload that makes a pod; a ReplicaSet stands for its Deployment. */
  static Subject workload(Pod p) {
    for (Meta.Owner o : p.meta().owners()) {
      if (o.controller() || p.meta().owners().size() == 1) {
        int dash = o.name().lastIndexOf('-');
        return o.kind().equals("ReplicaSet") && dash > 0
            ? Subject.workload("Deployment", p.namespace(), o.name().substring(0, dash))
            : Subject.workload(o.kind(), p.namespace(), o.name());
      }
    }
    return Subject.pod(p.namespace(), p.name());
  }
}
