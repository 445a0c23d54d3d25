package io.coldcase.cause;

import io.coldcase.fact.Symptom;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a fault of one subject can have an effect on another, by what the model says about who
 * runs where and who stands behind which Service. Keys are {@code kind/namespace/name}.
 */
final class Relations {
  private static final Subject DNS = Subject.service("kube-system", "kube-dns");

  private final Cluster cluster;
  private final Map<Subject, Set<String>> asCause = new HashMap<>();
  private final Map<Subject, Set<String>> asEffect = new HashMap<>();
  private final Map<String, Set<String>> servicesByPod = new HashMap<>();
  private final Map<String, Set<Pod>> podsByService = new HashMap<>();
  private final Map<String, List<Pod>> podsByOwner = new HashMap<>();

  Relations(Cluster cluster) {
    this.cluster = cluster;
    for (Service s : cluster.objects(Service.class)) {
      Set<Pod> pods = new HashSet<>(cluster.selected(s));
      for (EndpointSlice slice : cluster.slices(s)) {
        for (EndpointSlice.Endpoint e : slice.endpoints()) {
          e.addresses().forEach(ip -> cluster.podByIp(ip).ifPresent(pods::add));
        }
      }
      podsByService.put(s.key(), pods);
      pods.forEach(p -> servicesByPod.computeIfAbsent(p.key(), k -> new HashSet<>()).add(s.key()));
    }
    for (Pod p : cluster.objects(Pod.class)) {
      p.meta()
          .owners()
          .forEach(
              o -> podsByOwner.computeIfAbsent(owner(p, o.name()), k -> new ArrayList<>()).add(p));
    }
  }

  private static String owner(Pod p, String name) {
    return p.namespace() + "/" + name;
  }

  /** True when a fault of {@code causes} can show as a fault of {@code effects}. */
  boolean reaches(Collection<Subject> causes, Collection<Subject> effects) {
    if (causes.contains(Subject.CLUSTER) || effects.contains(Subject.CLUSTER)) {
      return true;
    }
    Set<String> keys = new HashSet<>();
    effects.forEach(e -> keys.addAll(asEffect(e)));
    for (Subject c : causes) {
      if (intersects(asCause(c), keys)) {
        return true;
      }
    }
    return false;
  }

  /** True when a fault of {@code causes} can be what the symptom's source noticed. */
  boolean reaches(Collection<Subject> causes, Symptom symptom) {
    if (causes.contains(Subject.CLUSTER)) {
      return true;
    }
    boolean targeted = !symptom.target().equals(Subject.CLUSTER);
    boolean sourced = !symptom.source().equals(Subject.CLUSTER);
    if (!targeted && !sourced) {
      return true;
    }
    Set<String> source = sourced ? asEffect(symptom.source()) : Set.of();
    Set<String> target = new HashSet<>();
    if (targeted) {
      target.addAll(asEffect(symptom.target()));
      named(symptom).ifPresent(s -> target.addAll(asEffect(s)));
    }
    if (symptom.id().contains("-dns-")) {
      target.addAll(asEffect(DNS));
    }
    for (Subject c : causes) {
      if (isPath(c)) {
        boolean itself = symptom.target().equals(symptom.source()) && !isPath(symptom.source());
        if (onPath(c, sourced, source, targeted && !itself, target)) {
          return true;
        }
      } else if (intersects(asCause(c), target)) {
        return true;
      } else if (!(c.kind().equals("service") && targeted) && intersects(asCause(c), source)) {
        // a Service that fails says nothing about what its own pods ask of others
        return true;
      }
    }
    return false;
  }

  private static boolean isPath(Subject s) {
    return s.kind().equals("path");
  }

  /** A path carries a symptom when its ends host both sides, or the only side that is known. */
  private static boolean onPath(
      Subject path, boolean sourced, Set<String> source, boolean targeted, Set<String> target) {
    int bar = path.name().indexOf('|');
    if (bar < 0) {
      return false;
    }
    String a = "node//" + path.name().substring(0, bar);
    String b = "node//" + path.name().substring(bar + 1);
    if (sourced && targeted) {
      return (source.contains(a) && target.contains(b))
          || (source.contains(b) && target.contains(a))
          || (source.equals(target) && source.contains(key(path)));
    }
    Set<String> known = sourced ? source : target;
    return known.contains(a) || known.contains(b);
  }

