package io.coldcase.fact;

import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.Optional;

/** Finds out what a name or an address in a log line or a probe means in the cluster. */
final class Targets {
  private final Cluster cluster;

  Targets(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What kind of thing a target is. */
  enum Kind {
    /** The kubernetes Service or an API server. */
    API,
    SERVICE,
    POD,
    NODE,
    /** Neither of the cluster's nodes nor in its pod or service ranges, as far as known. */
    EXTERNAL,
    /** In a pod range, but no pod has it now. */
    GONE
  }

  /**
   * A target.
   *
   * @param subject its name as a subject
   * @param node the node that it is on, for pods and nodes, else empty
   */
  record Resolved(Kind kind, Subject subject, String node) {}

  /**
   * The target of a request.
   *
   * @param namespace namespace of the client, for short names
   * @param host name, or empty
   * @param ip address, or empty
   */
  Resolved of(String namespace, String host, String ip, int port) {
    if (!host.isEmpty()) {
      Optional<Resolved> named = named(namespace, host);
      if (named.isPresent()) {
        return named.get();
      }
    }
    Optional<Ip> address = Ip.tryParse(ip);
    if (host.isEmpty() && address.isPresent()) {
      return of(address.get(), port);
    }
    return new Resolved(
        Kind.EXTERNAL,
        host.isEmpty() ? Subject.address(ip) : new Subject("name", "", host, ""),
        "");
  }

  Resolved of(Ip ip, int port) {
    Optional<Service> service = cluster.serviceByIp(ip);
    if (service.isPresent()) {
      return service(service.get());
    }
    Optional<Pod> pod = cluster.podByIp(ip);
    if (pod.isPresent()) {
      return pod(pod.get());
    }
    Optional<Node> node = cluster.nodeByIp(ip);
    if (node.isPresent()) {
      String name = node.get().name();
      return new Resolved(port == 6443 ? Kind.API : Kind.NODE, Subject.node(name), name);
    }
    boolean podRange =
        cluster.nodes().stream()
            .flatMap(n -> n.object().stream())
            .anyMatch(n -> n.podCidrs().stream().anyMatch(c -> c.contains(ip)));
    return new Resolved(podRange ? Kind.GONE : Kind.EXTERNAL, Subject.address(ip.toString()), "");
  }

  /** True for a name that only cluster DNS can answer. */
  boolean internal(String namespace, String host) {
    return host.endsWith(".svc")
        || host.endsWith(".cluster.local")
        || host.contains(".svc.")
        || named(namespace, host).isPresent();
  }

  /**
   * What a pod of the namespace means by {@code svc}, {@code svc.ns}, {@code svc.ns.svc[.domain]}
   * and {@code pod.} before each.
   */
  Optional<Resolved> named(String namespace, String host) {
    String[] label = host.split("\\.");
    Optional<Service> s = Optional.empty();
    String podName = "";
    if (label.length == 1) {
      s = cluster.service(namespace, label[0]);
    } else if (label.length == 2 || label[2].equals("svc")) {
      s = cluster.service(label[1], label[0]);
    }
    if (s.isEmpty() && label.length >= 2) {
      boolean full = label.length > 3 && label[3].equals("svc");
      if (full || label.length == 3) {
        s = cluster.service(label[2], label[1]);
      } else if (label.length == 2) {
        s = cluster.service(namespace, label[1]);
      }
      podName = label[0];
    }
    if (s.isPresent() && !podName.isEmpty()) {
      Optional<Pod> p = cluster.pod(s.get().namespace(), podName);
      return Optional.of(p.isPresent() ? pod(p.get()) : service(s.get()));
    }
    return s.map(this::service);
  }

  private Resolved service(Service s) {
    boolean api = s.namespace().equals("default") && s.name().equals("kubernetes");
    return new Resolved(
        api ? Kind.API : Kind.SERVICE, Subject.service(s.namespace(), s.name()), "");
  }

  private static Resolved pod(Pod p) {
    return new Resolved(Kind.POD, Subject.pod(p.namespace(), p.name()), p.nodeName());
  }
}
