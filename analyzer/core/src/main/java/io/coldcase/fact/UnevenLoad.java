package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One pod behind a Service has all connections that the nodes' connection tables hold, while others
 * that are ready have none.
 *
 * @param why affinity: the Service keeps clients at their pod by address, and several pods share
 *     the address; old: the connections live on from before the others were there
 * @param pod who has them all
 */
public record UnevenLoad(String why, Subject service, Subject pod, List<Evidence> evidence) {
  /** Connections from one address below which chance or few clients explain what is seen. */
  private static final int MANY = 30;

  /** Connections that live, each of another client. */
  private static final int LIVING = 8;

  private static final int READY = 3;

  public UnevenLoad {
    evidence = List.copyOf(evidence);
  }

  /** Connections of one Service, over all nodes. */
  private static final class Tally {
    private final Map<Ip, Integer> byBackend = new HashMap<>();
    private final Set<Ip> clients = new HashSet<>();
    private int living;
    private int all;
    private final List<Evidence> seen = new ArrayList<>();

    void add(ConntrackSample.Flow f) {
      byBackend.merge(f.replySource(), f.count(), Integer::sum);
      clients.add(f.src());
      all += f.count();
      living += f.state().equals("ESTABLISHED") ? f.count() : 0;
      if (seen.size() < 3) {
        seen.add(new Evidence(f.at(), "a connection to the Service, answered by that pod"));
      }
    }
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<Ip, Tally> byAddress = new HashMap<>();
    for (Node n : cluster.nodes()) {
      for (ConntrackSample.Flow f :
          n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of())) {
        boolean answered = !f.unreplied() && !f.state().startsWith("SYN");
        if (f.protocol().equals(Protocol.TCP) && answered) {
          byAddress.computeIfAbsent(f.dst(), k -> new Tally()).add(f);
        }
      }
    }
    for (Service s : cluster.objects(Service.class)) {
      List<Pod> ready = ready(cluster, s);
      for (Ip ip : ready.size() < READY ? List.<Ip>of() : s.clusterIps()) {
        Optional.ofNullable(byAddress.get(ip))
            .flatMap(t -> judge(cluster, s, ready, t))
            .ifPresent(facts);
      }
    }
  }

  private static List<Pod> ready(Cluster cluster, Service s) {
    List<Pod> pods = new ArrayList<>();
    for (EndpointSlice slice : cluster.slices(s)) {
      slice.endpoints().stream()
          .filter(EndpointSlice.Endpoint::ready)
          .flatMap(e -> e.addresses().stream())
          .forEach(ip -> cluster.podByIp(ip).ifPresent(pods::add));
    }
    return pods;
  }

  private static Optional<UnevenLoad> judge(Cluster cluster, Service s, List<Pod> ready, Tally t) {
    Optional<Pod> loaded =
        t.byBackend.size() == 1
            ? cluster.podByIp(t.byBackend.keySet().iterator().next()).filter(ready::contains)
            : Optional.empty();
    if (loaded.isEmpty()) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>(t.seen);
    String why = "";
    if (s.sessionAffinity().equals("ClientIP") && t.all >= MANY && t.clients.size() == 1) {
      List<Pod> sharing = sharing(cluster, t.clients.iterator().next());
      if (sharing.size() > 1) {
        why = "affinity";
        evidence.add(
            new Evidence(s.at().withText(s.key() + " sessionAffinity: ClientIP"), "by address"));
        evidence.add(
            new Evidence(
                sharing.get(0).at(), "one of " + sharing.size() + " pods that share the address"));
      }
    } else if (t.living >= LIVING && t.living == t.all && t.clients.size() >= LIVING) {
      Instant since = loaded.get().meta().created();
      List<Pod> younger =
          ready.stream()
              .filter(p -> p != loaded.get() && p.meta().created().isAfter(since))
              .toList();
      if (younger.size() == ready.size() - 1) {
        why = "old";
        evidence.add(
            new Evidence(younger.get(0).at(), "a pod that came later and has no connection"));
      }
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new UnevenLoad(
                why,
                Subject.service(s.namespace(), s.name()),
                Subject.pod(loaded.get().namespace(), loaded.get().name()),
                evidence));
  }

  /** Application pods on the network of the node that has the address. */
  private static List<Pod> sharing(Cluster cluster, Ip client) {
    Optional<String> node = cluster.nodeByIp(client).map(Node::name);
    return cluster.objects(Pod.class).stream()
        .filter(p -> p.spec().hostNetwork() && node.filter(p.nodeName()::equals).isPresent())
        .filter(p -> !p.namespace().startsWith("kube-") && p.ready())
        .toList();
  }
}
