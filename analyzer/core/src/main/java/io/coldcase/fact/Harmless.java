package io.coldcase.fact;

import io.coldcase.model.Node;
import io.coldcase.model.filter.Hook;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks to Services in which nothing was wrong: most nodes of a cluster have the same rules for a
 * Service, and what is right on one of them need not be walked on the others.
 */
final class Harmless {
  /** The walks of one Service differ by node: where its own endpoints run, for example. */
  private static final int MAX = 4;

  private final Walker walker;
  private final Map<Hook, Map<ServiceBackends, List<Walker.Translation>>> walks = new HashMap<>();

  Harmless(Walker walker) {
    this.walker = walker;
  }

  /** True when the packet comes to the same as one in which nothing was wrong. */
  boolean has(ServiceBackends to, Hook hook, Node node, Packet p) {
    for (Walker.Translation t : of(hook).getOrDefault(to, List.of())) {
      if (walker.same(t, node.name(), p)) {
        return true;
      }
    }
    return false;
  }

  void add(ServiceBackends to, Hook hook, Walker.Translation t) {
    List<Walker.Translation> of = of(hook).computeIfAbsent(to, k -> new ArrayList<>(1));
    if (of.size() < MAX) {
      of.add(t.withoutWay()); // a way is many times as large
    }
  }

  private Map<ServiceBackends, List<Walker.Translation>> of(Hook hook) {
    return walks.computeIfAbsent(hook, h -> new IdentityHashMap<>());
  }
}
