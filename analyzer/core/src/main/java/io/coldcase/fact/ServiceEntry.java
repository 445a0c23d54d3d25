package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.Table;
import io.coldcase.model.host.Samples;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A way into the Services of a node that leads to none of their rules, although packets of pods
 * find them: its own processes' packets (OUTPUT), or node ports.
 *
 * @param way {@code own packets} or {@code node ports}
 * @param services keys of the Services that are not found that way
 * @param hook the chain where packets come by and go past, for example {@code OUTPUT}
 */
public record ServiceEntry(
    String node, String way, List<String> services, String hook, SourceRef at) {
  public ServiceEntry {
    services = List.copyOf(services);
  }

  /** The finding that it is the fault {@code id}: the node, and the Services concerned. */
  public Finding finding(String id) {
    String why =
        (way.equals("node ports") ? "node ports of " : "the node's own packets to ")
            + services.get(0)
            + " are not translated: they pass "
            + hook
            + " and no rule takes them";
    Finding f =
        Finding.certain(
                id, Subject.node(node).with(hook + " does not lead to the rules for " + way))
            .because(at, why);
    for (String s : services.subList(0, Math.min(services.size(), 5))) {
      f = f.about(Subject.service(s.substring(0, s.indexOf('/')), s.substring(s.indexOf('/') + 1)));
    }
    return f.param("node", node);
  }

  /**
   * Finds what a node's rules do not lead to.
   *
   * @param missing Services that packets of pods do not find either
   */
  static void derive(
      Cluster cluster,
      Walker walker,
      Node node,
      List<ServiceRules.Asked> services,
      List<String> missing,
      Harmless harmless,
      Consumer<Object> facts) {
    if (node.complete(Kinds.IP_ROUTE)) { // which addresses are the node's own
      new Entries(cluster, walker, node, new HashSet<>(missing), harmless).run(services, facts);
    }
  }

  private record Entries(
      Cluster cluster, Walker walker, Node node, Set<String> missing, Harmless harmless) {
    void run(List<ServiceRules.Asked> services, Consumer<Object> facts) {
      List<String> own = new ArrayList<>();
      List<String> ports = new ArrayList<>();
      for (ServiceRules.Asked a : services) {
        Service s = a.service();
        for (ServiceBackends b : a.backends()) {
          if (b.ready().isEmpty() || missing.contains(s.key())) {
            continue;
          }
          if (!s.internalTrafficPolicy().equals("Local") && own(s, b)) {
            own.add(s.key());
          }
          if (b.port().nodePort() > 0
              && (!s.externalTrafficPolicy().equals("Local") || here(b))
              && nodePort(b)) {
            ports.add(s.key());
          }
        }
      }
      add("own packets", "OUTPUT", "nat-output", own, facts);
      add("node ports", "KUBE-SERVICES", "services", ports, facts);
    }

    private boolean here(ServiceBackends b) {
      return b.ready().stream()
          .flatMap(ip -> cluster.podByIp(ip).stream())
          .anyMatch(p -> p.nodeName().equals(node.name()));
    }

    private void add(
        String way, String chain, String nftChain, List<String> of, Consumer<Object> facts) {
      if (!of.isEmpty()) {
        Optional<Table> nft =
            tables().stream().filter(t -> t.name().equals("kube-proxy")).findFirst();
        Optional<Table> nat =
            tables().stream().filter(t -> t.chain("KUBE-SERVICES").isPresent()).findFirst();
        String hook = nft.isPresent() && nat.isEmpty() ? nftChain : chain;
        SourceRef at =
            nat.or(() -> nft)
                .flatMap(t -> t.chain(hook))
                .map(Chain::at)
                .orElse(SourceRef.of(Kinds.IPTABLES_SAVE.path(node.name())));
        facts.accept(new ServiceEntry(node.name(), way, of.stream().distinct().toList(), hook, at));
      }
    }

    private List<Table> tables() {
      return walker.filters(node.name()).stream()
          .flatMap(f -> f.tables().stream())
          .filter(t -> t.family().equals("ip"))
          .filter(t -> t.name().equals("nat") || t.name().equals("kube-proxy"))
          .toList();
    }

    private boolean own(Service s, ServiceBackends b) {
      Ip ip = s.clusterIps().get(0);
      Optional<Packet> p =
          walker
              .sourceFor(node.name(), ip)
              .map(src -> packet(src, ip, b.port(), b.port().port()))
              .filter(x -> !harmless.has(b, Hook.OUTPUT, node, x));
      if (p.isEmpty()) {
        return false;
      }
      Walker.Translation t = walker.translateOwn(node.name(), p.get());
      boolean past = past(p.get(), t.outcomes());
      if (!past) {
        harmless.add(b, Hook.OUTPUT, t);
      }
      return past;
    }

    private boolean nodePort(ServiceBackends b) {
      return node.object().stream()
          .flatMap(o -> o.internalIps().stream())
          .filter(this::onHost)
          .findFirst()
          .map(ip -> packet(Sweep.OUTSIDE, ip, b.port(), b.port().nodePort()))
          .filter(p -> past(p, walker.translateFromOutside(node.name(), p)))
          .isPresent();
    }

    /** The node's object may name an address that the host does not have. */
    private boolean onHost(Ip ip) {
      return node.get(Kinds.IP_ADDR).flatMap(Samples::last).stream()
          .flatMap(i -> i.list().stream())
          .anyMatch(i -> i.has(ip));
    }

    private static Packet packet(Ip src, Ip dst, Service.Port port, int number) {
      Protocol protocol = Protocol.tryParse(port.protocol()).orElse(Protocol.TCP);
      return new Packet(src, dst, protocol, 40000, number, 60, 64, true);
    }

    /** kube-proxy's nftables mode refuses what nothing translated. */
    private static boolean refused(Outcome o) {
      return o.verdict() == Verdict.REJECTED && o.decided().chain().equals("cluster-ips-check");
    }

    /** Known for sure to go on as it came, and neither untracked nor waved past the rules. */
    private static boolean past(Packet p, List<Outcome> outcomes) {
      return !outcomes.isEmpty()
          && outcomes.stream()
              .allMatch(
                  o ->
                      (o.verdict() == Verdict.DELIVERED || refused(o))
                          && o.last().dst().equals(p.dst())
                          && o.last().dport() == p.dport()
                          && ServiceRules.waved(o).isEmpty()
                          && ServiceRules.untracked(o).isEmpty());
    }
  }
}
