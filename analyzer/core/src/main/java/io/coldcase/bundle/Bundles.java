package io.coldcase.bundle;

import io.coldcase.diag.IoReason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The door to bundles: one or more paths that make one case go in, every artifact goes to a sink.
 * Nothing is written to disk.
 */
public final class Bundles {
  private static final Pattern PIECE = Pattern.compile("(.+)\\.part-(\\d{1,6})");

  private Bundles() {}

  /**
   * Reads a case.
   *
   * @param paths directories, archives, {@code -} for standard input; pieces {@code x.part-001},
   *     ... are joined, in whatever order and from whichever of them is named
   * @throws BundleException when a path cannot be read, is no bundle, or exceeds the limits
   */
  public static Contents read(List<Path> paths, Limits limits, ArtifactSink sink)
      throws BundleException {
    Budget budget = new Budget(limits);
    BundleReader reader = new BundleReader(budget, sink);
    for (Source s : sources(paths)) {
      try (Container c = s.open(budget)) {
        reader.read(s.name(), c);
      } catch (BundleException e) {
        throw e;
      } catch (IOException e) {
        throw new BundleException(s.name() + " cannot be read: " + IoReason.of(e) + ".", e);
      }
    }
    return reader.contents();
  }

  /** One archive or directory: one file, or the pieces of one. */
  private record Source(String name, List<Path> pieces) {
    Container open(Budget budget) throws IOException {
      Path path = pieces.get(0);
      if (name.equals("-")) {
        return Unpacker.open(unclosable(System.in), "standard input", budget);
      }
      if (Files.isDirectory(path)) {
        return new DirectoryContainer(path, budget);
      }
      for (Path p : pieces) {
        if (!Files.exists(p)) {
          throw new BundleException(p + " does not exist.");
        }
        if (!Files.isReadable(p)) {
          throw new BundleException(p + " may not be read by this user.");
        }
      }
      InputStream in =
          pieces.size() == 1 ? Files.newInputStream(path) : new JoinedInputStream(pieces);
      try {
        return Unpacker.open(in, name, budget);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }
  }

  private static List<Source> sources(List<Path> paths) throws BundleException {
    Map<String, TreeMap<Integer, Path>> pieces = new LinkedHashMap<>();
    List<Source> sources = new ArrayList<>();
    for (Path p : paths) {
      Path file = p.getFileName();
      Matcher m = PIECE.matcher(file == null ? "" : file.toString());
      if (m.matches() && !Files.isDirectory(p)) {
        String stem = p.resolveSibling(m.group(1)).toString();
        boolean fresh = !pieces.containsKey(stem);
        pieces
            .computeIfAbsent(stem, k -> siblings(k, m.group(2).length()))
            .put(Integer.parseInt(m.group(2)), p);
        if (fresh) {
          sources.add(new Source(stem, List.of()));
        }
      } else {
        sources.add(new Source(p.toString(), List.of(p)));
      }
    }
    for (int i = 0; i < sources.size(); i++) {
      Source s = sources.get(i);
      if (s.pieces().isEmpty()) {
        sources.set(i, new Source(s.name(), complete(s.name(), pieces.get(s.name()))));
      }
    }
    return sources;
  }

  /** The pieces that lie where {@code stem} points, from number 1 until one is missing. */
  private static TreeMap<Integer, Path> siblings(String stem, int digits) {
    TreeMap<Integer, Path> found = new TreeMap<>();
    for (int n = 1; ; n++) {
      Path p = Path.of(stem + String.format(".part-%0" + digits + "d", n));
      if (!Files.exists(p)) {
        return found;
      }
      found.put(n, p);
    }
  }

  private static List<Path> complete(String stem, TreeMap<Integer, Path> byNumber)
      throws BundleException {
    for (int n = 1; n <= byNumber.lastKey(); n++) {
      if (!byNumber.containsKey(n)) {
        throw new BundleException("Piece " + n + " of " + stem + " is missing.");
      }
    }
    return List.copyOf(byNumber.values());
  }

  private static InputStream unclosable(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // standard input is not ours
      }
    };
  }

  /** Files read one after the other, each opened when its turn comes. */
  private static final class JoinedInputStream extends InputStream {
    private final List<Path> left;
    private Optional<InputStream> current = Optional.empty();

    JoinedInputStream(List<Path> pieces) {
      left = new ArrayList<>(pieces);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      while (true) {
        if (current.isEmpty()) {
          if (left.isEmpty()) {
            return -1;
          }
          current = Optional.of(Files.newInputStream(left.remove(0)));
        }
        int n = current.get().read(b, off, len);
        if (n >= 0) {
          return n;
        }
        close();
      }
    }

    @Override
    public void close() throws IOException {
      if (current.isPresent()) {
        current.get().close();
        current = Optional.empty();
      }
    }
  }
}
