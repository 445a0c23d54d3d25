package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Selector;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Whether a Service has anybody behind it, and if not, why not. Cluster DNS and the kubernetes
 * Service are left out: others look after them.
 *
 * @param key {@code namespace/name}
 * @param selects the control plane keeps its endpoints by selector
 * @param selected pods that the selector matches, finished ones left out
 * @param running of those: all containers run
 * @param ready of those: Ready
 * @param readyEndpoints addresses ready in its slices; {@code endpoints} all of them
 * @param slices evidence for the endpoints: its slices, or the Service itself when it has none
 * @param matching workload whose template labels match the selector, {@link Subject#CLUSTER} when
 *     none does
 * @param desired replicas wanted by all matching workloads, -1 when none matches
 * @param matchingAt where that workload stands
 * @param lookalike a running workload whose labels miss the selector by one pair and that is meant
 *     by all appearance (name, label value or port); {@link Subject#CLUSTER} when there is none
 * @param lookalikeAt its labels
 */
public record ServiceState(
    String key,
    Subject subject,
    String type,
    boolean headless,
    boolean publishNotReady,
    boolean selects,
    String selector,
    int selected,
    int running,
    int ready,
    int readyEndpoints,
    int endpoints,
    Subject matching,
    int desired,
    SourceRef matchingAt,
    Subject lookalike,
    String lookalikeLabels,
    SourceRef lookalikeAt,
    List<Evidence> slices,
    List<Subject> pods,
    SourceRef at) {
  public ServiceState {
    slices = List.copyOf(slices);
    pods = List.copyOf(pods);
  }

  public boolean hasLookalike() {
    return !lookalike.equals(Subject.CLUSTER);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<EndpointSlice>> after = ServiceBackends.after(cluster);
    for (Service s : cluster.objects(Service.class)) {
      if (!dns(s) && !s.key().equals("default/kubernetes") && !s.type().equals("ExternalName")) {
        facts.accept(of(cluster, s, after.getOrDefault(s.key(), List.of())));
      }
    }
  }

  static boolean dns(Service s) {
    return s.namespace().equals("kube-system")
        && (s.name().equals("kube-dns") || "kube-dns".equals(s.meta().labels().get("k8s-app")));
  }

  private static ServiceState of(Cluster cluster, Service s, List<EndpointSlice> after) {
    List<Pod> selected =
        cluster.selected(s).stream().filter(p -> p.meta().deleted().isEmpty()).toList();
    int readyEndpoints = 0;
    int endpoints = 0;
    List<Evidence> slices = new ArrayList<>();
    for (EndpointSlice e : cluster.slices(s)) {
      long ready = e.endpoints().stream().filter(EndpointSlice.Endpoint::ready).count();
      // a slice without ports is what an unresolved port name leaves
      readyEndpoints += e.ports().isEmpty() ? 0 : (int) ready;
      endpoints += e.endpoints().size();
      String shown = e.key() + ": " + e.endpoints().size() + " endpoints, " + ready + " ready";
      slices.add(new Evidence(e.at().withText(shown), "the endpoints of the Service"));
    }
    // what is ready by the end of the collection was only on its way
    for (EndpointSlice e : after) {
      if (!e.legacy() && !e.ports().isEmpty()) {
        readyEndpoints +=
            (int) e.endpoints().stream().filter(EndpointSlice.Endpoint::ready).count();
      }
    }
    if (slices.isEmpty()) {
      slices.add(new Evidence(s.at().withText(s.key()), "the Service has no EndpointSlice"));
    }
    Optional<Workload> matching = Optional.empty();
    int desired = -1;
    Selector selector = new Selector(s.selector(), List.of());
    for (Workload w : cluster.objects(Workload.class)) {
      if (controller(w)
          && s.selects()
          && w.namespace().equals(s.namespace())
          && selector.matches(w.templateLabels())) {
        desired = Math.max(desired, 0) + w.desired();
        matching = matching.isEmpty() ? Optional.of(w) : matching;
      }
    }
    Optional<Workload> meant =
        s.selects() && selected.isEmpty() && matching.isEmpty()
            ? Lookalikes.of(cluster, s)
            : Optional.empty();
    return new ServiceState(
        s.key(),
        Subject.service(s.namespace(), s.name()),
        s.type(),
        s.headless(),
        s.publishNotReady(),
        s.selects(),
        text(s.selector()),
        selected.size(),
        (int) selected.stream().filter(ServiceState::runs).count(),
        (int) selected.stream().filter(Pod::ready).count(),
        readyEndpoints,
        endpoints,
        matching.map(ServiceState::subject).orElse(Subject.CLUSTER),
        desired,
        matching
            .map(w -> w.at().child("spec/replicas", w.key() + " wants " + w.desired()))
            .orElse(s.at()),
        meant.map(ServiceState::subject).orElse(Subject.CLUSTER),
        meant.map(w -> text(w.templateLabels())).orElse(""),
        meant
            .map(
                w ->
                    w.at()
                        .child(
                            "spec/template/metadata/labels",
                            w.key() + " pods: " + text(w.templateLabels())))
            .orElse(s.at()),
        slices,
        selected.stream().map(p -> Subject.pod(p.namespace(), p.name())).toList(),
        s.at().child("spec/selector", s.key() + " selector: " + text(s.selector())));
  }

  static boolean controller(Workload w) {
    return !w.meta().kind().equals("ReplicaSet");
  }

  static Subject subject(Workload w) {
    return Subject.workload(w.meta().kind(), w.namespace(), w.name());
  }

  private static boolean runs(Pod p) {
    return p.phase().equals("Running")
        && p.statuses().stream().allMatch(c -> c.init() || c.state().phase().equals("running"));
  }

  /** Labels as kubectl writes them, sorted. */
  private static String text(Map<String, String> labels) {
    return String.join(
        ",",
        new TreeMap<>(labels)
            .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