  /** The Service that a target given by its DNS name means, seen from the source's namespace. */
  private Optional<Subject> named(Symptom symptom) {
    if (!symptom.target().kind().equals("name")) {
      return Optional.empty();
    }
    String[] labels = symptom.target().name().split(":", 2)[0].split("\\.");
    String namespace = labels.length > 1 ? labels[1] : symptom.source().namespace();
    return labels.length > 0 && cluster.service(namespace, labels[0]).isPresent()
        ? Optional.of(Subject.service(namespace, labels[0]))
        : Optional.empty();
  }

  private Set<String> asCause(Subject s) {
    Set<String> known = asCause.get(s);
    if (known != null) {
      return known;
    }
    Set<String> keys = new HashSet<>();
    keys.add(key(s));
    switch (s.kind()) {
      case "pod" -> services(s.namespace() + "/" + s.name(), keys);
      case "service" ->
          podsByService
              .getOrDefault(s.namespace() + "/" + s.name(), Set.of())
              .forEach(p -> keys.add(key(p)));
      case "workload" -> {
        for (Pod p : pods(s)) {
          keys.add(key(p));
          services(p.key(), keys);
        }
      }
      case "address" -> resolve(s).ifPresent(o -> keys.addAll(asCause(o)));
      default -> {}
    }
    asCause.put(s, keys);
    return keys;
  }

  private Set<String> asEffect(Subject s) {
    Set<String> known = asEffect.get(s);
    if (known != null) {
      return known;
    }
    Set<String> keys = new HashSet<>();
    keys.add(key(s));
    switch (s.kind()) {
      case "pod" -> cluster.pod(s.namespace(), s.name()).ifPresent(p -> add(p, keys));
      case "service" -> {
        String name = s.namespace() + "/" + s.name();
        podsByService.getOrDefault(name, Set.of()).forEach(p -> add(p, keys));
        cluster.service(s.namespace(), s.name()).ifPresent(o -> hostEndpoints(o, keys));
      }
      case "workload" -> pods(s).forEach(p -> add(p, keys));
      case "path" -> {
        for (String end : s.name().split("\\|")) {
          keys.add("node//" + end);
        }
      }
      case "address" -> resolve(s).ifPresent(o -> keys.addAll(asEffect(o)));
      default -> {}
    }
    asEffect.put(s, keys);
    return keys;
  }

  /** Endpoints that are nodes themselves, as of the API server's own Service. */
  private void hostEndpoints(Service service, Set<String> keys) {
    for (EndpointSlice slice : cluster.slices(service)) {
      for (EndpointSlice.Endpoint e : slice.endpoints()) {
        e.addresses()
            .forEach(ip -> cluster.nodeByIp(ip).ifPresent(n -> keys.add("node//" + n.name())));
      }
    }
  }

  private Optional<Subject> resolve(Subject address) {
    Optional<Ip> ip = Ip.tryParse(address.name());
    if (ip.isEmpty()) {
      return Optional.empty();
    }
    return cluster
        .podByIp(ip.get())
        .map(p -> Subject.pod(p.namespace(), p.name()))
        .or(() -> cluster.serviceByIp(ip.get()).map(s -> Subject.service(s.namespace(), s.name())))
        .or(() -> cluster.nodeByIp(ip.get()).map(n -> Subject.node(n.name())));
  }

  /** The pods of a workload: those it owns, and those that a ReplicaSet named after it owns. */
  private List<Pod> pods(Subject workload) {
    String prefix = workload.namespace() + "/" + workload.name();
    List<Pod> found = new ArrayList<>(podsByOwner.getOrDefault(prefix, List.of()));
    podsByOwner.forEach(
        (owner, pods) -> {
          if (owner.startsWith(prefix + "-") && owner.indexOf('-', prefix.length() + 1) < 0) {
            found.addAll(pods);
          }
        });
    return found;
  }

  private void services(String pod, Set<String> keys) {
    servicesByPod.getOrDefault(pod, Set.of()).forEach(s -> keys.add("service/" + s));
  }

  private static void add(Pod p, Set<String> keys) {
    keys.add(key(p));
    if (!p.nodeName().isEmpty()) {
      keys.add("node//" + p.nodeName());
    }
  }

  private static String key(Pod p) {
    return "pod/" + p.key();
  }

  private static String key(Subject s) {
    return s.kind() + "/" + s.namespace() + "/" + s.name();
  }

  private static boolean intersects(Set<String> a, Set<String> b) {
    Set<String> small = a.size() <= b.size() ? a : b;
    Set<String> large = small == a ? b : a;
    for (String s : small) {
      if (large.contains(s)) {
        return true;
      }
    }
    return false;
  }
}
