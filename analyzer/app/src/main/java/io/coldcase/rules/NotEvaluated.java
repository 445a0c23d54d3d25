package io.coldcase.rules;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.PlainObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule whose silence means nothing, because what it needs was not collected whole.
 *
 * @param nodes where, empty when it is the cluster's artifacts that are missing
 */
public record NotEvaluated(Fault fault, List<String> nodes, List<Missing> missing) {
  public NotEvaluated {
    nodes = List.copyOf(nodes);
    missing = List.copyOf(missing);
  }

  /** A kind of artifact that is not there whole, and the command that collects it. */
  public record Missing(String kind, String artifact, ArtifactStatus status, String command) {}

  /** All rules that could not be judged, by rule id; where a rule did find something it was. */
  public static List<NotEvaluated> of(
      Collection<Fault> faults, Cluster cluster, List<Finding> findings) {
    Availability known = new Availability(cluster);
    Map<String, Set<String>> spoken = spoken(findings);
    List<NotEvaluated> all = new ArrayList<>();
    for (Fault f : faults) {
      Set<String> on = spoken.getOrDefault(f.id(), Set.of());
      if (!known.perNode(f)) {
        List<Missing> missing = known.missing(f, "");
        if (!missing.isEmpty() && !spoken.containsKey(f.id())) {
          all.add(new NotEvaluated(f, List.of(), missing));
        }
        continue;
      }
      Map<List<Missing>, List<String>> byMissing = new LinkedHashMap<>();
      for (Node n : cluster.nodes()) {
        List<Missing> missing = on.contains(n.name()) ? List.of() : known.missing(f, n.name());
        if (!missing.isEmpty()) {
          byMissing.computeIfAbsent(missing, k -> new ArrayList<>()).add(n.name());
        }
      }
      if (cluster.nodes().isEmpty()) {
        byMissing.put(known.missing(f, ""), List.of());
      }
      byMissing.forEach((missing, nodes) -> all.add(new NotEvaluated(f, nodes, missing)));
    }
    return all;
  }

  /** The nodes that the findings of each rule name. */
  private static Map<String, Set<String>> spoken(List<Finding> findings) {
    Map<String, Set<String>> spoken = new HashMap<>();
    for (Finding f : findings) {
      Set<String> nodes = spoken.computeIfAbsent(f.id(), k -> new HashSet<>());
      for (Subject s : f.subjects()) {
        if (s.kind().equals("node")) {
          nodes.add(s.name());
        }
      }
    }
    return spoken;
  }

  /** Which kinds are there whole, asked once per kind and node. */
  private static final class Availability {
    private final Cluster cluster;
    private final Map<String, ArtifactKind<?>> kinds = new HashMap<>();
    private final Map<String, ArtifactStatus> statuses = new HashMap<>();

    Availability(Cluster cluster) {
      this.cluster = cluster;
      Kinds.all().forEach(k -> kinds.put(k.id(), k));
    }

    /** True when any need is collected on nodes. */
    boolean perNode(Fault f) {
      return f.needs().stream()
          .flatMap(need -> List.of(need.split("\\|")).stream())
          .map(kinds::get)
          .anyMatch(k -> k != null && k.scope() == Scope.NODE);
    }

    /** What lacks; of alternatives the first is named. */
    List<Missing> missing(Fault f, String node) {
      List<Missing> missing = new ArrayList<>();
      for (String need : f.needs()) {
        String[] alternatives = need.split("\\|");
        boolean met = false;
        for (String id : alternatives) {
          // UNKNOWN: it is there to be read, only nobody recorded how it came about
          met |=
              status(id, node).complete()
                  || status(id, node) == ArtifactStatus.UNKNOWN
                  || nothingToCollect(kinds.get(id), node)
                  || notServed(kinds.get(id));
        }
        if (!met) {
          ArtifactKind<?> k = kinds.get(alternatives[0]);
          missing.add(
              new Missing(
                  alternatives[0],
                  k == null ? "" : k.path(""),
                  status(alternatives[0], node),
                  k == null ? "" : k.command()));
        }
      }
      return missing;
    }

    /** What is collected per pod, on a node that runs no pod with a network of its own. */
    private boolean nothingToCollect(@Nullable ArtifactKind<?> kind, String node) {
      return kind != null
          && kind.ofPods()
          && cluster.complete(Kinds.PODS)
          && cluster.podsOn(node).stream()
              .allMatch(p -> p.finished() || p.spec().hostNetwork() || p.ips().isEmpty());
    }

    /** Objects of an API group that the API server does not serve. */
    private boolean notServed(@Nullable ArtifactKind<?> kind) {
      return kind != null
          && !kind.group().isEmpty()
          && cluster.complete(Kinds.API_SERVICES)
          && cluster.objects(PlainObject.class).stream()
              .filter(o -> o.meta().kind().equals("APIService"))
              .map(o -> o.fields().getOrDefault("/spec/group", ""))
              .noneMatch(kind.group()::equals);
    }

    private ArtifactStatus status(String id, String node) {
      ArtifactKind<?> k = kinds.get(id);
      if (k == null) {
        return ArtifactStatus.NOT_ATTEMPTED;
      }
      String at = k.scope() == Scope.CLUSTER ? "" : node;
      return statuses.computeIfAbsent(id + " " + at, key -> cluster.status(k, at));
    }
  }
}
