package io.coldcase.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory as entries, sorted by path with the manifest first; links are not followed. */
final class DirectoryContainer implements Container {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry e) -> !manifest(e.path())).thenComparing(Entry::path);

  private final Path root;
  private final Budget budget;
  private final List<Entry> entries = new ArrayList<>();
  private int next;
  private InputStream open = InputStream.nullInputStream();

  DirectoryContainer(Path root, Budget budget) throws IOException {
    this.root = root;
    this.budget = budget;
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            if (entries.size() > budget.limits().entries()) {
              return FileVisitResult.TERMINATE;
            }
            Type type =
                a.isRegularFile() ? Type.FILE : a.isSymbolicLink() ? Type.LINK : Type.SPECIAL;
            String note = type == Type.LINK ? Files.readSymbolicLink(file).toString() : "";
            add(file, type, a.size(), a.lastModifiedTime().toMillis() / 1000, note);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            add(file, Type.UNREADABLE, 0, 0, "not readable here");
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    entries.sort(ORDER);
  }

  private void add(Path file, Type type, long size, long modified, String note) {
    String path = root.relativize(file).toString().replace('\\', '/');
    entries.add(new Entry(path, type, size, modified, note));
  }

  private static boolean manifest(String path) {
    return path.equals("manifest.json")
        || (path.endsWith("/manifest.json") && path.indexOf('/') == path.lastIndexOf('/'));
  }

  @Override
  public Optional<Entry> next() throws IOException {
    open.close();
    return next < entries.size() ? Optional.of(entries.get(next++)) : Optional.empty();
  }

  @Override
  public InputStream content() throws IOException {
    Path file = root.resolve(entries.get(next - 1).path());
    open = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    return new Unpacker.Inflated(open, budget);
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
