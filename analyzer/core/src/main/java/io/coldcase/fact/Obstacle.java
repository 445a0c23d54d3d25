package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One thing on a node that stops packets which a cluster needs, with all walks that end at it.
 *
 * @param kind rule, policy (of a base chain), kernel, route, routing-rule, link or listener
 * @param hook prerouting, input, forward, output, postrouting, or empty
 * @param table for example {@code ip filter}, or empty
 * @param backend legacy, nf_tables, or nft for native tables; empty without table
 * @param owner whose the chain is: kube, cni, policy, docker, ufw, firewalld, mesh, foreign; empty
 *     without table
 * @param docker the node has chains of Docker
 * @param ufw the node has chains of UFW
 * @param verdict how the walks end, for example DROPPED
 * @param why one phrase
 * @param at the deciding line
 * @param growth packets that the deciding rule counted between the samples, -1 when not known
 * @param traffic what is stopped, in lower case: overlay, kubelet, api, pod_to_pod, ...
 * @param from nodes whose packets are stopped
 * @param target protocol, address and port of the first packet that is stopped there
 * @param port the port by which the rule takes that packet, 0 when none; {@code protocol} tcp, udp,
 *     icmp, ...
 * @param guessed which packets the rule takes is not modelled: it counted some, and probes that
 *     pass it fail
 * @param example one walk in words
 * @param tried something that users of the cluster do was seen to fail at it: a probe of more than
 *     a node's own port, or packets
 * @param marked it looks for a packet mark of which kube-proxy uses a bit
 * @param observed failed probes that end at the same line
 */
public record Obstacle(
    String node,
    String kind,
    String hook,
    String table,
    String chain,
    String backend,
    String owner,
    boolean docker,
    boolean ufw,
    String verdict,
    String why,
    SourceRef at,
    long growth,
    Set<String> traffic,
    List<String> from,
    String target,
    String protocol,
    int port,
    boolean guessed,
    String example,
    boolean tried,
    boolean marked,
    List<Evidence> observed) {
  public Obstacle {
    traffic = Set.copyOf(traffic);
    from = List.copyOf(from);
    observed = List.copyOf(observed);
  }

  /** Seen at work: its counter grew, or probes failed at it. */
  public boolean felt() {
    return growth > 0 || !observed.isEmpty();
  }

  /** True when it is a filter's, not routing or the kernel's. */
  public boolean filter() {
    return kind.equals("rule") || kind.equals("policy");
  }

  /** True when it stops what nodes need of each other, whatever else. */
  public boolean nodePorts() {
    return traffic.contains("overlay") || traffic.contains("kubelet") || traffic.contains("api");
  }

  /** True when it stops more than what a cautious administrator may stop on purpose. */
  public boolean vital() {
    return !Set.of("node_port", "pod_to_outside", "host_to_outside", "pod_to_host")
        .containsAll(traffic);
  }

  /** True when a cluster suffers from it: it stops what is vital, or something that was tried. */
  public boolean harmful() {
    return vital() || tried;
  }

  /** What to look at on the node: {@code UDP 8472 in INPUT}, {@code policy of FORWARD}. */
  public String detail() {
    if (kind.equals("policy")) {
      return "policy of " + table + " " + chain;
    }
    if (kind.equals("routing-rule")) {
      return "ip rule";
    }
    String what = port == 0 ? "" : protocol.toUpperCase(Locale.ROOT) + " " + port + " ";
    String where = " in " + table + " " + chain;
    return filter() ? (port == 0 ? "rule" : what.strip()) + where : what + why;
  }

  /** The finding that it is the fault {@code id}: certain when it was seen at work. */
  public Finding finding(String id) {
    String counted = growth > 0 ? "; it counted " + growth + " packets between the samples" : "";
    Confidence sure = felt() && !guessed ? Confidence.CERTAIN : Confidence.PROBABLE;
    return Finding.of(id, sure, Subject.node(node).with(detail()))
        .because(at, (why.isEmpty() ? "" : why + ": ") + example + counted)
        .because(observed)
        .param("node", node)
        .param("table", table)
        .param("chain", chain);
  }

  /** True when it stops traffic of pods or Services. */
  public boolean pods() {
    return traffic.stream()
        .anyMatch(
            t ->
                t.startsWith("pod_")
                    || t.equals("host_to_pod")
                    || t.equals("host_to_service")
                    || t.equals("node_port"));
  }
}
