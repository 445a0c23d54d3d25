package io.coldcase.parse.kube;

import io.coldcase.model.kube.Meta;
import io.coldcase.model.kube.Place;
import io.coldcase.model.kube.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rules of a Role or ClusterRole. */
final class RoleReader implements KindReader {
  private final Cursor c;
  private final List<Role.Rule> rules = new ArrayList<>();

  RoleReader(Cursor c) {
    this.c = c;
  }

  @Override
  public boolean member(String name) throws IOException {
    if (!name.equals("rules")) {
      return false;
    }
    if (c.array()) {
      while (c.element()) {
        rules.add(rule(c.place("rules/" + rules.size())));
      }
    }
    return true;
  }

  private Role.Rule rule(Place place) throws IOException {
    List<String> groups = List.of();
    List<String> resources = List.of();
    List<String> verbs = List.of();
    List<String> names = List.of();
    if (c.object()) {
      while (c.member()) {
        switch (c.name()) {
          case "apiGroups" -> groups = c.texts();
          case "resources" -> resources = c.texts();
          case "verbs" -> verbs = c.texts();
          case "resourceNames" -> names = c.texts();
          default -> c.skip();
        }
      }
    }
    return new Role.Rule(groups, resources, verbs, names, place);
  }

  @Override
  public Role build(Meta meta) {
    return new Role(meta, rules);
  }
}
