package io.coldcase.assemble;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.bundle.BundleException;
import io.coldcase.bundle.Bundles;
import io.coldcase.bundle.Contents;
import io.coldcase.bundle.Limits;
import io.coldcase.bundle.Member;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Warning;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Store;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes artifacts one by one, in any order and from any thread, parses each at once and keeps only
 * the parsed values; {@link #cluster} then joins them. The result does not depend on the order in
 * which artifacts arrive.
 */
public final class Assembler {
  private final List<Parsed<?>> parsed = new ArrayList<>();
  private final List<Warning> broken = new ArrayList<>();
  private Optional<Contents> contents = Optional.empty();

  /** A case that was read: its cluster, what was in it, and all warnings, sorted by place. */
  public record Loaded(Cluster cluster, Contents contents, List<Warning> warnings) {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /** One parsed artifact; what is known about its collection may still grow. */
  private record Parsed<T>(
      ArtifactKind<T> kind,
      String instance,
      int order,
      Supplier<Artifact> artifact,
      Supplier<Boolean> superseded,
      ParseResult<T> result) {}

  /** Reads and parses a case: directories, archives, pieces of archives, {@code -}. */
  public static Loaded load(List<Path> paths, Limits limits) throws BundleException {
    return read(paths, limits).loaded(path -> true);
  }

  /** Reads and parses a case without joining it yet. */
  public static Assembler read(List<Path> paths, Limits limits) throws BundleException {
    return read(paths, limits, Runtime.getRuntime().availableProcessors());
  }

  /** The same with one thread that reads and {@code threads} that parse. */
  public static Assembler read(List<Path> paths, Limits limits, int threads)
      throws BundleException {
    Assembler a = new Assembler();
    try (ParsePool pool = new ParsePool(threads)) {
      Contents contents = Bundles.read(paths, limits, m -> a.accept(m, pool));
      pool.finish();
      a.contents = Optional.of(contents);
      return a;
    } catch (BundleException e) {
      throw e;
    } catch (IOException e) {
      throw new BundleException("The bundle cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The case that was read, as it would be had only the artifacts of these paths been collected.
   */
  public synchronized Loaded loaded(Predicate<String> paths) {
    Assembler a = new Assembler();
    a.contents = contents;
    parsed.stream().filter(p -> paths.test(p.artifact().get().path())).forEach(a.parsed::add);
    a.broken.addAll(broken);
    Contents c = contents.orElseThrow(() -> new IllegalStateException("nothing was read"));
    List<Warning> warnings = new ArrayList<>(c.warnings());
    warnings.addAll(a.warnings());
    return new Loaded(a.cluster(), c, warnings.stream().sorted().toList());
  }

  /** The same for one path with the default limits. */
  public static Loaded load(Path path) throws BundleException {
    return load(List.of(path), Limits.defaults());
  }

  private void accept(Member member, ParsePool pool) throws IOException {
    Optional<Parsers.Match> match = Parsers.find(member.artifact());
    if (match.isPresent()) {
      Artifact artifact = member.artifact();
      pool.submit(
          member,
          content ->
              parse(
                  match.get(),
                  member.order(),
                  artifact,
                  content,
                  member::artifact,
                  member::superseded));
    }
  }

  /** Parses one artifact when its kind is known; false when it is of no known kind. */
  public boolean accept(Artifact artifact, InputStream content) throws IOException {
    Optional<Parsers.Match> match = Parsers.find(artifact);
    if (match.isEmpty()) {
      return false;
    }
    parse(match.get(), 0, artifact, content, () -> artifact, () -> false);
    return true;
  }

  private void parse(
      Parsers.Match match,
      int order,
      Artifact artifact,
      InputStream content,
      Supplier<Artifact> known,
      Supplier<Boolean> superseded)
      throws IOException {
    Parsed<?> p =
        parse(match.binding(), match.instance(), order, artifact, content, known, superseded);
    synchronized (this) {
      parsed.add(p);
    }
  }

  private static <T> Parsed<T> parse(
      Parsers.Binding<T> binding,
      String instance,
      int order,
      Artifact artifact,
      InputStream content,
      Supplier<Artifact> known,
      Supplier<Boolean> superseded)
      throws IOException {
    ParseResult<T> r = binding.parser().parse(artifact, content);
    return new Parsed<>(binding.kind(), instance, order, known, superseded, r);
  }

  /** What the parsers did not understand, so far. */
  public synchronized List<Warning> warnings() {
    return Stream.concat(
            broken.stream(),
            parsed.stream()
                .filter(p -> !p.superseded().get())
                .flatMap(p -> p.result().warnings().stream()))
        .sorted()
        .toList();
  }

  /** The cluster, from everything accepted so far. */
  public synchronized Cluster cluster() {
    Store.Builder cluster = new Store.Builder();
    Map<String, Store.Builder> hosts = new TreeMap<>();
    long newest = 0;
    parsed.sort(Comparator.comparingInt(Parsed::order));
    for (Parsed<?> p : parsed) {
      if (!p.superseded().get()) {
        put(p, cluster, hosts);
        Artifact a = p.artifact().get();
        newest = Math.max(newest, Math.max(a.start(), a.end()));
      }
    }
    List<Artifact> lacking = new ArrayList<>(contents.map(Contents::lacking).orElse(List.of()));
    broken.forEach(
        w -> lacking.add(Artifact.of(w.at().artifact()).withStatus(ArtifactStatus.FAILED, "bug")));
    for (Artifact a : lacking) {
      Parsers.find(a)
          .ifPresent(m -> builder(a, cluster, hosts).lacks(m.binding().kind(), m.instance(), a));
    }
    Store store = cluster.build();
    Map<String, Store> built = new TreeMap<>();
    hosts.forEach((n, b) -> built.put(n, b.build()));
    Map<Class<?>, Map<String, KubeObject>> objects = new HashMap<>();
    for (ArtifactKind<?> k : Kinds.all()) {
      if (k != Kinds.AFTER) {
        store.entries(k).values().forEach(e -> objects(e.value(), objects));
      }
    }
    for (Corefile c : Corefiles.of(objects.getOrDefault(ConfigMap.class, Map.of()).values())) {
      add(c, objects);
    }
    Map<Class<?>, Map<String, KubeObject>> after = new HashMap<>();
    store.entries(Kinds.AFTER).values().forEach(e -> objects(e.value(), after));
    return new Cluster(store, built, lists(objects), lists(after), Instant.ofEpochSecond(newest));
  }

  private static Store.Builder builder(
      Artifact a, Store.Builder cluster, Map<String, Store.Builder> hosts) {
    return a.cluster() ? cluster : hosts.computeIfAbsent(a.node(), k -> new Store.Builder());
  }

  private static <T> void put(
      Parsed<T> p, Store.Builder cluster, Map<String, Store.Builder> hosts) {
    Artifact a = p.artifact().get();
    ParseResult<T> r = p.result();
    boolean unreadable = r.status() == ParseResult.Status.UNREADABLE;
    if (unreadable && a.status().complete()) {
      a = a.withStatus(ArtifactStatus.FAILED, "unreadable");
    }
    Store.Builder b = builder(a, cluster, hosts);
    // An empty value of an artifact that was not gathered must not pass for "there is nothing".
    boolean hollow =
        !a.status().complete() && (unreadable || r.status() == ParseResult.Status.EMPTY);
    if (hollow || !a.status().readable()) {
      b.lacks(p.kind(), p.instance(), a);
    } else {
      b.put(p.kind(), p.instance(), new Store.Entry<>(r.value(), a, r.unknownLines() == 0));
    }
  }

  private static void objects(Object value, Map<Class<?>, Map<String, KubeObject>> into) {
    if (value instanceof KubeList<?> list) {
      list.items().forEach(o -> add(o, into));
    }
  }

  private static void add(KubeObject o, Map<Class<?>, Map<String, KubeObject>> into) {
    into.computeIfAbsent(o.getClass(), c -> new LinkedHashMap<>())
        .putIfAbsent(o.meta().kind() + " " + o.key(), o);
  }

  private static Map<Class<?>, List<KubeObject>> lists(
      Map<Class<?>, Map<String, KubeObject>> maps) {
    Map<Class<?>, List<KubeObject>> lists = new HashMap<>();
    maps.forEach((c, m) -> lists.put(c, List.copyOf(m.values())));
    return lists;
  }
}
