package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.PlainObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An object of the Gateway API (gateway.networking.k8s.io) that its controller did not accept or
 * program, by the conditions of its status, or that no controller looks after.
 *
 * @param route it is a route, else a Gateway or a GatewayClass
 * @param subject of kind gatewayclass, gateway, httproute, ...
 * @param reason as the condition names it, or NoController, NoParent
 * @param users Gateways of the class, when it is a class
 */
public record GatewayProblem(
    boolean route, Subject subject, String reason, List<Subject> users, List<Evidence> evidence) {
  /** A controller answers within seconds. */
  private static final Duration SETTLED = Duration.ofSeconds(60);

  private static final Set<String> LISTENER =
      Set.of("Accepted", "ResolvedRefs", "Programmed", "Conflicted");

  public GatewayProblem {
    users = List.copyOf(users);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.GATEWAY_API)) {
      return;
    }
    List<PlainObject> all = new ArrayList<>();
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      String kind = o.meta().kind();
      if ((kind.startsWith("Gateway") || kind.endsWith("Route"))
          && Duration.between(o.meta().created(), DumpTime.of(cluster)).compareTo(SETTLED) > 0) {
        all.add(o);
      }
    }
    List<String> troubled = new ArrayList<>();
    for (PlainObject c : all) {
      if (c.meta().kind().equals("GatewayClass")) {
        List<PlainObject> users = all.stream().filter(g -> of(g, c)).toList();
        Optional<Bad> bad =
            pending(c).or(() -> refused(c, "/status/conditions/", Set.of("Accepted")));
        if (bad.isPresent() && !users.isEmpty()) {
          users.forEach(g -> troubled.add(g.key()));
          facts.accept(problem(false, c, bad.get(), users));
        }
      }
    }
    for (PlainObject g : all) {
      if (g.meta().kind().equals("Gateway") && !troubled.contains(g.key())) {
        Optional<Bad> bad =
            refused(g, "/status/listeners/", LISTENER)
                .or(() -> refused(g, "/status/conditions/", Set.of("Accepted", "Programmed")))
                .or(() -> pending(g));
        bad.ifPresent(
            b -> {
              troubled.add(g.key());
              facts.accept(problem(false, g, b, List.of()));
            });
      }
    }
    for (PlainObject r : all) {
      if (r.meta().kind().endsWith("Route") && troubled.stream().noneMatch(g -> parent(r, g))) {
        refused(r, "/status/parents/", Set.of("Accepted", "ResolvedRefs"))
            .or(() -> unattached(r, all))
            .ifPresent(b -> facts.accept(problem(true, r, b, List.of())));
      }
    }
  }

  private static GatewayProblem problem(
      boolean route, PlainObject o, Bad bad, List<PlainObject> users) {
    return new GatewayProblem(
        route,
        subject(o),
        bad.reason(),
        users.stream().map(GatewayProblem::subject).toList(),
        List.of(new Evidence(o.at().child(bad.pointer(), bad.text()), bad.why())));
  }

  private static Subject subject(PlainObject o) {
    String kind = o.meta().kind().toLowerCase(Locale.ROOT);
    return new Subject(kind, o.meta().namespace(), o.meta().name(), "");
  }

  private static boolean of(PlainObject gateway, PlainObject gatewayClass) {
    return gateway.meta().kind().equals("Gateway")
        && gateway
            .fields()
            .getOrDefault("/spec/gatewayClassName", "")
            .equals(gatewayClass.meta().name());
  }

  /** What is wrong with an object, and where it says so. */
  private record Bad(String reason, String pointer, String text, String why) {}

  /** A condition under {@code root}, of one of the types, that is as it should not be. */
  private static Optional<Bad> refused(PlainObject o, String root, Set<String> types) {
    Map<String, String> fields = o.fields();
    for (String pointer : new TreeSet<>(fields.keySet())) {
      if (!pointer.startsWith(root) || !pointer.endsWith("/status")) {
        continue;
      }
      String at = pointer.substring(0, pointer.length() - "/status".length());
      String type = fields.getOrDefault(at + "/type", "");
      String wrong = type.equals("Conflicted") ? "True" : "False";
      if (types.contains(type) && fields.get(pointer).equals(wrong)) {
        String reason = fields.getOrDefault(at + "/reason", type);
        String message = fields.getOrDefault(at + "/message", "");
        return Optional.of(
            new Bad(
                reason,
                at.substring(1),
                type + "=" + wrong + " " + reason + (message.isEmpty() ? "" : ": " + message),
                "its controller says so"));
      }
    }
    return Optional.empty();
  }

  /** The condition that the API sets and a controller replaces, or none at all. */
  private static Optional<Bad> pending(PlainObject o) {
    boolean answered =
        o.conditions().stream()
            .anyMatch(c -> c.type().equals("Accepted") && !c.status().equals("Unknown"));
    return answered
        ? Optional.empty()
        : Optional.of(
            new Bad(
                "NoController",
                "status",
                o.key() + ": no controller has accepted or refused it",
                "nobody looks after it"));
  }

  private static Optional<Bad> unattached(PlainObject route, List<PlainObject> all) {
    boolean answered =
        route.fields().keySet().stream().anyMatch(k -> k.startsWith("/status/parents/"));
    boolean known =
        all.stream().anyMatch(g -> g.meta().kind().equals("Gateway") && parent(route, g.key()));
    return answered
        ? Optional.empty()
        : Optional.of(
            new Bad(
                "NoParent",
                known ? "status" : "spec/parentRefs",
                route.key() + (known ? ": status.parents is empty" : ": no such Gateway"),
                "no Gateway takes the route"));
  }

  /** Whether the route names the Gateway {@code namespace/name} as a parent. */
  private static boolean parent(PlainObject route, String gateway) {
    Map<String, String> fields = route.fields();
    for (int i = 0; fields.containsKey("/spec/parentRefs/" + i + "/name"); i++) {
      String at = "/spec/parentRefs/" + i;
      String namespace = fields.getOrDefault(at + "/namespace", route.meta().namespace());
      if (gateway.equals(namespace + "/" + fields.get(at + "/name"))
          && fields.getOrDefault(at + "/kind", "Gateway").equals("Gateway")) {
        return true;
      }
    }
    return false;
  }
}
