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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A program or filter of nobody who is known at a hook in front of or behind netfilter, on an
 * interface that cluster traffic takes.
 *
 * @param hook ingress, egress, xdp, ...; clsact where its filters were not listed
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

  /** Interfaces of network plugins that filter in BPF themselves. */
  private static final Pattern PLUGIN_LINK = Pattern.compile("cilium|lxc|bpf|antrea");

  /** What drops one packet of so many, or more, does not limit a rate. */
  private static final long ONE_OF = 20;

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
      Optional<Qdiscs> listing = n.get(Kinds.TC);
      Set<String> told = new HashSet<>();
      for (Qdiscs.Filter f : listing.map(Qdiscs::filters).orElse(List.of())) {
        String hook = f.hook().toLowerCase(Locale.ROOT);
        String way = hook.substring(hook.indexOf('/') + 1);
        if (devs.contains(f.dev()) && foreign(f) && told.add(f.dev() + " " + way)) {
          facts.accept(
              new PacketHook(
                  n.name(), f.dev(), way, f.program(), f.discards(), f.dropped(), f.at(), near));
        }
      }
      if (links.all().stream().noneMatch(i -> PLUGIN_LINK.matcher(i.name()).lookingAt())) {
        listing
            .filter(l -> l.filters().isEmpty())
            .ifPresent(l -> unlisted(n, l, devs, near, facts));
      }
    }
  }

  /** Where nobody listed the filters: what was lost at a place that holds nothing but filters. */
  private static void unlisted(
      Node n, Qdiscs listing, Set<String> devs, Set<Subject> near, Consumer<Object> facts) {
    for (Qdiscs.Qdisc q : listing.list()) {
      boolean hook = q.kind().equals("clsact") || q.kind().equals("ingress");
      boolean many = q.dropped() > 0 && q.dropped() * ONE_OF >= q.sentPackets();
      if (hook && many && devs.contains(q.dev())) {
        facts.accept(
            new PacketHook(n.name(), q.dev(), q.kind(), "", true, q.dropped(), q.at(), near));
      }
    }
  }

  /** What only redirects, marks or polices is left out: it shows itself otherwise. */
  private static boolean foreign(Qdiscs.Filter f) {
    String name = f.program().toLowerCase(Locale.ROOT);
    return f.discards() || f.bpf() && KNOWN.stream().noneMatch(name::startsWith);
  }
}
