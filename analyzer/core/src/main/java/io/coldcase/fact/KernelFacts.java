package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sockets;
import io.coldcase.model.host.Softnet;
import io.coldcase.model.host.Sysctls;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Kernel settings and counters of nodes and pods that say that packets are lost. */
public final class KernelFacts {
  /** Connections in one bucket, on average, from which on looking one up is slow. */
  private static final long CHAIN = 8;

  private KernelFacts() {}

  /** Forwarding is off on one interface that pod traffic enters by, though on in general. */
  public record InterfaceNotForwarding(String node, String dev, String role, SourceRef at) {}

  /** Pods hang on a Linux bridge. */
  public record BridgedPods(String node, String bridge, SourceRef at) {}

  /** The reverse-path filter discarded packets between the samples; devices that are strict. */
  public record ReversePathDrops(
      String node, long count, String devices, SourceRef at, SourceRef settingAt) {}

  /**
   * The connection table of a node is full or nearly so.
   *
   * @param dropped new connections refused between the samples
   */
  public record FullConntrack(
      String node, long count, long max, long dropped, SourceRef at, SourceRef maxAt) {
    /** Certain only when connections were refused. */
    public boolean dropping() {
      return dropped > 0;
    }
  }

  /** Connections that found the accept queue of a listener full; subject node or pod. */
  public record FullBacklog(
      Subject subject, String node, int port, String process, List<Evidence> evidence) {
    public FullBacklog {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * The kernel forgets idle connections sooner than applications ask after them.
   *
   * @param seconds how long it remembers
   * @param keepalive the pods' setting of net.ipv4.tcp_keepalive_time in seconds, 0 not known
   */
  public record ShortMemory(
      String node, long seconds, long keepalive, SourceRef at, SourceRef keepaliveAt) {}

  /**
   * The table of tracked connections has so few buckets that chains in them are long.
   *
   * @param refused connections that were refused between the samples for a chain that was too long
   */
  public record FewBuckets(
      String node,
      long buckets,
      long count,
      long max,
      long refused,
      SourceRef at,
      SourceRef maxAt) {}

  /** Datagrams lost for lack of receive buffer between the samples; subject node or pod. */
  public record LostDatagrams(Subject subject, String node, long count, SourceRef at) {}

  /** Packets lost in the per-CPU queue between the samples, and how many passed. */
  public record BacklogDrops(String node, long dropped, long processed, SourceRef at) {}

  /** The neighbour table is full. */
  public record FullNeighbourTable(
      String node, long entries, long limit, boolean refused, SourceRef at) {}

  /** A pod that used nearly all local ports toward one address. */
  public record UsedPorts(
      String node,
      Subject pod,
      String destination,
      long used,
      long range,
      SourceRef at,
      SourceRef rangeAt) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      HostLinks links = HostLinks.of(n);
      links.podBridges().forEach(b -> facts.accept(new BridgedPods(n.name(), b.name(), b.at())));
      n.get(Kinds.SYSCTL)
          .ifPresent(
              s -> {
                forwarding(n, s, links, facts);
                reversePath(n, s, links, facts);
                neighbours(n, s, facts);
                memory(n, s, facts);
              });
      conntrack(n, facts);
      sockets(n, facts);
      softnet(n, facts);
      datagrams(cluster, n, facts);
      n.store().entries(Kinds.NETNS).forEach((key, e) -> pod(cluster, n, key, e.value(), facts));
    }
  }

  /** sysctl(8) writes dots of device names as slashes. */
  private static String key(Iface i, String name) {
    return "net.ipv4.conf." + i.name().replace('.', '/') + "." + name;
  }

  private static void forwarding(Node n, Sysctls s, HostLinks links, Consumer<Object> facts) {
    if (s.number("net.ipv4.ip_forward").orElse(0) != 1) {
      return;
    }
    Map<Iface, String> roles = new java.util.LinkedHashMap<>();
    links.podBridges().forEach(i -> roles.put(i, "bridge"));
    links.tunnels().forEach(i -> roles.put(i, "tunnel"));
    links.uplink().ifPresent(i -> roles.put(i, "uplink"));
    roles.forEach(
        (i, role) ->
            s.get(key(i, "forwarding"))
                .filter(v -> v.text().equals("0"))
                .ifPresent(
                    v ->
                        facts.accept(
                            new InterfaceNotForwarding(n.name(), i.name(), role, v.at()))));
  }

