package io.coldcase.finding;

import java.util.List;

/**
 * What is known about a fault apart from any case: the metadata of its rule.
 *
 * @param id rule name
 * @param scope cluster, node, service, pod or path: how far its consequences reach
 * @param role root, intermediate or indicator
 * @param needs alternatives joined by {@code |}, each an {@link io.coldcase.bundle.ArtifactKind#id}
 * @param explains ids of faults and symptoms that follow from it directly
 */
public record Fault(
    String id,
    String title,
    Severity severity,
    String scope,
    String role,
    List<String> needs,
    List<String> explains) {
  public Fault {
    needs = List.copyOf(needs);
    explains = List.copyOf(explains);
  }

  /** A fault of which nothing but its id is known. */
  public static Fault unknown(String id) {
    return new Fault(id, id, Severity.MEDIUM, "node", "root", List.of(), List.of());
  }

  /** True for a link of a chain that always has a cause of its own. */
  public boolean intermediate() {
    return role.equals("intermediate");
  }

  /** True for an observation that is never a cause. */
  public boolean indicator() {
    return role.equals("indicator");
  }
}
