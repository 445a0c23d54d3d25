package io.coldcase.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.XZInputStream;

/**
 * One folder below {@code samples/}: a recorded bundle, or an overlay over one ({@code base.txt},
 * {@code removed.txt}, {@code overlay/}, {@code replace.tsv}, applied in this order).
 *
 * @param name path below {@code samples/}, for example {@code faults/coredns-loop/recorded}
 */
record Sample(Path dir, String name) {
  /** The folder of all samples, from the folder that a module's tests run in. */
  static final Path ROOT = Path.of("../../samples").toAbsolutePath().normalize();

  /** All samples, sorted by name. */
  static List<Sample> all() {
    try (Stream<Path> walk = Files.walk(ROOT, 4)) {
      return walk.filter(
              d -> Files.exists(d.resolve("bundle.tar.xz")) || Files.exists(d.resolve("base.txt")))
          .map(d -> new Sample(d, ROOT.relativize(d).toString()))
          .sorted((a, b) -> a.name.compareTo(b.name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean healthy() {
    return name.startsWith("healthy/");
  }

  boolean fault() {
    return name.startsWith("faults/") && !nearMiss();
  }

  boolean nearMiss() {
    return name.startsWith("faults/") && dir.getFileName().toString().startsWith("near-miss-");
  }

  /** The fault that the sample is about, empty for others. */
  String faultId() {
    return name.startsWith("faults/") ? dir.getParent().getFileName().toString() : "";
  }

  /** The lines {@code key: value} of label.txt. */
  Map<String, String> label() throws IOException {
    Map<String, String> label = new HashMap<>();
    Path file = dir.resolve("label.txt");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          label.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
      }
    }
    return label;
  }

  /** All members of the bundle by path. */
  Map<String, byte[]> members() throws IOException {
    if (Files.exists(dir.resolve("bundle.tar.xz"))) {
      return unpack(dir.resolve("bundle.tar.xz"));
    }
    String base = Files.readString(dir.resolve("base.txt")).strip();
    Map<String, byte[]> recorded = new Sample(ROOT.resolve(base), base).members();
    Map<String, byte[]> members = new TreeMap<>(recorded);
    Path removed = dir.resolve("removed.txt");
    if (Files.exists(removed)) {
      for (String path : lines(removed)) {
        if (!members.keySet().removeIf(m -> covers(path, m))) {
          throw new IOException(removed + ": " + path + " is not in " + base);
        }
      }
    }
    Path overlay = dir.resolve("overlay");
    if (Files.isDirectory(overlay)) {
      try (Stream<Path> walk = Files.walk(overlay)) {
        for (Path p : walk.filter(Files::isRegularFile).toList()) {
          members.put(overlay.relativize(p).toString().replace('\\', '/'), Files.readAllBytes(p));
        }
      }
    }
    Path replace = dir.resolve("replace.tsv");
    if (Files.exists(replace)) {
      for (String line : lines(replace)) {
        replace(line.split("\t", -1), members);
      }
    }
    attest(recorded, members);
    return members;
  }

  /** The manifest states the checksums of what the overlay wrote, as if it had been collected. */
  private static void attest(Map<String, byte[]> recorded, Map<String, byte[]> members) {
    byte[] manifest = members.get("manifest.json");
    if (manifest == null) {
      return;
    }
    String text = new String(manifest, StandardCharsets.UTF_8);
    for (Map.Entry<String, byte[]> m : members.entrySet()) {
      byte[] before = recorded.get(m.getKey());
      if (before != null && before != m.getValue()) {
        int entry = Math.max(0, text.indexOf("\"path\": \"" + m.getKey() + "\""));
        int sum = text.indexOf(sha256(before), entry);
        text =
            sum < 0
                ? text
                : text.substring(0, sum) + sha256(m.getValue()) + text.substring(sum + 64);
      }
    }
    members.put("manifest.json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One row path, old text, new text: every occurrence is replaced, at least one must be there. */
  private static void replace(String[] row, Map<String, byte[]> members) throws IOException {
    byte[] content = row.length == 3 ? members.get(row[0]) : null;
    if (content == null) {
      throw new IOException("no such member: " + String.join(" ", row));
    }
    String text = new String(content, StandardCharsets.UTF_8);
    String old = row[1].replace("\\n", "\n").replace("\\t", "\t");
    if (!text.contains(old)) {
      throw new IOException(row[0] + " does not hold: " + row[1]);
    }
    String fresh = row[2].replace("\\n", "\n").replace("\\t", "\t");
    members.put(row[0], text.replace(old, fresh).getBytes(StandardCharsets.UTF_8));
  }

  private static boolean covers(String path, String member) {
    return path.endsWith("/") ? member.startsWith(path) : member.equals(path);
  }

  private static Map<String, byte[]> unpack(Path archive) throws IOException {
    Map<String, byte[]> members = new TreeMap<>();
    try (InputStream in = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        if (e.isFile()) {
          String path = e.getName().startsWith("./") ? e.getName().substring(2) : e.getName();
          members.put(path, tar.readAllBytes());
        }
      }
    }
    return members;
  }

  static Path writeDirectory(Map<String, byte[]> members, Path into) throws IOException {
    for (Map.Entry<String, byte[]> m : members.entrySet()) {
      Path p = into.resolve(m.getKey());
      Files.createDirectories(p.getParent());
      Files.write(p, m.getValue());
    }
    return into;
  }

  static Path writeTar(Map<String, byte[]> members, Path to) throws IOException {
    try (OutputStream out = Files.newOutputStream(to);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> m : members.entrySet()) {
        TarArchiveEntry e = new TarArchiveEntry(m.getKey());
        e.setSize(m.getValue().length);
        e.setModTime(0);
        tar.putArchiveEntry(e);
        tar.write(m.getValue());
        tar.closeArchiveEntry();
      }
    }
    return to;
  }

  /** The non-comment lines of a list below {@code samples/} or {@code rules/}. */
  static List<String> lines(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String l : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (!l.isBlank() && !l.startsWith("#")) {
        lines.add(l.strip());
      }
    }
    return lines;
  }
}
