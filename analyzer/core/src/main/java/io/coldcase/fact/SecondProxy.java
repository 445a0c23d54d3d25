package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.KubeProxy;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two programs that each translate Services run on the same nodes.
 *
 * @param first kube-proxy's workload where one of them is kube-proxy
 * @param second the other one, or the node when both are processes of the host
 */
public record SecondProxy(
    Subject first, Subject second, List<String> nodes, List<Evidence> evidence) {
  private static final int EVIDENCE = 4;

  public SecondProxy {
    nodes = List.copyOf(nodes);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    boolean replacing =
        cluster.objects(ConfigMap.class).stream()
            .filter(c -> c.name().equals("cilium-config"))
            .map(c -> c.data().getOrDefault("kube-proxy-replacement", ""))
            .anyMatch(v -> v.equals("true") || v.equals("strict"));
    Map<String, SecondProxy> pairs = new LinkedHashMap<>();
    for (Node n : cluster.nodes()) {
      Map<Subject, Evidence> here = new TreeMap<>();
      for (Pod p : cluster.podsOn(n.name())) {
        if (!p.finished()
            && p.statuses().stream().anyMatch(c -> c.state().phase().equals("running"))) {
          for (Container c : p.spec().containers()) {
            translates(c, replacing)
                .ifPresent(
                    why ->
                        here.putIfAbsent(
                            PodDns.workload(p),
                            new Evidence(p.at(c.place(), c.name() + ": " + c.image()), why)));
          }
        }
      }
      List<Setting> processes = n.get(Kinds.KUBE_PROXY).map(KubeProxy::processes).orElse(List.of());
      boolean two = processes.stream().map(Setting::text).distinct().count() > 1;
      if (two && here.size() < 2) {
        Setting last = processes.get(processes.size() - 1);
        here.put(
            Subject.node(n.name()).with("a second kube-proxy process"),
            new Evidence(last.at(), "a second kube-proxy runs on the host"));
      }
      if (here.size() > 1) {
        List<Subject> who = new ArrayList<>(here.keySet());
        who.sort(
            (a, b) ->
                Boolean.compare(!a.name().equals("kube-proxy"), !b.name().equals("kube-proxy")));
        pairs.merge(
            who.get(0) + " " + who.get(1),
            new SecondProxy(
                who.get(0),
                who.get(1),
                List.of(n.name()),
                List.of(here.get(who.get(0)), here.get(who.get(1)))),
            SecondProxy::also);
      }
    }
    pairs.values().forEach(facts);
  }

  private SecondProxy also(SecondProxy other) {
    return new SecondProxy(
        first,
        second,
        Stream.concat(nodes.stream(), other.nodes.stream()).toList(),
        Stream.concat(evidence.stream(), other.evidence.stream()).limit(EVIDENCE).toList());
  }

  /** Why the container is a service proxy; empty when it is none. */
  private static Optional<String> translates(Container c, boolean ciliumReplaces) {
    if (c.init()) {
      return Optional.empty();
    }
    List<String> words = Stream.concat(c.command().stream(), c.args().stream()).toList();
    String image = c.image().substring(c.image().lastIndexOf('/') + 1);
    String program =
        words.isEmpty() ? "" : words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    if (program.equals("kube-proxy")
        || image.startsWith("kube-proxy:")
        || c.name().equals("kube-proxy")) {
      return Optional.of("kube-proxy translates Services");
    }
    if (image.startsWith("kube-router") || c.name().equals("kube-router")) {
      return words.contains("--run-service-proxy=false")
          ? Optional.empty()
          : Optional.of("kube-router translates Services: --run-service-proxy is not false");
    }
    if (ciliumReplaces && image.startsWith("cilium:") && c.name().equals("cilium-agent")) {
      return Optional.of("Cilium translates Services: kube-proxy-replacement is true");
    }
    return Optional.empty();
  }
}
