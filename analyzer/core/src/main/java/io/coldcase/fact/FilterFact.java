package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Table;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.CniPlugin;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Step;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A peculiarity of a node's rule sets, seen without or behind the walks.
 *
 * @param what {@code both-backends}: service rules in legacy and nft at once; {@code
 *     components-in-both}: kube-proxy's or a CNI plugin's chains in both, {@code detail} is the
 *     back end that holds fewer, as {@link Obstacle#backend} names it; {@code stale-legacy}: legacy
 *     service rules lead to addresses that are no endpoints, beside current nft rules; {@code
 *     mode-residue}: iptables rules for Services lead to such addresses beside kube-proxy's own
 *     nftables table; {@code cluster-cidr}: the range that kube-proxy takes for pods does not hold
 *     a node's pods; {@code no-masquerade}: pods' packets leave the cluster with their own address;
 *     {@code stale-hostport}: the portmap plugin's rule for a host port of a running pod leads to
 *     an address that no pod has; {@code lost-hostport}: that rule is gone, {@code detail} is the
 *     pod, {@code other} the plugin that made it; {@code unmasqueraded}: packets of pods to an
 *     outside address that answers the node, and not its pods, leave with the pod's own; {@code
 *     untracked}: a rule exempts the node's own packets to a Service from translation; {@code
 *     sequential}: packets of pods to the outside get another source by a rule that takes the ports
 *     one after the other; {@code flushed}: kube-proxy's canary stands in the mangle table, of its
 *     other chains none
 * @param detail address, range or service concerned
 */
public record FilterFact(String what, String node, String detail, SourceRef at, SourceRef other) {

  private static final List<String> COMPONENTS =
      List.of("KUBE-", "FLANNEL-", "CNI-", "cali-", "WEAVE", "CILIUM_");
  private static final Pattern SOURCE_NAT =
      Pattern.compile("-j (MASQUERADE|SNAT)\\b|\\bmasquerade\\b|\\bsnat (ip6? )?to\\b");
  private static final Set<String> KUBELETS =
      Set.of("KUBE-KUBELET-CANARY", "KUBE-IPTABLES-HINT", "KUBE-FIREWALL");

  /** The pod that {@code detail} names as {@code namespace/name}. */
  public Subject pod() {
    int slash = detail.indexOf('/');
    return Subject.pod(detail.substring(0, Math.max(0, slash)), detail.substring(slash + 1));
  }

  static void derive(Cluster cluster, Walker walker, Consumer<Object> facts) {
    Set<Ip> endpoints = new HashSet<>();
    for (EndpointSlice e : cluster.objects(EndpointSlice.class)) {
      e.endpoints().forEach(x -> endpoints.addAll(x.addresses()));
    }
    for (EndpointSlice e : cluster.objectsAfter(EndpointSlice.class)) {
      e.endpoints().forEach(x -> endpoints.addAll(x.addresses()));
    }
    for (Node n : cluster.nodes()) {
      walker
          .filters(n.name())
          .ifPresent(
              f -> {
                backends(n, f, endpoints, facts);
                clusterCidr(cluster, n, f, facts);
                hostPorts(cluster, n, f, facts);
                lostHostPorts(cluster, n, f, facts);
                flushed(n, f, facts);
              });
    }
  }

  /** What a walk of a sweep shows. */
  static void derive(Sweep.Walk w, Consumer<Object> facts) {
    if (w.traffic() == Sweep.Traffic.HOST_TO_SERVICE) {
      untracked(w, facts);
    }
    if (w.traffic() == Sweep.Traffic.POD_TO_OUTSIDE) {
      for (Outcome o : w.trace().outcomes()) {
        sequential(w, o, facts);
        if (o.verdict() == Verdict.LEFT && o.last().src().equals(w.trace().packet().src())) {
          SourceRef at =
              o.steps().stream()
                  .filter(s -> s.at().isPresent())
                  .reduce((a, b) -> b)
                  .flatMap(s -> s.at())
                  .orElse(SourceRef.of("node/" + w.fromNode()));
          facts.accept(
              new FilterFact("no-masquerade", w.fromNode(), o.last().src().toString(), at, at));
        }
      }
    }
  }

