package io.coldcase.fact;

import io.coldcase.capture.ArpBinding;
import io.coldcase.capture.CaptureSummary;
import io.coldcase.capture.DnsExchange;
import io.coldcase.capture.DnsFindings;
import io.coldcase.capture.Flow;
import io.coldcase.capture.FlowPath;
import io.coldcase.capture.IcmpError;
import io.coldcase.capture.TcpSide;
import io.coldcase.capture.TcpStream;
import io.coldcase.fact.Captures.Capture;
import io.coldcase.fact.Captures.Role;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What packets say about the network, name servers, ports and neighbours. */
public final class PacketFacts {
  private static final int EVIDENCE = 3;

  /** Segments below this fit every path, bytes. */
  private static final int LARGE = 600;

  private static final int IP_HEADER = 20;
  private static final int TCP_HEADER = 20;

  private PacketFacts() {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Captures captures = Captures.of(cluster);
    if (captures.all().isEmpty()) {
      return;
    }
    List<FlowPath> paths = captures.paths();
    Vanished.derive(captures, paths, facts);
    UnderlayTraffic.derive(captures, facts);
    nameServers(captures, facts);
    refusals(captures, facts);
    prohibited(captures, facts);
    narrow(captures, facts);
    neighbours(captures, facts);
    for (Node n : cluster.nodes()) {
      halfPairs(captures, n, facts);
      SwallowedSyns.derive(captures, paths, n, facts);
    }
  }

  /**
   * How a name server outside of the cluster answered the packets that left by the uplinks.
   *
   * @param asked queries, {@code answered} those with any answer, {@code errors} of these SERVFAIL
   *     or REFUSED
   * @param rejected the network or the host said that it cannot be reached
   * @param evidence one packet of the worst kind
   */
  public record NameServer(
      String ip, int asked, int answered, int errors, boolean rejected, List<Evidence> evidence) {
    public NameServer {
      evidence = List.copyOf(evidence);
    }

    /** Asked often enough, and never answered. */
    public boolean silent() {
      return asked >= 3 && answered == 0 && !rejected;
    }

    /** It answers, but hardly ever without an error; or its host refuses. */
    public boolean failing() {
      return asked >= 3 && (errors * 10 >= asked * 9 || rejected && answered == 0);
    }
  }

  private static void nameServers(Captures captures, Consumer<Object> facts) {
    Map<Ip, int[]> counts = new LinkedHashMap<>();
    Map<Ip, List<Evidence>> evidence = new LinkedHashMap<>();
    for (Capture c : captures.all()) {
      if (c.role() != Role.UPLINK) {
        continue;
      }
      for (DnsExchange e : c.summary().dns()) {
        boolean ours = !captures.nodeOf(e.server()).isEmpty();
        boolean service = captures.cluster().serviceByIp(e.server()).isPresent();
        if (e.depth() > 0 || ours || service || !c.covers(e.firstNanos())) {
          continue;
        }
        int[] n = counts.computeIfAbsent(e.server(), k -> new int[4]);
        boolean error = e.rcode() == 2 || e.rcode() == 5;
        n[0]++;
        n[1] += e.answered() ? 1 : 0;
        n[2] += error ? 1 : 0;
        List<Evidence> l = evidence.computeIfAbsent(e.server(), k -> new ArrayList<>());
        if ((!e.answered() || error) && l.size() < EVIDENCE) {
          l.add(
              new Evidence(
                  c.packet(e.packet(), "query for " + e.name() + " to " + e.server()),
                  error
                      ? "answered with " + (e.rcode() == 2 ? "SERVFAIL" : "REFUSED")
                      : "leaves the node and is never answered"));
        }
      }
      for (IcmpError e : c.summary().icmpErrors()) {
        if (e.type() == 3 && e.quotedTargetPort() == 53 && counts.containsKey(e.quotedTarget())) {
          counts.get(e.quotedTarget())[3] += e.count();
          evidence
              .get(e.quotedTarget())
              .add(
                  0,
                  new Evidence(
                      c.packet(e.packet(), e.word() + " from " + e.reporter()),
                      "the answer to a query to " + e.quotedTarget()));
        }
      }
    }
    counts.forEach(
        (ip, n) ->
            facts.accept(
                new NameServer(ip.toString(), n[0], n[1], n[2], n[3] > 0, few(evidence.get(ip)))));
  }

