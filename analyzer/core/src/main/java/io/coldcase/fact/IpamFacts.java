package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.CniState;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.IfaceAddr;
import io.coldcase.model.host.Sandboxes;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Who holds which pod addresses. */
public final class IpamFacts {
  private IpamFacts() {}

  /**
   * The host-local reservations of one network on one node.
   *
   * @param usable addresses of the range that pods can get: without network, gateway and broadcast
   * @param live reservations of sandboxes that the runtime knows; -1 when they were not listed
   * @param stale reservations of sandboxes that the runtime does not know; -1 likewise
   * @param firstStale one of them
   * @param rangeAt where the range is written
   */
  public record RangeUse(
      String node,
      String network,
      Prefix range,
      int usable,
      int reserved,
      int live,
      int stale,
      SourceRef firstStale,
      SourceRef last,
      SourceRef rangeAt) {
    /** No address is left for another pod. */
    public boolean full() {
      return reserved >= usable;
    }

    /** Dead reservations hold a share of the range that hurts. */
    public boolean leaking() {
      return stale >= 10 && stale * 5 >= usable;
    }
  }

  /** kubelet takes more pods than the pod range of its node has addresses, and it is full. */
  public record PodLimit(String node, String network, int maxPods, int usable, SourceRef at) {}

  /**
   * Services have taken all addresses of their range.
   *
   * @param used how many of them; {@code size} how many there are
   */
  public record ServiceRangeFull(String range, int used, int size, SourceRef at) {}

  /** A node without spec.podCIDR in a cluster whose plugin needs it. */
  public record NoPodCidr(String node, String agent, SourceRef at, List<Evidence> harm) {
    public NoPodCidr {
      harm = List.copyOf(harm);
    }

    /** True when the node is not ready. */
    public boolean harmful() {
      return !harm.isEmpty();
    }
  }

  /** Two nodes whose pod ranges overlap; {@code first} sorts before {@code second}. */
  public record SharedPodCidr(
      String first,
      String second,
      String rangeFirst,
      String rangeSecond,
      SourceRef atFirst,
      SourceRef atSecond) {}

  /** Two running pods with one address. */
  public record SharedPodIp(
      String ip, Subject first, Subject second, SourceRef atFirst, SourceRef atSecond) {}

  /** The controller found no pod range for a node (event CIDRNotAvailable). */
  public record NoCidrLeft(String node, SourceRef at) {}

  /** The address of a Service lies in the pod range of a node. */
  public record ServiceInPodRange(
      String service, String ip, String node, String podCidr, SourceRef at, SourceRef nodeAt) {}

