package io.coldcase.parse.kube;

import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.RoleBinding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The role and the subjects of a RoleBinding or ClusterRoleBinding. */
final class RoleBindingReader implements KindReader {
  private final Cursor c;
  private final List<RoleBinding.Subject> subjects = new ArrayList<>();
  private Map<String, String> role = Map.of();
  private Place rolePlace = Place.NONE;

  RoleBindingReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    switch (name) {
      case "roleRef" -> {
        rolePlace = c.place("roleRef");
        role = c.map();
      }
      case "subjects" -> {
        if (c.array()) {
          while (c.element()) {
            Place place = c.place("subjects/" + subjects.size());
            Map<String, String> m = c.map();
            subjects.add(
                new RoleBinding.Subject(
                    m.getOrDefault("kind", ""),
                    m.getOrDefault("namespace", ""),
                    m.getOrDefault("name", ""),
                    place));
          }
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  @Override
  public RoleBinding build(Meta meta) {
    return new RoleBinding(
        meta, role.getOrDefault("kind", ""), role.getOrDefault("name", ""), subjects, rolePlace);
  }
}