  /**
   * A pod's port that answered SYNs with resets at the bridge of the pod's node.
   *
   * @param subject the pod with {@code port N}
   */
  public record RefusedPort(Subject subject, int resets, List<Evidence> evidence) {
    public RefusedPort {
      evidence = List.copyOf(evidence);
    }
  }

  private static void refusals(Captures captures, Consumer<Object> facts) {
    Map<Subject, List<Evidence>> all = new LinkedHashMap<>();
    Map<Subject, Integer> counts = new LinkedHashMap<>();
    for (Capture c : captures.all()) {
      if (c.role() == Role.UPLINK || c.role() == Role.TUNNEL) {
        continue;
      }
      for (Flow f : c.summary().flows()) {
        Optional<TcpStream> t = f.tcp().filter(TcpStream::synSeen);
        if (t.isEmpty() || t.get().answered()) {
          continue;
        }
        boolean there = t.get().initialSide() == 0;
        Ip server = there ? f.target() : f.source();
        int port = there ? f.targetPort() : f.sourcePort();
        long reset = t.get().side(1 - t.get().initialSide()).resetPacket();
        captures
            .cluster()
            .podByIp(server)
            .filter(p -> reset > 0 && p.nodeName().equals(c.node().name()))
            .ifPresent(
                p -> {
                  Subject s = Subject.pod(p.namespace(), p.name()).with("port " + port);
                  counts.merge(s, 1, Integer::sum);
                  List<Evidence> l = all.computeIfAbsent(s, k -> new ArrayList<>());
                  if (l.size() < EVIDENCE) {
                    l.add(
                        new Evidence(
                            c.packet(reset, "RST from " + server + ":" + port),
                            "the pod itself refuses the connection"));
                  }
                });
      }
    }
    all.forEach((s, l) -> facts.accept(new RefusedPort(s, counts.get(s), l)));
  }

  /**
   * Somebody outside of the cluster said that traffic to an address is prohibited (ICMP type 3 code
   * 9, 10 or 13; ICMPv6 type 1 code 1).
   *
   * @param target the address with {@code port N}
   * @param nodes nodes whose packets it is about
   */
  public record Prohibited(
      String reporter, Subject target, List<Subject> nodes, List<Evidence> evidence) {
    public Prohibited {
      nodes = List.copyOf(nodes);
      evidence = List.copyOf(evidence);
    }
  }

  private static void prohibited(Captures captures, Consumer<Object> facts) {
    Map<List<Object>, Set<Subject>> nodes = new LinkedHashMap<>();
    Map<List<Object>, List<Evidence>> evidence = new LinkedHashMap<>();
    for (Capture c : captures.all()) {
      for (IcmpError e : c.summary().icmpErrors()) {
        boolean outside = captures.nodeOf(e.reporter()).isEmpty();
        boolean own =
            captures.all().stream()
                .anyMatch(
                    x -> HostLinks.of(x.node()).all().stream().anyMatch(i -> i.has(e.reporter())));
        if (c.role() == Role.UPLINK
            && outside
            && !own
            && e.word().equals("administratively prohibited")) {
          Subject target =
              Subject.address(e.quotedTarget().toString()).with("port " + e.quotedTargetPort());
          List<Object> key = List.of(e.reporter(), target);
          nodes
              .computeIfAbsent(key, k -> new java.util.TreeSet<>())
              .add(Subject.node(c.node().name()));
          List<Evidence> l = evidence.computeIfAbsent(key, k -> new ArrayList<>());
          if (l.size() < EVIDENCE) {
            l.add(
                new Evidence(
                    c.packet(e.packet(), "ICMP " + e.word() + " from " + e.reporter()),
                    "a machine outside of the cluster forbids packets to " + e.quotedTarget()));
          }
        }
      }
    }
    nodes.forEach(
        (k, n) ->
            facts.accept(
                new Prohibited(
                    k.get(0).toString(), (Subject) k.get(1), List.copyOf(n), evidence.get(k))));
  }