  private static void sequential(Sweep.Walk w, Outcome o, Consumer<Object> facts) {
    o.steps().stream()
        .filter(s -> s.kind() == Step.Kind.RULE && s.hook().equals("postrouting"))
        .filter(s -> SOURCE_NAT.matcher(s.text()).find() && !s.text().contains("random"))
        .findFirst()
        .flatMap(Step::at)
        .ifPresent(at -> facts.accept(new FilterFact("sequential", w.fromNode(), w.to(), at, at)));
  }

  /** A packet to an outside address left with the pod's own: by the last rule that let it pass. */
  static void unmasqueraded(Sweep.Walk w, Outcome o, Consumer<Object> facts) {
    o.steps().stream()
        .filter(s -> s.kind() == Step.Kind.RULE && s.hook().equals("postrouting"))
        .filter(s -> s.table().endsWith("nat"))
        .reduce((a, b) -> b)
        .flatMap(Step::at)
        .ifPresent(
            at -> facts.accept(new FilterFact("unmasqueraded", w.fromNode(), w.to(), at, at)));
  }

  private static void untracked(Sweep.Walk w, Consumer<Object> facts) {
    for (Outcome o : w.trace().outcomes()) {
      if (o.roundTrip().verdict().fails()) {
        o.roundTrip().steps().stream()
            .filter(s -> s.kind() == Step.Kind.RULE && s.place().equals(w.fromNode()))
            .filter(s -> s.text().toLowerCase(Locale.ROOT).contains("notrack"))
            .findFirst()
            .flatMap(Step::at)
            .ifPresent(
                at -> facts.accept(new FilterFact("untracked", w.fromNode(), w.to(), at, at)));
      }
    }
  }

  private static void backends(Node n, Filters f, Set<Ip> endpoints, Consumer<Object> facts) {
    List<SourceRef> inLegacy = components(f, Backend.LEGACY);
    List<SourceRef> inNft = inLegacy.isEmpty() ? List.of() : components(f, Backend.IPTABLES_NFT);
    if (!inNft.isEmpty()) {
      boolean legacyLeft = inLegacy.size() <= inNft.size();
      facts.accept(
          new FilterFact(
              "components-in-both",
              n.name(),
              legacyLeft ? "legacy" : "nf_tables",
              (legacyLeft ? inLegacy : inNft).get(0),
              (legacyLeft ? inNft : inLegacy).get(0)));
    }
    Optional<Chain> own = services(f, Backend.NFT);
    if (own.isPresent() && services(f, Backend.IPTABLES_NFT).isPresent()) {
      stale(n, f, Backend.IPTABLES_NFT, "mode-residue", endpoints, own.get().at(), facts);
    }
    Optional<Chain> legacy = services(f, Backend.LEGACY);
    Optional<Chain> nft = services(f, Backend.IPTABLES_NFT).or(() -> services(f, Backend.NFT));
    if (legacy.isEmpty()) {
      return;
    }
    if (nft.isEmpty()) {
      // kube-proxy filters in nft, whether or not it has translations there
      forward(f, Backend.IPTABLES_NFT)
          .filter(c -> forward(f, Backend.LEGACY).isEmpty())
          .ifPresent(c -> stale(n, f, Backend.LEGACY, "stale-legacy", endpoints, c.at(0), facts));
      return;
    }
    SourceRef a = legacy.get().at(0);
    SourceRef b = nft.get().rules().isEmpty() ? nft.get().at() : nft.get().at(0);
    facts.accept(new FilterFact("both-backends", n.name(), "KUBE-SERVICES", a, b));
    stale(n, f, Backend.LEGACY, "stale-legacy", endpoints, b, facts);
  }

  /** The first rules of chains of kube-proxy or a CNI plugin; what kubelet leaves says nothing. */
  private static List<SourceRef> components(Filters f, Backend backend) {
    return f.tables().stream()
        .filter(t -> t.backend() == backend)
        .flatMap(t -> t.chains().values().stream())
        .filter(c -> COMPONENTS.stream().anyMatch(c.name()::startsWith))
        .filter(c -> !KUBELETS.contains(c.name()) && !c.rules().isEmpty())
        .map(c -> c.at(0))
        .toList();
  }

