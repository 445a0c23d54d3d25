package io.coldcase.finding;

import org.jspecify.annotations.Nullable;

/**
 * What a finding or a symptom is about.
 *
 * @param kind cluster, node, pod, service, workload, path, address, config, ...; lower case
 * @param namespace namespace of a namespaced object, else empty
 * @param name object name; for a path both ends as {@code a|b}, smaller first
 * @param detail what about it: a port, a device, a plugin; may be empty
 */
public record Subject(String kind, String namespace, String name, String detail)
    implements Comparable<Subject> {
  public static final Subject CLUSTER = new Subject("cluster", "", "", "");

  public static Subject node(String name) {
    return new Subject("node", "", name, "");
  }

  public static Subject pod(String namespace, String name) {
    return new Subject("pod", namespace, name, "");
  }

  public static Subject service(String namespace, String name) {
    return new Subject("service", namespace, name, "");
  }

  /** A Deployment, DaemonSet or StatefulSet; {@code kind} goes into the detail. */
  public static Subject workload(String kind, String namespace, String name) {
    return new Subject("workload", namespace, name, kind);
  }

  public static Subject address(String ip) {
    return new Subject("address", "", ip, "");
  }

  /** The path between two nodes, in both directions. */
  public static Subject path(String a, String b) {
    return new Subject("path", "", a.compareTo(b) <= 0 ? a + "|" + b : b + "|" + a, "");
  }

  public Subject with(String moreDetail) {
    return new Subject(kind, namespace, name, moreDetail);
  }

  @Override
  public int compareTo(Subject o) {
    int c = kind.compareTo(o.kind);
    c = c != 0 ? c : namespace.compareTo(o.namespace);
    c = c != 0 ? c : name.compareTo(o.name);
    return c != 0 ? c : detail.compareTo(o.detail);
  }

  /** For a person: {@code service shop/cart port api}. */
  @Override
  public String toString() {
    String n = namespace.isEmpty() ? name.replace("|", " and ") : namespace + "/" + name;
    return (kind + " " + n + (detail.isEmpty() ? "" : " " + detail)).strip();
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Subject s
        && name.equals(s.name)
        && namespace.equals(s.namespace)
        && kind.equals(s.kind)
        && detail.equals(s.detail);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * namespace.hashCode() + name.hashCode()) + kind.hashCode();
  }
}
