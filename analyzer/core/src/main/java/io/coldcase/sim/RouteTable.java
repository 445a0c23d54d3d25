package io.coldcase.sim;

import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes of one table that may be chosen, by destination: a host of a large overlay has a route
 * to every other host, and every packet of a walk asks for some.
 */
final class RouteTable {
  private static final int INDEX_FROM = 12;

  private final List<Route> routes;
  private final Map<Prefix, Route> first = new HashMap<>();

  /** Lengths of all prefixes, longest first. */
  private final int[] lengths;

  /** From routes in the kernel's order of preference, longest prefix first. */
  RouteTable(List<Route> routes) {
    this.routes = routes;
    List<Integer> all = new ArrayList<>();
    if (routes.size() >= INDEX_FROM) {
      for (Route r : routes) {
        first.putIfAbsent(r.dst(), r);
        if (all.isEmpty() || all.get(all.size() - 1) != r.dst().length()) {
          all.add(r.dst().length());
        }
      }
    }
    this.lengths = all.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The best route to an address. */
  Optional<Route> find(Ip dst) {
    if (routes.size() < INDEX_FROM) {
      for (Route r : routes) {
        if (r.dst().contains(dst)) {
          return Optional.of(r);
        }
      }
      return Optional.empty();
    }
    for (int length : lengths) {
      Route r = length > dst.bits() ? null : first.get(new Prefix(dst, length));
      if (r != null) {
        return Optional.of(r);
      }
    }
    return Optional.empty();
  }
}