  /** The first rule of the back end that leads to an address that is no endpoint. */
  private static void stale(
      Node n,
      Filters f,
      Backend backend,
      String what,
      Set<Ip> endpoints,
      SourceRef current,
      Consumer<Object> facts) {
    for (Table t : f.tables()) {
      if (t.backend() != backend || !t.name().equals("nat") || endpoints.isEmpty()) {
        continue;
      }
      for (Chain c : t.chains().values()) {
        for (int i = 0; c.name().startsWith("KUBE-SEP-") && i < c.rules().size(); i++) {
          Optional<Ip> to = dnat(c.rules().get(i));
          if (to.isPresent() && !endpoints.contains(to.get())) {
            facts.accept(new FilterFact(what, n.name(), to.get().toString(), c.at(i), current));
            return;
          }
        }
      }
    }
  }

  private static Optional<Chain> forward(Filters f, Backend backend) {
    return f.tables().stream()
        .filter(t -> t.backend() == backend && t.name().equals("filter"))
        .flatMap(t -> t.chain("KUBE-FORWARD").stream())
        .filter(c -> !c.rules().isEmpty())
        .findFirst();
  }

  /** The chain of services where it leads to any: kube-proxy writes through that back end. */
  private static Optional<Chain> services(Filters f, Backend backend) {
    return f.tables().stream()
        .filter(t -> t.backend() == backend)
        .filter(t -> t.name().equals("nat") || t.name().equals("kube-proxy"))
        .filter(t -> t.family().equals("ip"))
        .flatMap(t -> t.chain(t.name().equals("nat") ? "KUBE-SERVICES" : "services").stream())
        .filter(
            c ->
                backend == Backend.NFT
                    || c.rules().stream()
                        .flatMap(r -> r.actions().stream())
                        .anyMatch(
                            x -> x instanceof Action.Jump j && j.chain().startsWith("KUBE-SVC-")))
        .findFirst();
  }

  /** Only ports that a running pod of the node asks for: other left-overs harm nobody. */
  private static void hostPorts(Cluster cluster, Node n, Filters f, Consumer<Object> facts) {
    Set<Integer> wanted = new HashSet<>();
    for (Pod p : cluster.podsOn(n.name())) {
      if (!p.spec().hostNetwork() && p.phase().equals("Running")) {
        p.spec().containers().stream()
            .flatMap(c -> c.ports().stream())
            .filter(x -> x.hostPort() > 0)
            .forEach(x -> wanted.add(x.hostPort()));
      }
    }
    if (wanted.isEmpty() || !cluster.complete(Kinds.PODS)) {
      return;
    }
    for (Table t : f.tables()) {
      for (Chain c : t.chains().values()) {
        for (int i = 0; c.name().startsWith("CNI-DN-") && i < c.rules().size(); i++) {
          Rule r = c.rules().get(i);
          Optional<Ip> to = dnat(r);
          Optional<Integer> port = wanted.stream().filter(p -> takes(r, p)).findFirst();
          if (to.isPresent() && port.isPresent() && cluster.podByIp(to.get()).isEmpty()) {
            facts.accept(
                new FilterFact(
                    "stale-hostport", n.name(), port.get() + " to " + to.get(), c.at(i), c.at(i)));
          }
        }
      }
    }
  }

  /** Pods that run and ask for a host port, whose rule the portmap plugin made when they began. */
  private static void lostHostPorts(Cluster cluster, Node n, Filters f, Consumer<Object> facts) {
    Optional<SourceRef> portmap =
        n.get(Kinds.CNI_CONF)
            .flatMap(CniConf::active)
            .flatMap(c -> c.plugin("portmap"))
            .map(CniPlugin::at);
    if (portmap.isEmpty() || !n.complete(Kinds.IPTABLES_SAVE) || !n.complete(Kinds.NFT_RULESET)) {
      return;
    }
    for (Pod p : cluster.podsOn(n.name())) {
      if (p.spec().hostNetwork()
          || !p.phase().equals("Running")
          || p.meta().deleted().isPresent()) {
        continue;
      }
      for (Container c : p.spec().containers()) {
        for (Container.Port x : c.ports()) {
          if (x.hostPort() > 0 && !translated(f, x.hostPort())) {
            facts.accept(
                new FilterFact(
                    "lost-hostport",
                    n.name(),
                    p.key(),
                    p.at(x.place(), "hostPort " + x.hostPort()),
                    portmap.get()));
          }
        }
      }
    }
  }

