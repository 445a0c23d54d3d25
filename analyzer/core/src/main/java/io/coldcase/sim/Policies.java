package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.kube.AdminPolicy;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.NetworkPolicy;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Selector;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the NetworkPolicies of a cluster say about a connection, by the semantics of
 * networking.k8s.io/v1: policies add up; a pod that no policy selects for a direction is open in
 * that direction; both ends must allow. Before them come the AdminNetworkPolicies, by priority, the
 * first rule that holds decides or passes on; behind them, for pods that no NetworkPolicy selects,
 * the BaselineAdminNetworkPolicy (policy.networking.k8s.io/v1alpha1). Whether a plugin enforces it
 * is another question. Answers of allowed connections are allowed; pods on the host network are
 * taken by address only, and a node always reaches its own pods.
 */
public final class Policies {
  private final List<NetworkPolicy> policies;
  private final List<AdminPolicy> admin;
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();

  public Policies(Cluster cluster) {
    this(cluster.objects(NetworkPolicy.class), cluster.objects(AdminPolicy.class), labels(cluster));
  }

  /**
   * @param namespaces labels of every namespace
   */
  public Policies(
      List<NetworkPolicy> policies,
      List<AdminPolicy> admin,
      Map<String, Map<String, String>> namespaces) {
    this.policies = List.copyOf(policies);
    this.admin = admin.stream().sorted(Comparator.comparingInt(AdminPolicy::priority)).toList();
    this.namespaces.putAll(namespaces);
  }

  private static Map<String, Map<String, String>> labels(Cluster cluster) {
    Map<String, Map<String, String>> all = new HashMap<>();
    for (KubeObject o : cluster.objects(PlainObject.class)) {
      if (o.meta().kind().equals("Namespace")) {
        all.put(o.name(), o.meta().labels());
      }
    }
    return all;
  }

  /**
   * Why a connection is denied.
   *
   * @param direction Ingress or Egress
   * @param by a NetworkPolicy that isolates the pod, none of whose rules allow it, or the admin
   *     policy that denies it
   */
  public record Denial(String direction, KubeObject by) {}

  /** The denial of a connection to a pod's own port; empty when it is allowed. */
  public Optional<Denial> denies(Pod from, Pod to, String protocol, int port) {
    Ip src = from.ips().isEmpty() ? Ip.ANY4 : from.ips().get(0);
    Ip dst = to.ips().isEmpty() ? Ip.ANY4 : to.ips().get(0);
    if (from.spec().hostNetwork() && from.nodeName().equals(to.nodeName())) {
      return Optional.empty();
    }
    Optional<Denial> egress =
        from.spec().hostNetwork()
            ? Optional.empty()
            : direction("Egress", from, Optional.of(to), dst, to, protocol, port);
    if (egress.isPresent() || to.spec().hostNetwork()) {
      return egress;
    }
    return direction("Ingress", to, Optional.of(from), src, to, protocol, port);
  }

  /** The denial of a connection from a pod to an address outside of the cluster. */
  public Optional<Denial> deniesOutside(Pod from, Ip to, String protocol, int port) {
    return from.spec().hostNetwork()
        ? Optional.empty()
        : direction("Egress", from, Optional.empty(), to, from, protocol, port);
  }

  /** The denial of a connection from an address outside of the cluster to a pod. */
  public Optional<Denial> deniesFromOutside(Ip from, Pod to, String protocol, int port) {
    return to.spec().hostNetwork()
        ? Optional.empty()
        : direction("Ingress", to, Optional.empty(), from, to, protocol, port);
  }