  /**
   * Large packets that left one node and never arrived at the other, while small ones did: segments
   * of TCP that were sent again and again, or pings.
   *
   * @param subject the path between the nodes, {@code first} and {@code second}
   * @param flows how many connections and runs of ping
   * @param arrives IP payload of the largest packet that arrived, bytes; {@code fails} of the
   *     smallest that did not
   */
  public record LargeLost(
      Subject subject,
      String first,
      String second,
      int flows,
      int arrives,
      int fails,
      List<Evidence> evidence) {
    public LargeLost {
      evidence = List.copyOf(evidence);
    }
  }

  private static void narrow(Captures captures, Consumer<Object> facts) {
    List<Capture> uplinks = captures.all().stream().filter(c -> c.role() == Role.UPLINK).toList();
    for (int i = 0; i < uplinks.size(); i++) {
      for (int j = i + 1; j < uplinks.size(); j++) {
        Narrow n = new Narrow();
        n.compare(uplinks.get(i), uplinks.get(j));
        n.compare(uplinks.get(j), uplinks.get(i));
        int mtu = Math.min(mtu(uplinks.get(i)), mtu(uplinks.get(j)));
        if (n.flows >= 2 && n.arrives > 0 && n.arrives < n.fails && n.fails + IP_HEADER <= mtu) {
          String a = uplinks.get(i).node().name();
          String b = uplinks.get(j).node().name();
          facts.accept(
              new LargeLost(Subject.path(a, b), a, b, n.flows, n.arrives, n.fails, n.evidence));
        }
      }
    }
  }

  /** MTU of an uplink, 0 when not known. */
  private static int mtu(Capture c) {
    return HostLinks.of(c.node()).uplink().map(Iface::mtu).orElse(0);
  }

  /** Sizes that arrive between two nodes, and those that do not. */
  private static final class Narrow {
    private final List<Evidence> evidence = new ArrayList<>();
    private int flows;
    private int arrives;
    private int fails = Integer.MAX_VALUE;

    void compare(Capture a, Capture b) {
      Map<String, Flow> seen = new LinkedHashMap<>();
      b.summary().flows().forEach(f -> seen.put(key(f), f));
      List<Ip> peers = b.node().object().map(o -> o.internalIps()).orElse(List.of());
      for (Flow f : a.summary().flows()) {
        Flow there = seen.get(key(f));
        if (!a.covers(f.firstNanos()) || !b.covers(f.firstNanos()) || !b.covers(f.lastNanos())) {
          continue;
        }
        if (f.icmp() && f.depth() == 0 && peers.contains(f.target()) && f.packets(0) >= 2) {
          boolean lost = there == null || there.packets(0) == 0;
          if (!lost) {
            arrives = Math.max(arrives, there.largest(0));
          } else if (f.largest(0) > LARGE) {
            lost(a, b, f, f.largest(0), f.packets(0));
          }
        } else if (f.tcp().isPresent() && there != null && there.depth() == f.depth()) {
          segments(a, b, f, there);
        }
      }
    }

    private void segments(Capture a, Capture b, Flow f, Flow there) {
      TcpStream x = f.tcp().orElseThrow();
      TcpStream y = there.tcp().orElseThrow();
      int mss = Math.max(x.side(0).mss(), x.side(1).mss());
      for (int d = 0; d < 2; d++) {
        TcpSide s = x.side(d);
        TcpSide r = y.side(there.sourcePort() == f.sourcePort() ? d : 1 - d);
        // what exceeds the MSS was joined by an offload
        if (s.retransmissions() >= 2
            && s.largestRetransmitted() > LARGE
            && s.largestRetransmitted() <= mss
            && r.largestSegment() < s.largestRetransmitted()
            && r.packets() > 0) {
          lost(a, b, f, s.largestRetransmitted() + TCP_HEADER, s.retransmissions());
        }
      }
    }

    private void lost(Capture a, Capture b, Flow f, int size, long times) {
      flows++;
      fails = Math.min(fails, size);
      if (evidence.size() < EVIDENCE) {
        evidence.add(
            new Evidence(
                a.packet(f.firstPacket(), f + ", up to " + size + " bytes"),
                "sent "
                    + times
                    + " times by "
                    + a.node().name()
                    + " and never seen at "
                    + b.node().name()));
      }
    }

