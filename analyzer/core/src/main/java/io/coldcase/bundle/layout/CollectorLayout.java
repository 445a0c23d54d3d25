package io.coldcase.bundle.layout;

import java.util.Optional;

/**
 * The layout of our own collectors (collectors-sh/FORMAT.md): {@code manifest.json}, {@code
 * cluster/}, {@code node/NAME/}, at the top or inside one folder of any name. The first path that
 * shows where the top is decides for the whole part.
 */
public final class CollectorLayout implements Layout {
  private static final String MANIFEST = "manifest.json";

  private Optional<String> folder = Optional.empty();

  @Override
  public Optional<String> canonical(String path) {
    if (folder.isEmpty()) {
      folder = folderOf(path);
    }
    String top = folder.orElse("");
    if (folder.isEmpty() || !path.startsWith(top)) {
      return Optional.empty();
    }
    String inside = path.substring(top.length());
    return inside.equals(MANIFEST) || artifact(inside) ? Optional.of(inside) : Optional.empty();
  }

  /** What stands before the top of the bundle, given one path; empty when this path is no help. */
  private static Optional<String> folderOf(String path) {
    int slash = path.indexOf('/');
    String first = slash < 0 ? "" : path.substring(0, slash + 1);
    String rest = path.substring(first.length());
    boolean bare = path.equals(MANIFEST) || artifact(path);
    boolean wrapped = !first.isEmpty() && (rest.equals(MANIFEST) || artifact(rest));
    if (bare && wrapped && first.equals("node/")) {
      // node/node/netns/x.txt is of a node called "node", node/node/w1/x.txt is wrapped.
      wrapped = !nodeArtifact(rest.substring(rest.indexOf('/') + 1));
    }
    return wrapped ? Optional.of(first) : bare ? Optional.of("") : Optional.empty();
  }

  /** True for {@code x.txt} and for what lies in a folder that every node may have. */
  private static boolean nodeArtifact(String name) {
    return name.indexOf('/') < 0
        || name.startsWith("netns/")
        || name.startsWith("pcap/")
        || name.startsWith("netcfg/");
  }

  private static boolean artifact(String path) {
    if (path.startsWith("cluster/")) {
      return path.length() > "cluster/".length();
    }
    int slash = path.startsWith("node/") ? path.indexOf('/', "node/".length()) : -1;
    return slash > "node/".length() && slash < path.length() - 1;
  }
}