  private static void reversePath(Node n, Sysctls s, HostLinks links, Consumer<Object> facts) {
    Optional<Samples<Counters>> nstat = n.get(Kinds.NSTAT);
    long grown = nstat.flatMap(c -> c.growth(x -> x.get("TcpExtIPReversePathFilter"))).orElse(0L);
    Optional<SourceRef> at =
        nstat.flatMap(Samples::last).flatMap(c -> c.at("TcpExtIPReversePathFilter"));
    if (grown < 3 || at.isEmpty()) {
      return;
    }
    long all = s.number("net.ipv4.conf.all.rp_filter").orElse(0);
    List<String> strict = new ArrayList<>();
    Optional<SourceRef> setting = Optional.empty();
    for (Iface i : links.all()) {
      Optional<Sysctls.Value> own = s.get(key(i, "rp_filter"));
      long value = Math.max(all, s.number(key(i, "rp_filter")).orElse(0));
      // the host's end of a pod's veth has no address of its own
      boolean ofPod = i.kind().equals("veth") && i.addresses().stream().allMatch(a -> a.ip().v6());
      if (value == 1 && !i.name().equals("lo") && !ofPod) {
        strict.add(i.name());
        setting =
            setting.or(
                () ->
                    own.filter(v -> v.text().equals("1"))
                        .or(() -> s.get("net.ipv4.conf.all.rp_filter"))
                        .map(Sysctls.Value::at));
      }
    }
    if (!strict.isEmpty()) {
      facts.accept(
          new ReversePathDrops(
              n.name(), grown, String.join(", ", strict), at.get(), setting.orElse(at.get())));
    }
  }

  private static void neighbours(Node n, Sysctls s, Consumer<Object> facts) {
    long limit = s.number("net.ipv4.neigh.default.gc_thresh3").orElse(0);
    n.get(Kinds.IP_NEIGH)
        .ifPresent(
            t -> {
              long entries =
                  t.list().stream()
                      .filter(
                          e ->
                              !e.ip().v6()
                                  && !e.state().equals("PERMANENT")
                                  && !e.state().equals("NOARP"))
                      .count();
              if (limit > 0 && entries >= limit) {
                facts.accept(
                    new FullNeighbourTable(
                        n.name(),
                        entries,
                        limit,
                        t.tableFulls().filter(f -> f > 0).isPresent(),
                        s.get("net.ipv4.neigh.default.gc_thresh3").get().at()));
              }
            });
  }