  /** The pod network covers the addresses of the nodes themselves. */
  public record PodRangeOverNodes(
      String node, String network, String subnet, SourceRef at, SourceRef subnetAt) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Optional<CniAgent> agent = CniAgent.of(cluster);
    for (Node n : cluster.nodes()) {
      ranges(n, facts);
      if (agent.filter(CniAgent::usesPodCidr).isPresent()) {
        n.object()
            .filter(o -> o.podCidrs().isEmpty())
            .ifPresent(o -> facts.accept(noPodCidr(n, o, agent.get().type())));
      }
    }
    overlaps(cluster, facts);
    sharedRanges(cluster, facts);
    sharedAddresses(cluster, facts);
    serviceRange(cluster).ifPresent(facts);
    for (Event e : cluster.objects(Event.class)) {
      if (e.reason().equals("CIDRNotAvailable")) {
        facts.accept(new NoCidrLeft(e.regardingName(), e.at().withText(e.message())));
      }
    }
  }

  /** Of the range that the API server was started with; the first where there are two. */
  private static Optional<ServiceRangeFull> serviceRange(Cluster cluster) {
    String flag = "--service-cluster-ip-range=";
    for (Pod p : cluster.objects(Pod.class)) {
      for (Container c : p.spec().containers()) {
        for (String word : c.command()) {
          Optional<Prefix> range =
              word.startsWith(flag)
                  ? Prefix.tryParse(word.substring(flag.length()).split(",", 2)[0])
                  : Optional.empty();
          if (range.isPresent() && !range.get().v6() && range.get().length() > 16) {
            int size = (1 << (32 - range.get().length())) - 2;
            int used =
                (int)
                    cluster.objects(Service.class).stream()
                        .flatMap(s -> s.clusterIps().stream())
                        .filter(range.get()::contains)
                        .distinct()
                        .count();
            return Optional.of(
                    new ServiceRangeFull(range.get().toString(), used, size, p.at().withText(word)))
                .filter(r -> r.used() >= r.size());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The first of each kind: an overlap concerns the whole cluster. */
  private static void overlaps(Cluster cluster, Consumer<Object> facts) {
    for (Service s : cluster.objects(Service.class)) {
      for (KubeNode o : cluster.objects(KubeNode.class)) {
        for (Prefix c : o.podCidrs()) {
          Optional<Ip> inside = s.clusterIps().stream().filter(c::contains).findFirst();
          if (inside.isPresent()) {
            facts.accept(
                new ServiceInPodRange(
                    s.key(),
                    inside.get().toString(),
                    o.name(),
                    c.toString(),
                    s.at().withText(s.key() + " " + inside.get()),
                    o.at(o.podCidrPlace(), c.toString())));
            return;
          }
        }
      }
    }
    for (Node n : cluster.nodes()) {
      Optional<Setting> network = n.get(Kinds.CNI_STATE).flatMap(s -> s.flannel("FLANNEL_NETWORK"));
      Optional<Prefix> pods = network.flatMap(s -> Prefix.tryParse(s.text()));
      Optional<Iface> uplink = HostLinks.of(n).uplink();
      if (pods.isEmpty() || uplink.isEmpty()) {
        continue;
      }
      for (IfaceAddr a : uplink.get().addresses()) {
        Prefix subnet = a.network();
        if (pods.get().overlaps(subnet)) {
          facts.accept(
              new PodRangeOverNodes(
                  n.name(), pods.get().toString(), subnet.toString(), network.get().at(), a.at()));
        }
      }
    }
  }

  private static NoPodCidr noPodCidr(Node n, KubeNode o, String agent) {
    List<Evidence> harm = new ArrayList<>();
    o.condition("Ready")
        .filter(c -> !c.isTrue())
        .ifPresent(c -> harm.add(new Evidence(o.at(c), "the node is not ready for pods")));
    return new NoPodCidr(n.name(), agent, o.at(o.podCidrPlace(), "no spec.podCIDR"), harm);
  }

  private static void ranges(Node n, Consumer<Object> facts) {
    CniState state = n.get(Kinds.CNI_STATE).orElse(null);
    if (state == null) {
      return;
    }
    Map<String, List<CniState.Reservation>> networks = new TreeMap<>();
    for (CniState.Reservation r : state.reservations()) {
      if (!r.ip().v6()) {
        networks.computeIfAbsent(r.network(), k -> new ArrayList<>()).add(r);
      }
    }
    Set<String> alive = new HashSet<>();
    boolean listed = n.complete(Kinds.CRICTL_PODS);
    n.get(Kinds.CRICTL_PODS).map(Sandboxes::list).orElse(List.of()).forEach(s -> alive.add(s.id()));
    networks.forEach(
        (network, list) ->
            range(n, state, list.get(0).ip())
                .ifPresent(
                    range -> {
                      RangeUse use = use(n, network, list, range, listed, alive);
                      facts.accept(use);
                      limit(n, use, facts);
                    }));
  }

  private static void limit(Node n, RangeUse use, Consumer<Object> facts) {
    n.object()
        .filter(o -> use.full() && !use.leaking() && o.maxPods() > use.usable())
        .ifPresent(
            o ->
                facts.accept(
                    new PodLimit(
                        n.name(),
                        use.network(),
                        o.maxPods(),
                        use.usable(),
                        o.at().withText("allocatable pods: " + o.maxPods()))));
  }

  private static RangeUse use(
      Node n,
      String network,
      List<CniState.Reservation> list,
      Setting range,
      boolean listed,
      Set<String> alive) {
    Prefix prefix = Prefix.parse(range.text());
    List<CniState.Reservation> stale =
        list.stream().filter(r -> !alive.contains(r.containerId())).toList();
    int reserved = (int) list.stream().filter(r -> prefix.contains(r.ip())).count();
    int size = prefix.length() < 8 ? Integer.MAX_VALUE : 1 << (32 - prefix.length());
    return new RangeUse(
        n.name(),
        network,
        prefix,
        Math.max(size - 3, 1),
        reserved,
        listed ? list.size() - stale.size() : -1,
        listed ? stale.size() : -1,
        (stale.isEmpty() ? list : stale).get(0).at(),
        list.get(list.size() - 1).at(),
        range.at());
  }

  /** The range that an address was taken from: flannel's subnet, else the node's podCIDR. */
  private static Optional<Setting> range(Node n, CniState state, Ip ip) {
    Optional<Setting> flannel = state.flannel("FLANNEL_SUBNET").filter(s -> contains(s.text(), ip));
    if (flannel.isPresent()) {
      return flannel;
    }
    return n.object()
        .flatMap(
            o ->
                o.podCidrs().stream()
                    .filter(c -> c.contains(ip))
                    .findFirst()
                    .map(c -> new Setting(c.toString(), o.at(o.podCidrPlace(), c.toString()))));
  }

  private static boolean contains(String prefix, Ip ip) {
    return Prefix.tryParse(prefix).filter(p -> !p.v6() && p.contains(ip)).isPresent();
  }

  private static void sharedRanges(Cluster cluster, Consumer<Object> facts) {
    List<Map.Entry<Prefix, KubeNode>> all = new ArrayList<>();
    for (KubeNode n : cluster.objects(KubeNode.class)) {
      n.podCidrs().forEach(c -> all.add(Map.entry(c, n)));
    }
    all.sort(Map.Entry.comparingByKey());
    for (int i = 1; i < all.size(); i++) {
      // sorted by network, an overlap is always with a neighbour
      KubeNode a = all.get(i - 1).getValue();
      KubeNode b = all.get(i).getValue();
      Prefix pa = all.get(i - 1).getKey();
      Prefix pb = all.get(i).getKey();
      if (a != b && pa.overlaps(pb)) {
        boolean order = a.name().compareTo(b.name()) < 0;
        facts.accept(order ? shared(a, pa, b, pb) : shared(b, pb, a, pa));
      }
    }
  }

  private static SharedPodCidr shared(KubeNode a, Prefix pa, KubeNode b, Prefix pb) {
    return new SharedPodCidr(
        a.name(),
        b.name(),
        pa.toString(),
        pb.toString(),
        a.at(a.podCidrPlace(), pa.toString()),
        b.at(b.podCidrPlace(), pb.toString()));
  }

  private static void sharedAddresses(Cluster cluster, Consumer<Object> facts) {
    Map<Ip, Pod> seen = new HashMap<>();
    for (Pod p : cluster.objects(Pod.class)) {
      boolean own =
          !p.spec().hostNetwork()
              && p.phase().equals("Running")
              && p.meta().deleted().isEmpty()
              && !p.ips().isEmpty();
      if (!own) {
        continue;
      }
      Ip ip = p.ips().get(0);
      Pod other = seen.putIfAbsent(ip, p);
      if (other != null) {
        facts.accept(
            new SharedPodIp(
                ip.toString(),
                Subject.pod(other.namespace(), other.name()),
                Subject.pod(p.namespace(), p.name()),
                other.at().withText(other.key() + " " + ip),
                p.at().withText(p.key() + " " + ip)));
      }
    }
  }
}