  /** kube-proxy in iptables mode makes its canaries and its chains in the same minute. */
  private static void flushed(Node n, Filters f, Consumer<Object> facts) {
    boolean complete = n.complete(Kinds.IPTABLES_SAVE) && n.complete(Kinds.NFT_RULESET);
    boolean own =
        f.tables().stream()
            .filter(t -> !t.family().equals("ip6") && !t.name().equals("mangle"))
            .flatMap(t -> Stream.concat(Stream.of(t.name()), t.chains().keySet().stream()))
            .anyMatch(
                c -> c.startsWith("KUBE-") && !KUBELETS.contains(c) || c.equals("kube-proxy"));
    if (!complete || own) {
      return;
    }
    Optional<SourceRef> canary = chain(f, "mangle", "KUBE-PROXY-CANARY");
    Optional<SourceRef> hook = chain(f, "nat", "PREROUTING");
    if (canary.isPresent() && hook.isPresent()) {
      facts.accept(new FilterFact("flushed", n.name(), "", canary.get(), hook.get()));
    }
  }

  private static Optional<SourceRef> chain(Filters f, String table, String chain) {
    return f.tables().stream()
        .filter(t -> t.family().equals("ip") && t.name().equals(table))
        .filter(t -> t.chains().containsKey(chain))
        .map(t -> t.chains().get(chain).at())
        .findFirst();
  }

  /** Some rule that translates names the port. */
  private static boolean translated(Filters f, int port) {
    return f.tables().stream()
        .filter(t -> t.name().equals("nat") || t.name().contains("hostport"))
        .flatMap(t -> t.chains().values().stream())
        .flatMap(c -> c.rules().stream())
        .anyMatch(r -> (" " + r.text().replace(',', ' ') + " ").contains(" " + port + " "));
  }

  private static boolean takes(Rule r, int port) {
    return (r.text() + " ").contains("--dport " + port + " ");
  }

  private static Optional<Ip> dnat(Rule r) {
    return r.actions().stream()
        .flatMap(
            a -> a instanceof Action.Dnat d ? d.from().stream() : java.util.stream.Stream.empty())
        .findFirst();
  }

  /** kube-proxy masquerades what goes to a Service from outside of the range that it is told. */
  private static void clusterCidr(Cluster cluster, Node n, Filters f, Consumer<Object> facts) {
    for (Table t : f.tables()) {
      for (Chain c : t.chains().values()) {
        boolean service = c.name().startsWith("KUBE-SVC-") || c.name().startsWith("service-");
        for (int i = 0; service && i < c.rules().size(); i++) {
          Optional<RuleMatch.Address> range = outside(c.rules().get(i));
          if (range.isEmpty()) {
            continue;
          }
          for (KubeNode k : cluster.objects(KubeNode.class)) {
            for (Prefix p : k.podCidrs()) {
              boolean sameFamily = p.v6() == range.get().ranges().get(0).from().v6();
              if (sameFamily
                  && range.get().ranges().stream().noneMatch(r -> r.contains(p.network()))) {
                facts.accept(
                    new FilterFact("cluster-cidr", n.name(), p.toString(), c.at(i), k.at()));
                return;
              }
            }
          }
          return;
        }
      }
    }
  }

  private static Optional<RuleMatch.Address> outside(Rule r) {
    boolean marks =
        r.actions().stream()
            .anyMatch(
                a ->
                    a instanceof Action.Jump j
                        && (j.chain().equals("KUBE-MARK-MASQ")
                            || j.chain().equals("mark-for-masquerade")));
    return marks
        ? r.matches().stream()
            .filter(m -> m instanceof RuleMatch.Address a && a.source() && a.negated())
            .map(m -> (RuleMatch.Address) m)
            .findFirst()
        : Optional.empty();
  }
}
