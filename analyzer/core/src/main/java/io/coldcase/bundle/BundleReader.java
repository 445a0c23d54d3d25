package io.coldcase.bundle;

import io.coldcase.bundle.Container.Entry;
import io.coldcase.bundle.Container.Type;
import io.coldcase.bundle.layout.CollectorLayout;
import io.coldcase.bundle.layout.Layout;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.diag.IoReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the parts of one case, one container after the other, and hands every artifact to the sink.
 * Holds what the parts have in common: limits, warnings, and which artifacts were seen.
 */
final class BundleReader {
  /** Members up to this size are handed over as an array, larger ones as a stream. */
  static final int SMALL = 4 << 20;

  /** Reasons of this reader, which a manifest that comes later does not overrule. */
  private static final String DAMAGED = "damaged";

  private static final String ALTERED = "altered";
  private static final Set<String> SPOILT = Set.of(DAMAGED, ALTERED);

  private final ArtifactSink sink;
  private final Budget budget;
  private final Warnings warnings = new Warnings();
  private final Map<String, Member> byPath = new LinkedHashMap<>();
  private final Map<String, Artifact> lacking = new TreeMap<>();
  private final List<Manifest> manifests = new ArrayList<>();
  private boolean damaged;
  private int order;

  BundleReader(Budget budget, ArtifactSink sink) {
    this.budget = budget;
    this.sink = sink;
  }

  /** What one part has for itself. */
  private static final class Part {
    private final String name;
    private final Layout layout = new CollectorLayout();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> paths = new HashSet<>();
    private Optional<Manifest> manifest = Optional.empty();

    Part(String name) {
      this.name = name;
    }

    Optional<Manifest.Entry> entry(String path) {
      return manifest.map(m -> m.artifacts().get(path));
    }
  }

  /** Reads one part; a BundleException when nothing in it is of use. */
  void read(String name, Container container) throws IOException {
    Part part = new Part(name);
    try {
      for (Optional<Entry> e = container.next(); e.isPresent(); e = container.next()) {
        budget.entry();
        entry(part, e.get(), container);
      }
    } catch (BundleException e) {
      throw e;
    } catch (IOException e) {
      damaged = true;
      String what = IoReason.of(e);
      if (part.members.isEmpty()) {
        throw new BundleException(name + " is damaged and nothing could be read: " + what + ".", e);
      }
      warnings.add(name, "The archive is damaged (" + what + "): artifacts may be missing.");
    }
    if (part.members.isEmpty() && part.manifest.isEmpty()) {
      throw new BundleException(
          name + " is no bundle: it holds neither manifest.json nor cluster/ nor node/.");
    }
    close(part);
  }

  private void entry(Part part, Entry e, Container container) throws IOException {
    if (e.type() == Type.DIRECTORY) {
      return;
    }
    Optional<String> clean = clean(e);
    if (clean.isEmpty()) {
      return;
    }
    switch (e.type()) {
      case LINK -> warnings.add(clean.get(), "A link is not followed; its target was not read.");
      case SPECIAL -> warnings.add(clean.get(), "A device or pipe is left out.");
      case UNREADABLE ->
          warnings.add(clean.get(), "Left out: " + Warnings.printable(e.note()) + ".");
      default -> {
        Optional<String> path = part.layout.canonical(clean.get());
        if (path.isPresent() && !part.paths.add(path.get())) {
          warnings.add(path.get(), "The archive holds this path twice; the first one is used.");
        } else if (path.isPresent()) {
          file(part, path.get(), e, container);
        }
      }
    }
  }

  /** The path without {@code .} segments, or empty (with a warning) when it is not a tame one. */
  private Optional<String> clean(Entry e) {
    String path = e.path();
    Limits l = budget.limits();
    if (path.length() > l.pathLength()) {
      warnings.add(path, "Left out: a path of " + path.length() + " characters.");
      return Optional.empty();
    }
    if (path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) {
      warnings.add(path, "Left out: a path that is absolute or has a forbidden character.");
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String s : path.split("/")) {
      if (s.equals("..")) {
        warnings.add(path, "Left out: a path that leads outside the bundle.");
        return Optional.empty();
      }
      if (!s.isEmpty() && !s.equals(".")) {
        segments.add(s);
      }
    }
    if (segments.size() > l.pathDepth()) {
      warnings.add(path, "Left out: a path of " + segments.size() + " folders.");
      return Optional.empty();
    }
    return segments.isEmpty() ? Optional.empty() : Optional.of(String.join("/", segments));
  }

