package io.coldcase.bundle;

import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.diag.ArtifactStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a case holds and what it lacks: the data behind {@code coldcase bundle PATH}.
 *
 * @param manifests one per part that has one: collector, host, times, options, nodes tried
 * @param nodes names of nodes on which something was gathered or tried, sorted
 * @param start epoch seconds of the earliest artifact, 0 when no time is recorded
 * @param end epoch seconds of the latest one, 0 when no time is recorded
 * @param items what is there, by path
 * @param missing what is not there, by kind in the order of the kinds, then by node
 */
public record Inventory(
    List<Manifest> manifests,
    List<String> nodes,
    long start,
    long end,
    List<Item> items,
    List<Missing> missing) {
  public Inventory {
    manifests = List.copyOf(manifests);
    nodes = List.copyOf(nodes);
    items = List.copyOf(items);
    missing = List.copyOf(missing);
  }

  /**
   * An artifact that is there.
   *
   * @param kind id of the kind that reads it, empty when the analyzer does not read it
   */
  public record Item(Artifact artifact, long bytes, String kind) {}

  /**
   * A kind that is not there, or of which nothing is known: it failed, was cut before anything was
   * printed, was not tried.
   *
   * @param path where it would lie; {@code *} stands for an instance
   * @param reason why, in the word of the manifest, or empty
   * @param command what collects it
   */
  public record Missing(
      String kind,
      String node,
      String path,
      ArtifactStatus status,
      String reason,
      String command) {}

  /** The inventory of {@code contents} against the kinds that the analyzer reads. */
  public static Inventory of(Contents contents, Collection<ArtifactKind<?>> kinds) {
    List<Item> items = new ArrayList<>();
    TreeSet<String> nodes = new TreeSet<>();
    Set<String> present = new HashSet<>();
    TreeMap<String, Artifact> known = new TreeMap<>();
    long start = Long.MAX_VALUE;
    long end = 0;
    for (Manifest m : contents.manifests()) {
      start = m.start() > 0 ? Math.min(start, m.start()) : start;
      end = Math.max(end, m.end());
      m.nodes().forEach(n -> nodes.add(n.name()));
    }
    for (Artifact a : contents.lacking()) {
      known.put(instanceKey(kindOf(a, kinds), a), a);
      nodes.add(a.node());
    }
    for (Member m : contents.members()) {
      Artifact a = m.artifact();
      String kind = kindOf(a, kinds);
      items.add(new Item(a, m.size(), kind));
      nodes.add(a.node());
      start = a.start() > 0 ? Math.min(start, a.start()) : start;
      end = Math.max(end, a.end());
      if (usable(a.status())) {
        present.add(instanceKey(kind, a));
      } else {
        known.put(instanceKey(kind, a), a);
      }
    }
    nodes.remove("");
    List<Missing> missing = new ArrayList<>();
    for (ArtifactKind<?> k : kinds) {
      for (String node : k.scope() == Scope.CLUSTER ? List.of("") : nodes) {
        String key = k.id() + " " + node;
        if (!present.contains(key)) {
          Artifact why =
              known.getOrDefault(
                  key, Artifact.of(k.path(node)).withStatus(ArtifactStatus.NOT_ATTEMPTED, ""));
          missing.add(
              new Missing(k.id(), node, k.path(node), why.status(), why.reason(), k.command()));
        }
      }
    }
    return new Inventory(
        contents.manifests(),
        List.copyOf(nodes),
        start == Long.MAX_VALUE ? 0 : start,
        end,
        items,
        missing);
  }

  private static boolean usable(ArtifactStatus s) {
    return s != ArtifactStatus.NOT_ATTEMPTED && s != ArtifactStatus.FAILED;
  }

  private static String instanceKey(String kind, Artifact a) {
    return kind + " " + a.node();
  }

  private static String kindOf(Artifact a, Collection<ArtifactKind<?>> kinds) {
    for (ArtifactKind<?> k : kinds) {
      if ((k.scope() == Scope.CLUSTER) == a.cluster() && k.instance(a.name()).isPresent()) {
        return k.id();
      }
    }
    return "";
  }
}
