package io.coldcase.model.kube;

import java.util.List;

/** A Role or ClusterRole. */
public record Role(Meta meta, List<Rule> rules) implements KubeObject {
  public Role {
    rules = List.copyOf(rules);
  }

  /** A PolicyRule (rbac.authorization.k8s.io/v1); {@code *} matches all. */
  public record Rule(
      List<String> groups,
      List<String> resources,
      List<String> verbs,
      List<String> names,
      Place place) {
    public Rule {
      groups = List.copyOf(groups);
      resources = List.copyOf(resources);
      verbs = List.copyOf(verbs);
      names = List.copyOf(names);
    }

    public boolean allows(String group, String resource, String verb) {
      return names.isEmpty() && has(groups, group) && has(resources, resource) && has(verbs, verb);
    }

    private static boolean has(List<String> list, String v) {
      return list.contains("*") || list.contains(v);
    }
  }
}
