package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.Store;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.PodNetns.PodRule;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.sim.Owners;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A packet filter rule in a pod's own network namespace that keeps packets from the program in it.
 *
 * @param what {@code redirect}: to a port on which nothing listens; {@code drop}: a rule or policy
 *     that stops packets and counted some
 * @param mesh it is in a chain of a service mesh
 * @param detail port or chain
 * @param services names of the Services that select the pod
 */
public record PodFilter(
    String what,
    boolean mesh,
    Subject pod,
    String node,
    String detail,
    List<Subject> services,
    SourceRef at) {
  public PodFilter {
    services = List.copyOf(services);
  }

  /** True when a symptom of this source or target is about the pod. */
  public boolean concerns(Symptom s) {
    return same(s.source(), pod)
        || same(s.target(), pod)
        || services.stream().anyMatch(x -> same(s.target(), x));
  }

  private static boolean same(Subject a, Subject b) {
    return a.with("").equals(b.with(""));
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      for (Pod p : cluster.podsOn(n.name())) {
        n.netns(p)
            .map(Store.Entry::value)
            .filter(x -> !x.rules().isEmpty())
            .ifPresent(x -> of(cluster, n, p, x, facts));
      }
    }
  }

  private static void of(Cluster cluster, Node n, Pod p, PodNetns netns, Consumer<Object> facts) {
    for (PodRule r : netns.rules()) {
      boolean redirect = r.target().equals("REDIRECT") && r.toPort() > 0 && r.packets() != 0;
      boolean unheard =
          redirect
              && netns.sections().contains("ss")
              && !netns.sockets().accepts(Protocol.TCP, Ip.parse("127.0.0.1"), r.toPort());
      boolean stops = (r.target().equals("DROP") || r.target().equals("REJECT")) && r.packets() > 0;
      if (unheard || stops) {
        String c = r.chain().toUpperCase(Locale.ROOT);
        facts.accept(
            new PodFilter(
                unheard ? "redirect" : "drop",
                Owners.of("ip " + r.table(), c, r.text()).equals("mesh"),
                Subject.pod(p.namespace(), p.name()),
                n.name(),
                unheard ? "port " + r.toPort() : r.table() + " " + r.chain(),
                cluster.selecting(p).stream()
                    .map(s -> Subject.service(s.namespace(), s.name()))
                    .toList(),
                r.at()));
      }
    }
  }
}
