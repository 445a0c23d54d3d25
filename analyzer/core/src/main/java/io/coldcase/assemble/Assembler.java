package io.coldcase.assemble;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Warning;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Store;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Takes artifacts one by one, in any order and from any thread, parses each at once and keeps only
 * the parsed values; {@link #cluster} then joins them.
 */
public final class Assembler {
  private final Store.Builder cluster = new Store.Builder();
  private final Map<String, Store.Builder> hosts = new TreeMap<>();
  private final List<Warning> warnings = new ArrayList<>();
  private long newest;

  /** Parses one artifact when its kind is known; false when it is of no known kind. */
  public boolean accept(Artifact artifact, InputStream content) throws IOException {
    Optional<Parsers.Match> match = Parsers.find(artifact);
    if (match.isEmpty()) {
      return false;
    }
    parse(match.get().binding(), match.get().instance(), artifact, content);
    return true;
  }

  private <T> void parse(
      Parsers.Binding<T> binding, String instance, Artifact artifact, InputStream content)
      throws IOException {
    ParseResult<T> r = binding.parser().parse(artifact, content);
    synchronized (this) {
      put(binding.kind(), instance, new Store.Entry<>(r.value(), artifact, r.unknownLines() == 0));
      warnings.addAll(r.warnings());
      newest = Math.max(newest, Math.max(artifact.start(), artifact.end()));
    }
  }

  private <T> void put(ArtifactKind<T> kind, String instance, Store.Entry<T> entry) {
    String node = entry.artifact().node();
    Store.Builder b =
        entry.artifact().cluster()
            ? cluster
            : hosts.computeIfAbsent(node, k -> new Store.Builder());
    b.put(kind, instance, entry);
  }

  /** What the parsers did not understand, so far. */
  public synchronized List<Warning> warnings() {
    return warnings.stream().sorted().toList();
  }

  /** The cluster, from everything accepted so far. */
  public synchronized Cluster cluster() {
    Store store = cluster.build();
    Map<String, Store> built = new TreeMap<>();
    hosts.forEach((n, b) -> built.put(n, b.build()));
    Map<Class<?>, Map<String, KubeObject>> objects = new HashMap<>();
    for (ArtifactKind<?> k : Kinds.all()) {
      if (k != Kinds.AFTER) {
        store.entries(k).values().forEach(e -> objects(e.value(), objects));
      }
    }
    Map<Class<?>, Map<String, KubeObject>> after = new HashMap<>();
    store.entries(Kinds.AFTER).values().forEach(e -> objects(e.value(), after));
    return new Cluster(store, built, lists(objects), lists(after), Instant.ofEpochSecond(newest));
  }

  private static void objects(Object value, Map<Class<?>, Map<String, KubeObject>> into) {
    if (value instanceof KubeList<?> list) {
      for (KubeObject o : list.items()) {
        into.computeIfAbsent(o.getClass(), c -> new LinkedHashMap<>())
            .putIfAbsent(o.meta().kind() + " " + o.key(), o);
      }
    }
  }

  private static Map<Class<?>, List<KubeObject>> lists(
      Map<Class<?>, Map<String, KubeObject>> maps) {
    Map<Class<?>, List<KubeObject>> lists = new HashMap<>();
    maps.forEach((c, m) -> lists.put(c, List.copyOf(m.values())));
    return lists;
  }
}