  private Optional<Denial> direction(
      String type, Pod subject, Optional<Pod> peer, Ip ip, Pod portsOf, String protocol, int port) {
    Optional<Ruling> first = ruling(false, type, subject, peer, ip, portsOf, protocol, port);
    if (first.filter(r -> !r.rule().action().equals("Pass")).isPresent()) {
      return first.get().denial(type);
    }
    NetworkPolicy isolating = null;
    for (NetworkPolicy p : policies) {
      if (!p.namespace().equals(subject.namespace())
          || !p.types().contains(type)
          || !p.pods().matches(subject.meta().labels())) {
        continue;
      }
      isolating = isolating == null ? p : isolating;
      for (NetworkPolicy.Rule r : type.equals("Ingress") ? p.ingress() : p.egress()) {
        boolean who = r.peers().isEmpty() || r.peers().stream().anyMatch(x -> peer(p, x, peer, ip));
        boolean what =
            r.ports().isEmpty()
                || r.ports().stream().anyMatch(x -> port(x, portsOf, protocol, port));
        if (who && what) {
          return Optional.empty();
        }
      }
    }
    return isolating != null
        ? Optional.of(new Denial(type, isolating))
        : ruling(true, type, subject, peer, ip, portsOf, protocol, port)
            .flatMap(r -> r.denial(type));
  }

  /** The rule of an admin policy that decides. */
  private record Ruling(AdminPolicy policy, AdminPolicy.Rule rule) {
    Optional<Denial> denial(String type) {
      return rule.action().equals("Deny")
          ? Optional.of(new Denial(type, policy))
          : Optional.empty();
    }
  }

  private Optional<Ruling> ruling(
      boolean baseline,
      String type,
      Pod subject,
      Optional<Pod> peer,
      Ip ip,
      Pod portsOf,
      String protocol,
      int port) {
    for (AdminPolicy p : admin) {
      if (p.baseline() != baseline || !holds(p.subject(), Optional.of(subject), Ip.ANY4)) {
        continue;
      }
      for (AdminPolicy.Rule r : type.equals("Ingress") ? p.ingress() : p.egress()) {
        boolean who = r.peers().stream().anyMatch(x -> holds(x, peer, ip));
        boolean what =
            r.ports().isEmpty()
                || r.ports().stream().anyMatch(x -> port(x, portsOf, protocol, port));
        if (who && what) {
          return Optional.of(new Ruling(p, r));
        }
      }
    }
    return Optional.empty();
  }

  private boolean holds(AdminPolicy.Peer x, Optional<Pod> pod, Ip ip) {
    if (x.networks().stream().anyMatch(n -> n.contains(ip))) {
      return true;
    }
    if (x.namespaces().isEmpty() || pod.isEmpty() || pod.get().spec().hostNetwork()) {
      return false;
    }
    String namespace = pod.get().namespace();
    return x.namespaces().get().matches(namespaces.getOrDefault(namespace, defaults(namespace)))
        && x.pods().orElse(Selector.ALL).matches(pod.get().meta().labels());
  }

  private boolean peer(NetworkPolicy policy, NetworkPolicy.Peer x, Optional<Pod> pod, Ip ip) {
    if (x.cidr().isPresent()) {
      return x.cidr().get().contains(ip)
          && x.except().stream().noneMatch((Prefix e) -> e.contains(ip));
    }
    if (pod.isEmpty() || pod.get().spec().hostNetwork()) {
      return false;
    }
    String namespace = pod.get().namespace();
    boolean inNamespace =
        x.namespaces()
            .map(s -> s.matches(namespaces.getOrDefault(namespace, defaults(namespace))))
            .orElse(namespace.equals(policy.namespace()));
    return inNamespace && x.pods().orElse(Selector.ALL).matches(pod.get().meta().labels());
  }

  /** The label that the API server sets on every namespace. */
  private static Map<String, String> defaults(String namespace) {
    return Map.of("kubernetes.io/metadata.name", namespace);
  }

  private static boolean port(NetworkPolicy.Port x, Pod pod, String protocol, int port) {
    if (!x.protocol().isEmpty() && !x.protocol().equalsIgnoreCase(protocol)) {
      return false;
    }
    if (x.port().isEmpty()) {
      return true;
    }
    try {
      int from = Integer.parseInt(x.port());
      return x.endPort() > 0 ? from <= port && port <= x.endPort() : from == port;
    } catch (NumberFormatException e) {
      return pod.spec().containers().stream()
          .flatMap(c -> c.ports().stream())
          .filter((Container.Port c) -> c.protocol().equalsIgnoreCase(protocol))
          .anyMatch(c -> c.name().equals(x.port()) && c.number() == port);
    }
  }
}
