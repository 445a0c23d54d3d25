package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.probe.Probe;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A TCP port outside of the cluster that nodes themselves probed and that some of them do not
 * reach, while they reach another address outside and let the packets leave: what lies beyond them
 * decides.
 *
 * @param target the address with {@code port N}
 * @param names names that are known to mean the address, as far as any are
 * @param everywhere no node reaches it; else others do
 * @param how what those get that do not reach it:
 *     <ul>
 *       <li>refused: connections are refused
 *       <li>rejected: an error that a router or a firewall makes (no route to host), at once or
 *           from a host that answers otherwise
 *       <li>lost: such an error, after this or that time: the last router found no host to hand the
 *           packets to
 *       <li>filtered: no answer, and the host answers pings or at another port
 *       <li>silent: no answer
 *       <li>crowded: no answer to new connections, while the nodes hold many that live
 *       <li>mixed: this and that
 *     </ul>
 *
 * @param sure the few that fail are no chance: more than one probe, and none of another target
 * @param failing nodes that do not reach it
 */
public record ExternalTarget(
    Subject target,
    Set<String> names,
    boolean everywhere,
    String how,
    boolean sure,
    List<Subject> failing,
    List<Evidence> evidence) {
  /**
   * An error that a filter makes comes at once, or on the second try after a second; a router that
   * looks for the host answers all who wait when it has tried for three seconds.
   */
  private static final double PROMPT_MILLIS = 400;

  private static final double SECOND_TRY_MILLIS = 1000;

  /** A connection whose first packet was lost takes at least that long. */
  private static final double RESENT_MILLIS = 900;

  /** So many connections that no client's pool of idle ones explains them. */
  private static final int CROWD = 10;

  public ExternalTarget {
    names = Set.copyOf(names);
    failing = List.copyOf(failing);
    evidence = List.copyOf(evidence);
  }

  /** Something between the nodes and the target stops the packets, as far as answers tell. */
  public boolean stopped() {
    return how.equals("rejected") || how.equals("filtered");
  }

  /** A client's target is this one, by its address or by a name that may mean it. */
  public boolean is(Subject asked) {
    return is(asked, target, names);
  }

  static boolean is(Subject asked, Subject target, Set<String> names) {
    boolean same =
        asked.kind().equals("address")
            ? asked.name().equals(target.name())
            : asked.kind().equals("name") && (names.isEmpty() || names.contains(asked.name()));
    return same && asked.detail().equals(target.detail());
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Row>> byTarget = new LinkedHashMap<>();
    List<Row> outside =
        ProbeMatrix.of(cluster).rows().stream()
            .filter(r -> r.target().kind() == Kind.EXTERNAL)
            .toList();
    Set<String> api = ApiPath.endpoints(cluster);
    for (Row r : outside) {
      if (r.probe().kind().equals("tcp")
          && !r.probe().fromPod()
          && !api.contains(r.probe().address() + ":" + r.probe().number())) {
        byTarget
            .computeIfAbsent(r.probe().address() + " " + r.probe().number(), k -> new ArrayList<>())
            .add(r);
      }
    }
    byTarget.values().forEach(rows -> judge(cluster, rows, outside, facts));
    for (List<Row> rows : byTarget.values()) {
      if (rows.stream().allMatch(r -> r.probe().ok())) {
        Probe p = rows.get(0).probe();
        facts.accept(
            new OpenTarget(
                Subject.address(p.address()).with("port " + p.number()),
                names(cluster, p.address()),
                List.of(new Evidence(p.at(), "from a node the connection opens"))));
      }
    }
  }

  private static void judge(
      Cluster cluster, List<Row> rows, List<Row> outside, Consumer<Object> facts) {
    List<Row> failing =
        rows.stream()
            .filter(r -> r.probe().failed() && elsewhere(r, outside))
            .filter(r -> leaves(cluster, r))
            .toList();
    boolean everywhere = failing.size() == rows.size();
    boolean someOk = rows.stream().anyMatch(r -> r.probe().ok());
    if (failing.isEmpty()
        || rows.stream().map(Row::node).distinct().count() < 2
        || !everywhere && !someOk) {
      return;
    }
    Probe first = failing.get(0).probe();
    Set<String> ways = new TreeSet<>();
    failing.forEach(r -> ways.add(how(r, someOk, outside)));
    List<Evidence> evidence = new ArrayList<>();
    if (ways.equals(Set.of("filtered")) || ways.equals(Set.of("silent"))) {
      List<Evidence> crowd = crowd(cluster, first.address(), first.number());
      if (!crowd.isEmpty()) {
        ways.clear();
        ways.add("crowded");
        evidence.addAll(crowd);
      }
    }
    for (Row r : failing) {
      evidence.add(
          new Evidence(r.probe().at(), "from the node itself, which reaches others outside"));
    }
    outside.stream()
        .filter(r -> ways.contains("filtered") && answers(failing.get(0), r))
        .findFirst()
        .ifPresent(r -> evidence.add(new Evidence(r.probe().at(), "the host itself answers")));
    rows.stream()
        .filter(r -> r.probe().ok())
        .findFirst()
        .ifPresent(r -> evidence.add(new Evidence(r.probe().at(), "another node reaches it")));
    facts.accept(
        new ExternalTarget(
            Subject.address(first.address()).with("port " + first.number()),
            names(cluster, first.address()),
            everywhere,
            ways.size() == 1 ? ways.iterator().next() : mixed(ways),
            failing.stream().allMatch(r -> certain(r, rows, outside)),
            failing.stream().map(r -> Subject.node(r.node())).distinct().toList(),
            evidence));
  }

  /**
   * The connections to a port that the nodes' connection tables hold, when many live and many more
   * get no answer; else none.
   */
  private static List<Evidence> crowd(Cluster cluster, String address, int port) {
    long living = 0;
    long silent = 0;
    List<Evidence> evidence = new ArrayList<>();
    for (Node n : cluster.nodes()) {
      for (ConntrackSample.Flow f :
          n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of())) {
        if (f.protocol().equals(Protocol.TCP)
            && f.port() == port
            && f.dst().toString().equals(address)) {
          boolean lives = f.state().equals("ESTABLISHED") && !f.unreplied();
          boolean waits = f.state().equals("SYN_SENT") && f.unreplied();
          living += lives ? f.count() : 0;
          silent += waits ? f.count() : 0;
          if (lives) {
            evidence.add(new Evidence(f.at(), "connections that live, " + f.count() + " of them"));
          }
        }
      }
    }
    return living >= CROWD && silent >= CROWD ? evidence : List.of();
  }

  /** The same node reaches another address outside: it has a gateway that lives. */
  private static boolean elsewhere(Row r, List<Row> outside) {
    return outside.stream()
        .anyMatch(
            o ->
                o.node().equals(r.node())
                    && !o.probe().fromPod()
                    && !o.probe().failed()
                    && !o.probe().address().equals(r.probe().address()));
  }

  /** Nothing on the node stops the packet, as far as all of it is known. */
  private static boolean leaves(Cluster cluster, Row r) {
    Walker walker = Walker.of(cluster);
    return Ip.tryParse(r.probe().address())
        .flatMap(
            dst ->
                walker
                    .sourceFor(r.node(), dst)
                    .map(src -> Packet.tcp(src, dst, r.probe().number())))
        .filter(p -> walker.known(r.node()))
        .filter(p -> walker.fromHost(r.node(), p, false).verdict() == Verdict.LEFT)
        .isPresent();
  }

  private static String how(Row r, boolean lives, List<Row> outside) {
    boolean answers = lives || outside.stream().anyMatch(o -> answers(r, o));
    if (r.probe().error().contains("No route to host")) {
      boolean prompt = outside.stream().filter(o -> same(r, o)).allMatch(o -> prompt(o.probe()));
      return answers || prompt ? "rejected" : "lost";
    }
    if (r.probe().outcome() == Probe.Outcome.REFUSED) {
      return "refused";
    }
    if (r.probe().outcome() != Probe.Outcome.SILENT) {
      return "mixed";
    }
    return answers ? "filtered" : "silent";
  }

  private static boolean prompt(Probe p) {
    double t = p.millis() < SECOND_TRY_MILLIS ? p.millis() : p.millis() - SECOND_TRY_MILLIS;
    return p.error().contains("No route to host") && t < PROMPT_MILLIS;
  }

  private static boolean same(Row r, Row o) {
    return o.probe().kind().equals("tcp")
        && o.probe().address().equals(r.probe().address())
        && o.probe().number() == r.probe().number();
  }

  /** Who waits for a router's word may or may not hear it in time. */
  private static String mixed(Set<String> ways) {
    return Set.of("lost", "rejected", "silent").containsAll(ways) ? "lost" : "mixed";
  }

  /** Anything else that the same node asked of the same host has an answer. */
  private static boolean answers(Row tcp, Row o) {
    Probe p = o.probe();
    boolean other = !p.kind().equals("tcp") || p.number() != tcp.probe().number();
    return other
        && (p.received() > 0
            || p.outcome() == Probe.Outcome.NXDOMAIN
            || p.error().startsWith("Connection refused"))
        && o.node().equals(tcp.node())
        && p.address().equals(tcp.probe().address());
  }

  /**
   * Chance does not explain that this node fails: all its probes of the target do, host's and pods'
   * alike, all those of other targets pass, and nobody's connection to the target took a second
   * try.
   */
  private static boolean certain(Row failing, List<Row> rows, List<Row> outside) {
    long failed = 0;
    for (Row o : outside) {
      if (o.node().equals(failing.node())) {
        boolean same = same(failing, o);
        boolean other = !o.probe().address().equals(failing.probe().address());
        if (same && o.probe().ok() || other && OutsideQuality.lost(o.probe()) > 0) {
          return false;
        }
        failed += same ? 1 : 0;
      }
    }
    return failed > 1
        && rows.stream().noneMatch(r -> r.probe().ok() && r.probe().millis() >= RESENT_MILLIS);
  }

  /** Names whose look-up gave the address, or that clients' errors show with it. */
  private static Set<String> names(Cluster cluster, String address) {
    Set<String> names = new TreeSet<>();
    for (Row r : ProbeMatrix.of(cluster).rows()) {
      if (r.probe().kind().equals("dns") && r.probe().answer().equals(address)) {
        String name = r.probe().name();
        names.add(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
      }
    }
    for (LogScan scan : Logs.of(cluster).scans()) {
      scan.requests().stream()
          .filter(r -> r.ip().equals(address) && !r.host().isEmpty())
          .forEach(r -> names.add(r.host()));
    }
    return names;
  }
}
