package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probe.Outcome;
import io.coldcase.net.Ip;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A name server to which the cluster's DNS server forwards, and how it fares.
 *
 * @param zone whose names go there: {@code .} for everything else, or a stub domain
 * @param source the forward line of the Corefile, or the nameserver line that it refers to
 * @param configured the Corefile, or the file that it refers to, names it; true when neither is
 *     known
 * @param errors what the DNS server logs about it of late: i/o timeout, connection refused, ...;
 *     empty when nothing
 * @param silent nodes from which no query to it is answered
 * @param refusing nodes from which it only answers errors or is refused
 * @param answering nodes from which it answers
 * @param log evidence in logs
 * @param probes evidence in probes
 * @param names failed look-ups of names of a stub domain
 */
public record Upstream(
    String ip,
    String zone,
    SourceRef source,
    Subject config,
    boolean configured,
    String errors,
    int silent,
    int refusing,
    int answering,
    List<Evidence> log,
    List<Evidence> probes,
    List<Evidence> names) {
  private static final int EVIDENCE = 4;

  /** Fewer lost queries than this happen to everybody. */
  private static final int FEW = 3;

  public Upstream {
    log = List.copyOf(log);
    probes = List.copyOf(probes);
    names = List.copyOf(names);
  }

  public boolean stub() {
    return !zone.equals(".");
  }

  public boolean logged() {
    return !log.isEmpty();
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    Map<String, Target> targets = new LinkedHashMap<>();
    dns.corefile().ifPresent(c -> targets(cluster, dns, c, targets));
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      if (scan.component().equals("coredns")) {
        for (LogMatch m : scan.matches()) {
          if (m.signature().equals("coredns-upstream-error")
              && m.count() >= FEW
              && !logs.ended(scan, m)) {
            logged(cluster, dns, m, targets);
          }
        }
      }
    }
    for (Target t : targets.values()) {
      t.probe(cluster);
      t.forget(logs);
      if (!t.zone.equals(".")) {
        t.names(logs);
      }
      facts.accept(t.fact(dns));
    }
  }

  /** What a node asked a name server, where it is known what came of it. */
  static List<Probe> asked(Node n, String ip) {
    return n.probes().stream()
        .filter(p -> p.kind().equals("dns") && p.address().equals(ip))
        .filter(p -> p.outcome() != Outcome.UNKNOWN)
        .toList();
  }

  /** True when one of them was answered, if only with the news that there is no such name. */
  static boolean answers(List<Probe> asked) {
    return asked.stream().anyMatch(p -> p.ok() || p.outcome() == Outcome.NXDOMAIN);
  }

  /**
   * Name servers that the DNS server still gets no answer from, with the last line that says so.
   */
  static Map<String, Evidence> lost(Cluster cluster) {
    Map<String, Evidence> lost = new LinkedHashMap<>();
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      for (LogMatch m : scan.matches()) {
        if (scan.component().equals("coredns")
            && m.signature().equals("coredns-upstream-error")
            && m.count() >= FEW
            && !logs.ended(scan, m)) {
          lost.put(
              m.groups().getOrDefault("ip", ""),
              new Evidence(m.lastAt(), "a name server that remains, and does not answer"));
        }
      }
    }
    return lost;
  }

  private static void targets(
      Cluster cluster, ClusterDns dns, Corefile file, Map<String, Target> into) {
    for (Corefile.Server s : file.servers()) {
      for (Corefile.Directive f : s.plugins("forward")) {
        String from = f.args().isEmpty() ? "." : Corefile.zone(f.args().get(0));
        List<String> zones =
            from.equals(".") ? s.keys().stream().map(Corefile.Key::zone).toList() : List.of(from);
        String zone = zones.contains(".") || zones.isEmpty() ? "." : zones.get(0);
        for (String to : f.args().subList(Math.min(1, f.args().size()), f.args().size())) {
          if (to.startsWith("/")) {
            nameservers(cluster, dns, to, zone, into);
          } else {
            address(to)
                .ifPresent(
                    ip ->
                        into.putIfAbsent(
                            ip.toString(), new Target(ip.toString(), zone, f.at(), true)));
          }
        }
      }
    }
  }

  /** The nameservers of the file as the DNS pods see it: their copy, or that of their nodes. */
  private static void nameservers(
      Cluster cluster, ClusterDns dns, String path, String zone, Map<String, Target> into) {
    for (Pod p : dns.pods()) {
      cluster
          .node(p.nodeName())
          .filter(n -> path.equals("/etc/resolv.conf"))
          .ifPresent(
              n -> {
                List<ResolvConf.Server> all = new ArrayList<>();
                NodeResolv.of(n).ifPresent(r -> all.addAll(r.servers()));
                n.netns(p)
                    .flatMap(e -> e.value().resolvConf())
                    .ifPresent(r -> all.addAll(r.servers()));
                for (ResolvConf.Server s : all) {
                  into.putIfAbsent(
                      s.ip().toString(), new Target(s.ip().toString(), zone, s.at(), true));
                }
              });
    }
  }

  private static Optional<Ip> address(String to) {
    String t = to;
    int scheme = t.indexOf("://");
    t = scheme >= 0 ? t.substring(scheme + 3) : t;
    if (t.startsWith("[")) {
      t = t.substring(1, Math.max(1, t.indexOf(']')));
    } else if (t.indexOf(':') == t.lastIndexOf(':') && t.indexOf(':') > 0) {
      t = t.substring(0, t.indexOf(':'));
    }
    return Ip.tryParse(t);
  }

  private static void logged(
      Cluster cluster, ClusterDns dns, LogMatch m, Map<String, Target> targets) {
    Optional<Ip> ip = Ip.tryParse(m.groups().getOrDefault("ip", ""));
    if (ip.isEmpty() || ip.get().isLoopback() || dns.has(ip.get())) {
      return;
    }
    // without the Corefile it may be the server of a stub domain, unless a node uses it as well
    if (dns.corefile().isEmpty() && !ofNode(cluster, ip.get())) {
      return;
    }
    boolean elsewhere = dns.corefile().isPresent() && complete(cluster, dns);
    Target t =
        targets.computeIfAbsent(ip.get().toString(), k -> new Target(k, ".", m.at(), !elsewhere));
    t.errors = m.groups().getOrDefault("error", "");
    t.last = m.last().isAfter(t.last) ? m.last() : t.last;
    if (t.log.size() < EVIDENCE) {
      t.log.add(
          new Evidence(
              m.lastAt(), "the DNS server gets no answer from it, " + m.count() + " such lines"));
    }
  }

  /** The Corefile's targets are all known: those in files of the nodes as well, and no names. */
  private static boolean complete(Cluster cluster, ClusterDns dns) {
    return dns.corefile().stream()
            .flatMap(c -> c.plugins("forward"))
            .flatMap(f -> f.args().stream().skip(1))
            .allMatch(to -> to.equals("/etc/resolv.conf") || address(to).isPresent())
        && !dns.pods().isEmpty()
        && dns.pods().stream()
            .allMatch(p -> cluster.node(p.nodeName()).flatMap(NodeResolv::of).isPresent());
  }

  private static boolean ofNode(Cluster cluster, Ip ip) {
    return cluster.nodes().stream()
        .flatMap(n -> NodeResolv.of(n).stream())
        .anyMatch(r -> r.servers().stream().anyMatch(s -> s.ip().equals(ip)));
  }

  /** An upstream while its evidence is gathered. */
  private static final class Target {
    final String ip;
    final String zone;
    final SourceRef source;
    final boolean configured;
    final List<Evidence> log = new ArrayList<>();
    final List<Evidence> probes = new ArrayList<>();
    final List<Evidence> names = new ArrayList<>();
    String errors = "";
    Instant last = Instant.EPOCH;
    int silent;
    int refusing;
    int answering;

    Target(String ip, String zone, SourceRef source, boolean configured) {
      this.configured = configured;
      this.ip = ip;
      this.zone = zone;
      this.source = source;
    }

    void probe(Cluster cluster) {
      for (Node n : cluster.nodes()) {
        List<Probe> all = asked(n, ip);
        if (all.isEmpty()) {
          continue;
        }
        Optional<Probe> error =
            all.stream()
                .filter(p -> p.outcome() == Outcome.REFUSED || p.outcome() == Outcome.SERVFAIL)
                .findFirst();
        if (answers(all)) {
          answering++;
        } else if (error.isPresent()) {
          refusing++;
          evidence(error.get(), "asked from the node, it answers an error");
        } else {
          silent++;
          evidence(all.get(0), "asked from the node, it does not answer either");
        }
      }
    }

    /** A healthy DNS server logs nothing, so that its last errors stay the end of its log. */
    void forget(Logs logs) {
      boolean answers = answering > 0 && silent == 0 && refusing == 0;
      if (answers && Duration.between(last, logs.fetched()).getSeconds() > Logs.RECOVERED_SECONDS) {
        log.clear();
        errors = "";
      }
    }

    private void evidence(Probe p, String why) {
      if (probes.size() < EVIDENCE) {
        probes.add(new Evidence(p.at(), why));
      }
    }

    void names(Logs logs) {
      for (LogScan scan : logs.scans()) {
        for (Requests r : scan.requests()) {
          String host = Corefile.zone(r.host());
          if ((host.equals(zone) || host.endsWith("." + zone))
              && (r.failure().lookup() || r.ip().isEmpty())
              && r.successes() == 0
              && !logs.ended(scan, r)
              && names.size() < EVIDENCE) {
            names.add(new Evidence(r.lastAt(), "a name of the zone does not resolve"));
          }
        }
      }
    }

    Upstream fact(ClusterDns dns) {
      return new Upstream(
          ip,
          zone,
          source,
          dns.configSubject(),
          configured,
          errors,
          silent,
          refusing,
          answering,
          log,
          probes,
          names);
    }
  }
}