    private static String key(Flow f) {
      return f.tcp().map(t -> "" + t.initialSequence()).orElse("")
          + f.depth()
          + " "
          + f.protocol()
          + " "
          + f.source()
          + " "
          + f.sourcePort()
          + " "
          + f.target();
    }
  }

  /** Two MACs claim the address of a node: one is the node's, the other somebody else's. */
  private static void neighbours(Captures captures, Consumer<Object> facts) {
    for (Capture c : captures.all()) {
      for (ArpBinding b : c.role() == Role.UPLINK ? c.summary().arp() : List.<ArpBinding>of()) {
        Optional<Node> owner = captures.cluster().nodeByIp(b.ip());
        Optional<Iface> uplink = owner.flatMap(o -> HostLinks.of(o).uplink());
        if (uplink.isEmpty()
            || uplink.get().mac().isEmpty()
            || uplink.get().kind().equals("bond")) {
          continue;
        }
        Set<String> own = new HashSet<>();
        HostLinks.of(owner.get()).all().forEach(i -> own.add(i.mac()));
        for (ArpBinding.Claim claim : b.claims()) {
          // a router that answers for everybody (proxy ARP) has one MAC for many addresses
          boolean router =
              c.summary().arp().stream().filter(o -> o.macs().contains(claim.mac())).count() > 1;
          if (!own.contains(claim.mac()) && !router) {
            facts.accept(
                new LinkFacts.ForeignMac(
                    owner.get().name(),
                    b.ip().toString(),
                    c.node().name(),
                    claim.mac(),
                    uplink.get().mac(),
                    c.packet(claim.packet(), "ARP: " + b.ip() + " is at " + claim.mac()),
                    uplink.get().at().withText(uplink.get().name() + " " + uplink.get().mac())));
          }
        }
      }
    }
  }

  /**
   * Pairs of A and AAAA queries of pods, sent from one port, of which one was lost inside the node
   * and asked again after the resolver's timeout.
   *
   * @param pairs how many
   * @param inserts what connection tracking failed to insert between the samples
   */
  public record LostHalfPairs(
      String node, int pairs, FailedInserts inserts, List<Evidence> evidence) {
    public LostHalfPairs {
      evidence = List.copyOf(evidence);
    }
  }

  private static void halfPairs(Captures captures, Node n, Consumer<Object> facts) {
    if (captures.lossy(n.name())) {
      return;
    }
    List<Capture> here = captures.all().stream().filter(c -> c.node() == n).toList();
    List<Evidence> evidence = new ArrayList<>();
    int pairs = 0;
    for (Capture c : here) {
      if (c.role() == Role.UPLINK || c.role() == Role.TUNNEL) {
        continue;
      }
      for (DnsFindings.HalfPair h : DnsFindings.halfPairs(c.summary().dns())) {
        DnsExchange lost = h.lost();
        boolean further =
            here.stream().filter(o -> o != c).anyMatch(o -> passed(o.summary(), lost));
        boolean other =
            here.stream().filter(o -> o != c).anyMatch(o -> passed(o.summary(), h.answered()));
        if (h.retryNanos() > 0 && !further && other && c.covers(lost.firstNanos())) {
          pairs++;
          if (evidence.size() < EVIDENCE) {
            evidence.add(
                new Evidence(
                    c.packet(
                        lost.packet(),
                        "query for "
                            + lost.name()
                            + " from "
                            + lost.client()
                            + ":"
                            + lost.clientPort()),
                    "its twin left the node and was answered, this one did not; asked again after "
                        + h.retryNanos() / 1_000_000
                        + " ms"));
          }
        }
      }
    }
    if (pairs > 0) {
      facts.accept(new LostHalfPairs(n.name(), pairs, FailedInserts.of(n), evidence));
    }
  }

  private static boolean passed(CaptureSummary s, DnsExchange e) {
    return s.dns().stream()
        .anyMatch(
            o ->
                o.id() == e.id()
                    && o.type() == e.type()
                    && o.name().equals(e.name())
                    && Math.abs(o.firstNanos() - e.firstNanos()) < 500_000_000L);
  }

  private static List<Evidence> few(List<Evidence> all) {
    return all.subList(0, Math.min(EVIDENCE, all.size()));
  }
}
