package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Qdiscs;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A program or filter of nobody who is known at a hook in front of or behind netfilter, on an
 * interface that cluster traffic takes.
 *
 * @param hook ingress, egress, xdp, ...
 * @param discards its text says that it drops packets
 * @param dropped how many it dropped, as far as it counts
 * @param near the node and its pods
 */
public record PacketHook(
    String node,
    String dev,
    String hook,
    String program,
    boolean discards,
    long dropped,
    SourceRef at,
    Set<Subject> near) {
  public PacketHook {
    near = Set.copyOf(near);
  }

  /** How programs of network plugins are called. */
  private static final List<String> KNOWN =
      List.of("cil_", "bpf_", "from-", "to-", "cali", "antrea", "ovn", "aws", "handle_", "tc_cls_");

  /** True when somebody on the node notices it, or somebody who asks for a pod of it. */
  public boolean concerns(Symptom s) {
    return near.contains(s.source().with("")) || near.contains(s.target().with(""));
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      HostLinks links = HostLinks.of(n);
      Set<String> devs = new HashSet<>();
      links.uplink().map(Iface::name).ifPresent(devs::add);
      links.tunnels().forEach(i -> devs.add(i.name()));
      links.podBridges().forEach(i -> devs.add(i.name()));
      links.all().stream().filter(i -> i.kind().equals("veth")).forEach(i -> devs.add(i.name()));
      Set<Subject> near = new HashSet<>(Set.of(Subject.node(n.name())));
      cluster.podsOn(n.name()).forEach(p -> near.add(Subject.pod(p.namespace(), p.name())));
      Set<String> told = new HashSet<>();
      for (Qdiscs.Filter f : n.get(Kinds.TC).map(Qdiscs::filters).orElse(List.of())) {
        String hook = f.hook().toLowerCase(Locale.ROOT);
        String way = hook.substring(hook.indexOf('/') + 1);
        if (devs.contains(f.dev()) && foreign(f) && told.add(f.dev() + " " + way)) {
          facts.accept(
              new PacketHook(
                  n.name(), f.dev(), way, f.program(), f.discards(), f.dropped(), f.at(), near));
        }
      }
    }
  }

  /** What only redirects, marks or polices is left out: it shows itself otherwise. */
  private static boolean foreign(Qdiscs.Filter f) {
    String name = f.program().toLowerCase(Locale.ROOT);
    return f.discards() || f.bpf() && KNOWN.stream().noneMatch(name::startsWith);
  }
}