  private static void memory(Node n, Sysctls s, Consumer<Object> facts) {
    Optional<Sysctls.Value> v = s.get("net.netfilter.nf_conntrack_tcp_timeout_established");
    long seconds = v.map(x -> number(x.text())).orElse(0L);
    if (seconds <= 0 || seconds > 3600) {
      return;
    }
    Optional<Sysctls.Value> keepalive =
        n.store().entries(Kinds.NETNS).values().stream()
            .flatMap(e -> e.value().sysctls().get("net.ipv4.tcp_keepalive_time").stream())
            .max(java.util.Comparator.comparingLong(x -> number(x.text())));
    facts.accept(
        new ShortMemory(
            n.name(),
            seconds,
            keepalive.map(x -> number(x.text())).orElse(0L),
            v.get().at(),
            keepalive.map(Sysctls.Value::at).orElse(v.get().at())));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static void conntrack(Node n, Consumer<Object> facts) {
    Optional<Samples<Counters>> stats = n.get(Kinds.CONNTRACK_STATS);
    Optional<Counters> last = stats.flatMap(Samples::last);
    if (last.isEmpty() || last.get().get("max") == 0) {
      return;
    }
    buckets(n, stats.get(), last.get(), facts);
    long count = stats.get().list().stream().mapToLong(x -> x.value().get("count")).max().orElse(0);
    long max = last.get().get("max");
    long dropped =
        stats.get().growth(c -> c.get("drop") + c.get("early_drop") + c.get("error")).orElse(0L);
    boolean nearlyFull = count * 100 >= max * 95;
    // Drops without a full table have another reason, for example a confirm race.
    if (nearlyFull || dropped > 0 && count * 100 >= max * 80) {
      facts.accept(
          new FullConntrack(
              n.name(),
              count,
              max,
              dropped,
              last.get().at("count").orElse(SourceRef.of("")),
              last.get().at("max").orElse(SourceRef.of(""))));
    }
  }

  /** The kernel's default is one bucket for each connection, for long it was one for four. */
  private static void buckets(
      Node n, Samples<Counters> stats, Counters last, Consumer<Object> facts) {
    long buckets = last.get("buckets");
    long count = last.get("count");
    long refused = stats.growth(c -> c.get("chaintoolong")).orElse(0L);
    boolean few = buckets > 0 && last.get("max") > CHAIN * buckets;
    if (few && (refused > 0 || count > CHAIN * buckets)) {
      facts.accept(
          new FewBuckets(
              n.name(),
              buckets,
              count,
              last.get("max"),
              refused,
              last.at("buckets").orElse(SourceRef.of("")),
              last.at("max").orElse(SourceRef.of(""))));
    }
  }

  private static void sockets(Node n, Consumer<Object> facts) {
    n.get(Kinds.SS)
        .flatMap(Samples::last)
        .ifPresent(
            s ->
                backlog(s)
                    .ifPresent(
                        l ->
                            facts.accept(
                                new FullBacklog(
                                    Subject.node(n.name()),
                                    n.name(),
                                    l.port(),
                                    l.process(),
                                    List.of(full(l))))));
  }

  private static Optional<Socket> backlog(Sockets s) {
    return s.listening().stream()
        .filter(
            l ->
                l.protocol().equals(Protocol.TCP)
                    && l.sendQueue() > 0
                    && l.recvQueue() > l.sendQueue())
        .findFirst();
  }

  private static Evidence full(Socket l) {
    return new Evidence(l.at(), l.recvQueue() + " connections wait, room is for " + l.sendQueue());
  }

  private static void softnet(Node n, Consumer<Object> facts) {
    Optional<Samples<Softnet>> s = n.get(Kinds.SOFTNET);
    long dropped = s.flatMap(x -> x.growth(Softnet::dropped)).orElse(0L);
    long processed = s.flatMap(x -> x.growth(Softnet::processed)).orElse(0L);
    if (dropped >= 100 && dropped * 1000 >= processed) {
      facts.accept(new BacklogDrops(n.name(), dropped, processed, s.get().last().get().at()));
    }
  }

  private static void datagrams(Cluster cluster, Node n, Consumer<Object> facts) {
    Optional<Samples<Counters>> s = n.get(Kinds.NSTAT);
    long lost = s.flatMap(x -> x.growth(c -> c.get("UdpRcvbufErrors"))).orElse(0L);
    if (lost >= 10) {
      facts.accept(
          new LostDatagrams(
              Subject.node(n.name()),
              n.name(),
              lost,
              s.get().last().get().at("UdpRcvbufErrors").orElse(SourceRef.of(""))));
    }
  }

  private static void pod(
      Cluster cluster, Node n, String key, PodNetns netns, Consumer<Object> facts) {
    Subject pod = Subject.pod(PodNetns.namespace(key), PodNetns.pod(key));
    long overflows = grown(netns, "TcpExtListenOverflows");
    Optional<Socket> listener = backlog(netns.sockets());
    List<Evidence> evidence = new ArrayList<>();
    if (overflows > 0) {
      evidence.add(
          new Evidence(
              netns.later().get().at("TcpExtListenOverflows").orElse(netns.at()),
              overflows + " more connections found the queue full"));
    }
    listener.ifPresent(l -> evidence.add(full(l)));
    if (!evidence.isEmpty()) {
      facts.accept(
          new FullBacklog(
              pod,
              n.name(),
              listener.map(Socket::port).orElse(0),
              listener.map(Socket::process).orElse(""),
              evidence));
    }
    long lost = grown(netns, "UdpRcvbufErrors");
    if (lost >= 10) {
      facts.accept(
          new LostDatagrams(
              pod, n.name(), lost, netns.later().get().at("UdpRcvbufErrors").orElse(netns.at())));
    }
    ports(cluster, n, pod, netns, facts);
  }

  private static long grown(PodNetns netns, String counter) {
    return netns.later().map(l -> l.get(counter) - netns.nstat().get(counter)).orElse(0L);
  }

  private static void ports(
      Cluster cluster, Node n, Subject pod, PodNetns netns, Consumer<Object> facts) {
    Optional<Sysctls.Value> setting = netns.sysctls().get("net.ipv4.ip_local_port_range");
    long range = setting.map(v -> range(v.text())).orElse(0L);
    Optional<Ip> ip =
        cluster.pod(pod.namespace(), pod.name()).map(Pod::ips).flatMap(l -> l.stream().findFirst());
    if (range <= 0 || ip.isEmpty()) {
      return;
    }
    Map<String, Long> used = new HashMap<>();
    Map<String, SourceRef> first = new HashMap<>();
    for (ConntrackSample.Flow f :
        n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of())) {
      if (f.src().equals(ip.get()) && f.protocol().equals(Protocol.TCP)) {
        String to = f.dst() + ":" + f.port();
        used.merge(to, (long) f.count(), Long::sum);
        first.putIfAbsent(to, f.at());
      }
    }
    used.forEach(
        (to, count) -> {
          if (count * 10 >= range * 9) {
            facts.accept(
                new UsedPorts(n.name(), pod, to, count, range, first.get(to), setting.get().at()));
          }
        });
  }

  /** {@code 32768<TAB>60999}: how many ports that is. */
  private static long range(String text) {
    String[] ends = text.strip().split("\\s+", 2);
    try {
      return ends.length < 2 ? 0 : Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
