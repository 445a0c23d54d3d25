package io.coldcase.model.kube;

import java.util.List;

/** A RoleBinding or ClusterRoleBinding. */
public record RoleBinding(
    Meta meta, String roleKind, String roleName, List<Subject> subjects, Place rolePlace)
    implements KubeObject {
  public RoleBinding {
    subjects = List.copyOf(subjects);
  }

  /** A subject: kind User, Group or ServiceAccount. */
  public record Subject(String kind, String namespace, String name, Place place) {}
}
