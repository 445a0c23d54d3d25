package io.coldcase.model;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Selector;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known about one cluster from one case, with the joins that every rule needs,
 * made once. Immutable.
 */
public final class Cluster {
  private final Store store;
  private final Map<String, Node> nodes;
  private final List<Node> nodeList;
  private final Map<Class<?>, List<KubeObject>> objects;
  private final Map<Class<?>, List<KubeObject>> after;
  private final Instant now;
  private final Map<String, Pod> pods = new LinkedHashMap<>();
  private final Map<Ip, Pod> podByIp = new HashMap<>();
  private final Map<Ip, Node> nodeByIp = new HashMap<>();
  private final Map<String, List<Pod>> podsByNode = new HashMap<>();
  private final Map<String, List<Pod>> podsByNamespace = new HashMap<>();
  private final Map<String, List<Pod>> podsByLabel = new HashMap<>();
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, List<EndpointSlice>> slicesByService = new HashMap<>();
  private final Map<Ip, Service> serviceByIp = new HashMap<>();
  private final Map<Class<?>, Derived<?>> derived = new ConcurrentHashMap<>();

  /**
   * @param store cluster artifacts
   * @param hosts node artifacts by node name
   * @param objects API objects by class, one per object
   * @param after API objects of the second dump by class
   * @param now when collection ended: what "still" and "ended" refer to
   */
  public Cluster(
      Store store,
      Map<String, Store> hosts,
      Map<Class<?>, List<KubeObject>> objects,
      Map<Class<?>, List<KubeObject>> after,
      Instant now) {
    this.store = store;
    this.objects = Map.copyOf(objects);
    this.after = Map.copyOf(after);
    this.now = now;
    Map<String, Node> all = new TreeMap<>();
    for (KubeNode n : objects(KubeNode.class)) {
      Store host = hosts.get(n.name());
      all.put(
          n.name(),
          new Node(
              n.name(),
              host == null ? new Store.Builder().build() : host,
              Optional.of(n),
              host != null));
    }
    hosts.forEach(
        (name, host) -> all.putIfAbsent(name, new Node(name, host, Optional.empty(), true)));
    this.nodes = Collections.unmodifiableMap(all);
    this.nodeList = List.copyOf(all.values());
    join();
  }

  private void join() {
    for (Node n : nodes.values()) {
      n.object().ifPresent(o -> o.internalIps().forEach(ip -> nodeByIp.putIfAbsent(ip, n)));
    }
    for (Pod p : objects(Pod.class)) {
      pods.put(p.key(), p);
      podsByNode.computeIfAbsent(p.nodeName(), k -> new ArrayList<>()).add(p);
      podsByNamespace.computeIfAbsent(p.namespace(), k -> new ArrayList<>()).add(p);
      p.meta()
          .labels()
          .forEach(
              (name, value) ->
                  podsByLabel
                      .computeIfAbsent(label(p.namespace(), name, value), k -> new ArrayList<>())
                      .add(p));
      if (!p.spec().hostNetwork() && !p.finished()) {
        p.ips().forEach(ip -> podByIp.put(ip, p));
      }
    }
    for (Service s : objects(Service.class)) {
      services.put(s.key(), s);
      s.clusterIps().forEach(ip -> serviceByIp.putIfAbsent(ip, s));
    }
    for (EndpointSlice e : objects(EndpointSlice.class)) {
      if (!e.legacy()) {
        slicesByService.computeIfAbsent(e.serviceKey(), k -> new ArrayList<>()).add(e);
      }
    }
  }

  /** What several readers of this cluster need and the first of them makes; others wait for it. */
  private static final class Derived<T> {
    private @Nullable T value;

    synchronized T get(Supplier<T> make) {
      T made = value;
      if (made == null) {
        made = make.get();
        value = made;
      }
      return made;
    }
  }

  /**
   * What {@code make} makes of this cluster, made once: an index or a join that several readers
   * need. It must be immutable and tell nothing that the cluster does not.
   */
  @SuppressWarnings("unchecked")
  public <T> T derived(Class<T> type, Function<Cluster, T> make) {
    Derived<T> d = (Derived<T>) derived.computeIfAbsent(type, k -> new Derived<T>());
    return d.get(() -> make.apply(this));
  }

  public Store store() {
    return store;
  }

