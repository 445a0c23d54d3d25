package io.coldcase.bundle;

import java.util.Optional;

/**
 * A kind of artifact: what rules name in {@code @needs}, where its instances lie, and which command
 * collects it. {@code T} is what its parser gives.
 *
 * @param id short stable name, for example {@code ip-route}
 * @param scope gathered once per cluster or once per node
 * @param pattern name below {@code cluster/} or {@code node/<node>/}; {@code *} stands for one
 *     instance key and may hold slashes
 * @param command the command that collects it, for the report
 * @param ofPods one instance per pod that has a network of its own: without such a pod there is
 *     nothing to collect
 * @param group API group whose objects it lists, of those that not every API server serves; without
 *     it there is nothing to collect; else empty
 */
public record ArtifactKind<T>(
    String id, Scope scope, String pattern, String command, boolean ofPods, String group) {
  /** Gathered once, or once per node. */
  public enum Scope {
    CLUSTER,
    NODE
  }

  /** A kind that is always there to be collected. */
  public ArtifactKind(String id, Scope scope, String pattern, String command) {
    this(id, scope, pattern, command, false, "");
  }

  /**
   * The instance key of {@code name} (empty when the pattern has no star), or empty when the name
   * is of another kind.
   */
  public Optional<String> instance(String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return name.equals(pattern) ? Optional.of("") : Optional.empty();
    }
    String head = pattern.substring(0, star);
    String tail = pattern.substring(star + 1);
    return name.length() > head.length() + tail.length()
            && name.startsWith(head)
            && name.endsWith(tail)
        ? Optional.of(name.substring(head.length(), name.length() - tail.length()))
        : Optional.empty();
  }

  /** The path to show for this kind on {@code node} (ignored for cluster kinds). */
  public String path(String node) {
    return scope == Scope.CLUSTER
        ? "cluster/" + pattern
        : "node/" + (node.isEmpty() ? "<node>" : node) + "/" + pattern;
  }
}
