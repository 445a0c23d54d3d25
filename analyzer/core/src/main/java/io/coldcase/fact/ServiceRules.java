package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.Table;
import io.coldcase.model.host.Samples;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Owners;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Step;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a node's rules do with the Services of the cluster, compared with their endpoints; one per
 * node and problem.
 *
 * @param problem {@code missing}: packets to the Service are not translated although it has ready
 *     endpoints; {@code stale}: they are translated to addresses that are no endpoints, or the
 *     rules say that there are none, or leave ready ones out; {@code notrack}: a raw rule takes the
 *     packets out of connection tracking, so that nothing is translated; {@code waved}: a rule that
 *     is nobody's ends the chain before they are translated
 * @param services keys of the Services concerned, {@code namespace/name}
 * @param total Services that were compared
 * @param noJump the hook chains do not lead to the service chains at all
 * @param why one sentence
 * @param sure both API dumps agree on the endpoints
 */
public record ServiceRules(
    String node,
    String problem,
    List<String> services,
    int total,
    boolean noJump,
    String why,
    SourceRef at,
    boolean sure) {
  static final Duration SETTLED = Duration.ofSeconds(60);

  public ServiceRules {
    services = List.copyOf(services);
  }

  /** True when every compared Service is concerned. */
  public boolean all() {
    return services.size() == total;
  }

  public boolean concerns(String key) {
    return services.contains(key);
  }

  /** The finding that it is the fault {@code id}: the node, and the Services concerned. */
  public Finding finding(String id, String detail) {
    Confidence sure = this.sure ? Confidence.CERTAIN : Confidence.PROBABLE;
    Finding f = Finding.of(id, sure, Subject.node(node).with(detail)).because(at, why);
    for (String s : services.subList(0, Math.min(services.size(), 5))) {
      f = f.about(Subject.service(s.substring(0, s.indexOf('/')), s.substring(s.indexOf('/') + 1)));
    }
    return f.param("node", node);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (cluster.nodes().stream().noneMatch(Node::collected)
        || !cluster.complete(Kinds.SERVICES)
        || !cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    Walker walker = Walker.of(cluster);
    boolean proxied =
        cluster.nodes().stream()
            .anyMatch(n -> walker.filters(n.name()).filter(ServiceRules::kube).isPresent());
    boolean nativeNft =
        cluster.nodes().stream()
            .flatMap(n -> walker.filters(n.name()).stream())
            .flatMap(f -> f.tables().stream())
            .anyMatch(t -> t.backend() == Backend.NFT && t.name().equals("kube-proxy"));
    List<Asked> services = new ArrayList<>();
    Map<String, List<EndpointSlice>> after = ServiceBackends.after(cluster);
    for (Service s : cluster.objects(Service.class)) {
      boolean young = Duration.between(s.meta().created(), cluster.now()).compareTo(SETTLED) < 0;
      boolean other = s.meta().labels().containsKey("service.kubernetes.io/service-proxy-name");
      if (!s.clusterIps().isEmpty() && !young && !other) {
        services.add(new Asked(s, ServiceBackends.of(cluster, s, after)));
      }
    }
    Harmless harmless = new Harmless(walker);
    for (Node n : cluster.nodes()) {
      boolean ipvs =
          n.get(Kinds.IP_ADDR)
              .flatMap(Samples::last)
              .filter(i -> i.named("kube-ipvs0").isPresent())
              .isPresent();
      // where kube-proxy writes nftables, a node without its nft rule set shows nothing of it
      boolean unseen = nativeNft && !n.complete(Kinds.NFT_RULESET);
      if (proxied && walker.known(n.name()) && !ipvs && !unseen) {
        new Comparison(cluster, walker, n, harmless).run(services, facts);
      }
    }
  }

  /** kube-proxy has written its chains through iptables or nft. */
  private static boolean kube(Filters f) {
    return f.tables().stream()
        .anyMatch(t -> t.name().equals("kube-proxy") || t.chains().containsKey("KUBE-SERVICES"));
  }

  /** The rule that took the packet out of connection tracking. */
  static Optional<Step> untracked(Outcome o) {
    return o.steps().stream()
        .filter(x -> x.text().toLowerCase(Locale.ROOT).contains("notrack"))
        .findFirst();
  }

  /** The rule of nobody known that ended a translating chain without translating. */
  static Optional<Step> waved(Outcome o) {
    return o.steps().stream()
        .filter(x -> x.kind() == Step.Kind.RULE && x.table().endsWith(" nat"))
        .filter(x -> Owners.of(x.table(), x.chain(), x.text()).equals("foreign"))
        .filter(x -> ends(x.text()))
        .findFirst();
  }

  private static boolean ends(String rule) {
    String r = " " + rule.strip() + " ";
    return r.contains(" -j ACCEPT ")
        || r.contains(" -j RETURN ")
        || r.contains(" accept ")
        || r.contains(" return ");
  }

  /** A Service that every proxy must know by now. */
  record Asked(Service service, List<ServiceBackends> backends) {}

  private static final class Comparison {
    private final Cluster cluster;
    private final Walker walker;
    private final Node node;
    private final Filters filters;
    private final List<String> missing = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private final List<String> untracked = new ArrayList<>();
    private final List<String> waved = new ArrayList<>();
    private Optional<SourceRef> wavedAt = Optional.empty();
    private Optional<SourceRef> staleAt = Optional.empty();
    private Optional<SourceRef> untrackedAt = Optional.empty();
    private String staleWhy = "";
    private int total;
    private final boolean twice;
    private final Harmless harmless;
    private final Map<Boolean, Ip> sources = new HashMap<>();

    Comparison(Cluster cluster, Walker walker, Node node, Harmless harmless) {
      this.harmless = harmless;
      this.cluster = cluster;
      this.walker = walker;
      this.node = node;
      this.filters = walker.filters(node.name()).orElseThrow();
      this.twice = !cluster.objectsAfter(EndpointSlice.class).isEmpty();
    }

    void run(List<Asked> services, Consumer<Object> facts) {
      services.forEach(a -> service(a.service(), a.backends()));
      if (!missing.isEmpty()) {
        facts.accept(missing());
      }
      if (!stale.isEmpty()) {
        facts.accept(
            new ServiceRules(
                node.name(),
                "stale",
                distinct(stale),
                total,
                false,
                staleWhy,
                staleAt.orElse(listing()),
                twice));
      }
      if (!waved.isEmpty()) {
        facts.accept(
            new ServiceRules(
                node.name(),
                "waved",
                distinct(waved),
                total,
                false,
                "it ends the chain before the rules of " + waved.get(0),
                wavedAt.orElse(listing()),
                true));
      }
      ServiceEntry.derive(cluster, walker, node, services, missing, harmless, facts);
      if (!untracked.isEmpty()) {
        facts.accept(
            new ServiceRules(
                node.name(),
                "notrack",
                distinct(untracked),
                total,
                false,
                "packets to it are not tracked, so nothing translates them",
                untrackedAt.orElse(listing()),
                true));
      }
    }

    private static List<String> distinct(List<String> keys) {
      return keys.stream().distinct().toList();
    }

    private void service(Service s, List<ServiceBackends> backends) {
      Ip ip = s.clusterIps().get(0);
      boolean counted = false;
      for (ServiceBackends b : backends) {
        Service.Port port = b.port();
        if (b.ready().isEmpty() || kept(s) && b.ready().stream().noneMatch(this::here)) {
          continue;
        }
        counted = true;
        Protocol protocol = Protocol.tryParse(port.protocol()).orElse(Protocol.TCP);
        Ip source = sources.computeIfAbsent(ip.v6(), this::source);
        Packet p = new Packet(source, ip, protocol, 40000, port.port(), 60, 64, true);
        if (harmless.has(b, Hook.PREROUTING, node, p)) {
          continue;
        }
        int before = problems();
        Walker.Translation t = walker.translate(node.name(), p);
        judge(s, port, b, p, t.outcomes());
        // what is not tracked is judged by who runs on this node
        if (problems() == before
            && t.outcomes().stream().noneMatch(o -> untracked(o).isPresent())) {
          harmless.add(b, Hook.PREROUTING, t);
        }
      }
      total += counted ? 1 : 0;
    }

    private int problems() {
      return missing.size() + stale.size() + untracked.size() + waved.size();
    }

    /** Answered by endpoints of the asking node alone: a proxy without any drops what asks. */
    private static boolean kept(Service s) {
      return s.internalTrafficPolicy().equals("Local");
    }

    /**
     * A client that asked before is led to the same endpoint again (nftables keeps sets of them).
     */
    private static boolean faithful(Service s) {
      return s.sessionAffinity().equals("ClientIP");
    }

    /** On this node, or nobody knows where. */
    private boolean here(Ip endpoint) {
      return cluster
          .podByIp(endpoint)
          .map(Pod::nodeName)
          .or(() -> cluster.nodeByIp(endpoint).map(Node::name))
          .filter(n -> !n.equals(node.name()))
          .isEmpty();
    }

    /** A pod of the node, else another node: somebody who would ask. */
    private Ip source(boolean v6) {
      return cluster.podsOn(node.name()).stream()
          .filter(p -> !p.spec().hostNetwork())
          .flatMap(p -> p.ips().stream())
          .filter(x -> x.v6() == v6)
          .findFirst()
          .orElse(Ip.parse(v6 ? "2001:db8::1" : "192.0.2.1"));
    }

    private void judge(
        Service s, Service.Port port, ServiceBackends b, Packet p, List<Outcome> outcomes) {
      if (outcomes.stream().anyMatch(o -> o.verdict() == Verdict.UNKNOWN)) {
        return;
      }
      Set<Ip> reached = new HashSet<>();
      for (Outcome o : outcomes) {
        Packet q = o.last();
        if (o.verdict() != Verdict.DELIVERED) {
          continue;
        }
        if (q.dst().equals(p.dst()) && q.dport() == p.dport()) {
          untranslated(s, port, b, o);
          return;
        }
        if (!kubes(o)) {
          return;
        }
        reached.add(q.dst());
        if (!b.known().contains(q.dst())) {
          stale(
              s,
              b,
              o.decided().at(),
              "the rules of " + s.key() + " lead to " + q.dst() + ", which is no endpoint");
        } else if (b.elsewhere(q.dport())) {
          stale(
              s,
              b,
              o.decided().at(),
              "the rules of " + s.key() + " lead to port " + q.dport() + ", which no endpoint has");
        }
      }
      boolean narrowed = kept(s) || b.hinted() || faithful(s) && reached.size() == 1;
      if (!reached.isEmpty() && !narrowed) {
        b.settled().stream()
            .filter(ip -> !reached.contains(ip))
            .findFirst()
            .ifPresent(
                ip ->
                    stale(
                        s,
                        b,
                        outcomes.get(0).steps().stream().flatMap(x -> x.at().stream()).findFirst(),
                        "the rules of " + s.key() + " leave out its endpoint " + ip));
      }
    }

    /** The proxy itself translated it, no foreign rule before it. */
    private static boolean kubes(Outcome o) {
      return o.steps().stream()
          .filter(x -> x.kind() == Step.Kind.RULE)
          .reduce((a, b) -> b)
          .filter(x -> Owners.of(x.table(), x.chain(), x.text()).equals("kube"))
          .isPresent();
    }

    private void untranslated(Service s, Service.Port port, ServiceBackends b, Outcome o) {
      Optional<Step> notrack = untracked(o);
      if (notrack.isPresent()) {
        if (!localDns()) {
          untracked.add(s.key());
          untrackedAt = untrackedAt.isPresent() ? untrackedAt : notrack.get().at();
        }
        return;
      }
      Optional<Step> end = waved(o);
      if (end.isPresent()) {
        waved.add(s.key());
        wavedAt = wavedAt.isPresent() ? wavedAt : end.get().at();
        return;
      }
      Optional<SourceRef> none = saysNone(s, port);
      if (none.isPresent()) {
        stale(
            s,
            b,
            none,
            "the rules say that " + s.key() + " has no endpoints, but it has ready ones");
      } else {
        missing.add(s.key());
      }
    }

    /** NodeLocal DNSCache needs untracked packets, and answers on the address of cluster DNS. */
    private boolean localDns() {
      return cluster.podsOn(node.name()).stream()
          .anyMatch(p -> p.name().startsWith("node-local-dns") && p.ready());
    }

    /** Rules of an instant between two dumps that differ may have been right at that instant. */
    private void stale(Service s, ServiceBackends b, Optional<SourceRef> at, String why) {
      if (b.moved()) {
        return;
      }
      stale.add(s.key());
      if (staleWhy.isEmpty()) {
        staleWhy = why;
        staleAt = at;
      }
    }

    /** The rule or element that rejects the Service for want of endpoints. */
    private Optional<SourceRef> saysNone(Service s, Service.Port port) {
      Ip ip = s.clusterIps().get(0);
      for (Table t : filters.tables()) {
        Chain c = t.chains().get("KUBE-SERVICES");
        for (int i : c == null ? new int[0] : c.body().candidates(ip, 0)) {
          String text = c.rules().get(i).text();
          boolean rejects =
              c.rules().get(i).actions().stream()
                  .anyMatch(a -> a instanceof Action.Reject || a instanceof Action.Drop);
          if (rejects
              && text.contains("-d " + ip + "/")
              && text.contains("--dport " + port.port() + " ")) {
            return Optional.of(c.at(i));
          }
        }
        NamedSet none = t.sets().get("no-endpoint-services");
        for (int i = 0; none != null && i < none.places().size(); i++) {
          if (none.places()
              .get(i)
              .text()
              .startsWith(
                  ip + " . " + port.protocol().toLowerCase(Locale.ROOT) + " . " + port.port())) {
            return Optional.of(none.places().get(i));
          }
        }
      }
      return Optional.empty();
    }

    private ServiceRules missing() {
      Optional<Chain> hook = Optional.empty();
      boolean jumps = false;
      boolean nft = false;
      for (Table t : filters.tables()) {
        if (t.name().equals("kube-proxy")) {
          nft = true;
        }
        if (t.name().equals("nat") && t.family().equals("ip")) {
          Chain pre = t.chains().get("PREROUTING");
          if (pre != null && (hook.isEmpty() || t.backend() != Backend.LEGACY)) {
            hook = Optional.of(pre);
          }
          jumps |= pre != null && leadsToServices(pre);
        }
      }
      boolean noJump = !jumps && !nft;
      String why =
          noJump
              ? "PREROUTING of table nat has no jump to KUBE-SERVICES: no Service is translated"
              : "no rule translates " + missing.get(0);
      SourceRef at = noJump && hook.isPresent() ? hook.get().at() : services().orElse(listing());
      return new ServiceRules(
          node.name(), "missing", distinct(missing), total, noJump, why, at, true);
    }

    private static boolean leadsToServices(Chain c) {
      return c.rules().stream()
          .flatMap(r -> r.actions().stream())
          .anyMatch(a -> a instanceof Action.Jump j && j.chain().equals("KUBE-SERVICES"));
    }

    /** Where the Services would stand. */
    private Optional<SourceRef> services() {
      for (Table t : filters.tables()) {
        if (t.name().equals("nat") && t.chains().containsKey("KUBE-SERVICES")) {
          return Optional.of(t.chains().get("KUBE-SERVICES").at());
        }
        if (t.name().equals("kube-proxy") && t.sets().containsKey("service-ips")) {
          return Optional.of(t.sets().get("service-ips").at());
        }
      }
      return Optional.empty();
    }

    private SourceRef listing() {
      return SourceRef.of(Kinds.IPTABLES_SAVE.path(node.name()));
    }
  }
}