  /** All nodes by name: those with a Node object and those on which something was collected. */
  public List<Node> nodes() {
    return nodeList;
  }

  public Optional<Node> node(String name) {
    return Optional.ofNullable(nodes.get(name));
  }

  /** When collection ended. */
  public Instant now() {
    return now;
  }

  /** All API objects of a class, in the order of the dump. */
  @SuppressWarnings("unchecked")
  public <T extends KubeObject> List<T> objects(Class<T> type) {
    return (List<T>) objects.getOrDefault(type, List.of());
  }

  /** The same from the dump taken after the node runs; empty when there was none. */
  @SuppressWarnings("unchecked")
  public <T extends KubeObject> List<T> objectsAfter(Class<T> type) {
    return (List<T>) after.getOrDefault(type, List.of());
  }

  /**
   * False for a pod that came, went or stopped while the nodes were looked at, as far as the API
   * dumps before and after tell: what a node showed of it is a moment of its life.
   */
  public boolean stayed(String namespace, String pod) {
    return runs(objects(Pod.class), namespace, pod)
        && runs(objectsAfter(Pod.class), namespace, pod);
  }

  private static boolean runs(List<Pod> dump, String namespace, String pod) {
    return dump.isEmpty()
        || dump.stream()
            .filter(p -> p.name().equals(pod) && p.namespace().equals(namespace))
            .anyMatch(p -> p.phase().equals("Running") && p.meta().deleted().isEmpty());
  }

  /** True when the cluster kind was collected whole, so that absence in it means something. */
  public boolean complete(ArtifactKind<?> kind) {
    return store.complete(kind);
  }

  /** Collection status of a kind; {@code node} is ignored for cluster kinds. */
  public ArtifactStatus status(ArtifactKind<?> kind, String node) {
    if (kind.scope() == Scope.CLUSTER) {
      return store.status(kind);
    }
    Node n = nodes.get(node);
    return n == null ? ArtifactStatus.NOT_ATTEMPTED : n.store().status(kind);
  }

  public Optional<Pod> pod(String namespace, String name) {
    return Optional.ofNullable(pods.get(namespace + "/" + name));
  }

  /** The pod (not on the host network, not finished) that holds the address. */
  public Optional<Pod> podByIp(Ip ip) {
    return Optional.ofNullable(podByIp.get(ip));
  }

  /** The node whose InternalIP the address is. */
  public Optional<Node> nodeByIp(Ip ip) {
    return Optional.ofNullable(nodeByIp.get(ip));
  }

  public List<Pod> podsOn(String node) {
    return Collections.unmodifiableList(podsByNode.getOrDefault(node, List.of()));
  }

  public List<Pod> podsIn(String namespace) {
    return Collections.unmodifiableList(podsByNamespace.getOrDefault(namespace, List.of()));
  }

  public Optional<Service> service(String namespace, String name) {
    return Optional.ofNullable(services.get(namespace + "/" + name));
  }

  /** The Service that has the ClusterIP. */
  public Optional<Service> serviceByIp(Ip ip) {
    return Optional.ofNullable(serviceByIp.get(ip));
  }

  /** The slices of a Service (never legacy Endpoints). */
  public List<EndpointSlice> slices(Service service) {
    return Collections.unmodifiableList(slicesByService.getOrDefault(service.key(), List.of()));
  }

  /**
   * The pods that the Service's selector matches, finished ones left out; empty without a selector.
   */
  public List<Pod> selected(Service service) {
    if (!service.selects()) {
      return List.of();
    }
    Selector s = new Selector(service.selector(), List.of());
    List<Pod> fewest = podsIn(service.namespace());
    for (Map.Entry<String, String> e : service.selector().entrySet()) {
      List<Pod> labelled =
          podsByLabel.getOrDefault(label(service.namespace(), e.getKey(), e.getValue()), List.of());
      fewest = labelled.size() < fewest.size() ? labelled : fewest;
    }
    return fewest.stream().filter(p -> !p.finished() && s.matches(p.meta().labels())).toList();
  }

  /** The Services whose selector matches the pod. */
  public List<Service> selecting(Pod pod) {
    return objects(Service.class).stream()
        .filter(s -> s.namespace().equals(pod.namespace()) && selected(s).contains(pod))
        .toList();
  }

  private static String label(String namespace, String name, String value) {
    return namespace + "/" + name + "=" + value;
  }
}