  private void file(Part part, String path, Entry e, Container container) throws IOException {
    InputStream raw;
    try {
      raw = container.content();
    } catch (IOException unreadable) {
      warnings.add(path, "Left out: it could not be opened.");
      return;
    }
    if (path.equals("manifest.json")) {
      manifest(part, raw);
      return;
    }
    Optional<Manifest.Entry> stated = part.entry(path);
    Artifact named = stated.map(Manifest.Entry::artifact).orElseGet(() -> Artifact.of(path));
    Content content =
        new Content(
            raw,
            budget.limits().entryBytes(),
            stated.filter(s -> !s.sha256().isEmpty()).map(s -> sha256()),
            stated.isEmpty() ? Optional.of(new Envelope(path)) : Optional.empty());
    int want = (e.size() >= 0 && e.size() <= SMALL ? (int) e.size() : SMALL) + 1;
    byte[] head = e.size() < 0 ? content.readNBytes(want) : exactly(content, want);
    Member member;
    if (head.length < want) {
      content.drain();
      member = new Member(named, order++, e.modified(), head);
      measure(part, member, content);
      part.members.put(path, member);
      sink.accept(member);
    } else {
      InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), content);
      member = new Member(named, order++, e.modified(), all);
      part.members.put(path, member);
      sink.accept(member);
      content.drain();
      measure(part, member, content);
    }
    member.release();
    content.rethrow();
  }

  /** Up to {@code want} bytes, read into an array of that size at once. */
  private static byte[] exactly(InputStream in, int want) throws IOException {
    byte[] b = new byte[want];
    int n = in.readNBytes(b, 0, want);
    return n == want ? b : Arrays.copyOf(b, n);
  }

  private void measure(Part part, Member member, Content content) {
    member.measured(content.size(), content.checksum());
    String path = member.artifact().path();
    Optional<Manifest.Entry> stated = part.entry(path);
    Artifact known = content.conclude(member.artifact());
    if (content.cut()) {
      warnings.add(path, "Cut after " + content.size() + " bytes: larger than the limit allows.");
    }
    if (content.cut() || content.damaged()) {
      known = known.withStatus(ArtifactStatus.TRUNCATED, DAMAGED);
    } else if (stated.isPresent()
        && !stated.get().sha256().isEmpty()
        && !stated.get().sha256().equals(content.sha256())) {
      known = altered(known);
    }
    member.update(known);
  }

  private Artifact altered(Artifact a) {
    warnings.add(a.path(), "The content is not what was collected: the manifest has another one.");
    return a.withStatus(ArtifactStatus.UNKNOWN, ALTERED);
  }

  private void manifest(Part part, InputStream raw) throws IOException {
    byte[] json = raw.readNBytes(budget.limits().manifestBytes());
    Manifest m;
    try {
      m = ManifestReader.read(json);
    } catch (IOException e) {
      String what = e.getMessage() == null ? "no JSON" : e.getMessage().lines().findFirst().get();
      warnings.add(
          "manifest.json", "The manifest of " + part.name + " is not readable: " + what + ".");
      return;
    }
    if (m.format() > 1) {
      throw new BundleException(
          part.name + " has bundle format " + m.format() + ": a newer analyzer is needed.");
    }
    part.manifest = Optional.of(m);
  }

  /** Everything of the part was read: fills in what a late manifest says, and merges. */
  private void close(Part part) {
    if (part.manifest.isPresent()) {
      Manifest m = part.manifest.get();
      for (Manifest.Entry e : m.artifacts().values()) {
        close(part, e);
      }
      for (Manifest other : manifests) {
        if (!other.clusterId().isEmpty()
            && !m.clusterId().isEmpty()
            && !other.clusterId().equals(m.clusterId())) {
          warnings.add(part.name, "This part is of another cluster than the parts before it.");
          break;
        }
      }
      if (!m.complete()) {
        warnings.add(
            part.name,
            "The collection was cut short ("
                + Warnings.printable(m.interrupted())
                + "): artifacts may be missing.");
      }
      manifests.add(m);
    }
    part.members.values().forEach(this::merge);
  }

  private void close(Part part, Manifest.Entry stated) {
    Artifact a = stated.artifact();
    Member member = part.members.get(a.path());
    if (member != null) {
      boolean judged = SPOILT.contains(member.artifact().reason());
      if (!judged) {
        member.update(member.size() == stated.bytes() ? a : altered(a));
      }
      return;
    }
    boolean lost = a.status().complete() || a.status() == ArtifactStatus.TRUNCATED;
    if (lost && stated.bytes() > 0) {
      warnings.add(a.path(), "The manifest names this artifact, but the bundle does not hold it.");
      a = a.withStatus(ArtifactStatus.FAILED, "lost");
    }
    lacking.put(a.path(), a);
  }

  private void merge(Member m) {
    String path = m.artifact().path();
    Member before = byPath.get(path);
    if (before == null) {
      byPath.put(path, m);
      return;
    }
    boolean better = m.better(before);
    (better ? before : m).supersede();
    if (better) {
      byPath.put(path, m);
    }
    if (!m.sameContent(before)) {
      warnings.add(
          path, "Two parts hold this artifact with different content; the newer one is used.");
    }
  }

  Contents contents() {
    byPath.keySet().forEach(lacking::remove);
    return new Contents(
        byPath.values().stream().sorted(Comparator.comparingInt(Member::order)).toList(),
        List.copyOf(lacking.values()),
        manifests,
        warnings.sorted(),
        damaged);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
