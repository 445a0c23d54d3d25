package io.coldcase.bundle;

import io.coldcase.diag.ArtifactStatus;
import java.util.Optional;

/**
 * One collected thing: where it lies in the layout of collectors-sh/FORMAT.md and how its
 * collection went.
 *
 * @param path canonical path, for example {@code node/w1/ip-route.txt}; what evidence cites
 * @param node node name, or empty for a cluster artifact
 * @param name path below {@code cluster/} or {@code node/<node>/}
 * @param command the command that was run, or empty
 * @param exitCode exit code of the command, empty when not recorded
 * @param start epoch seconds, 0 when not recorded
 * @param end epoch seconds, 0 when not recorded
 * @param reason why the status is not COLLECTED, or empty
 */
public record Artifact(
    String path,
    String node,
    String name,
    ArtifactStatus status,
    String command,
    Optional<Integer> exitCode,
    long start,
    long end,
    String reason) {

  /** An artifact of which only its canonical path is known. */
  public static Artifact of(String path) {
    String node = "";
    String name = path;
    if (path.startsWith("cluster/")) {
      name = path.substring("cluster/".length());
    } else if (path.startsWith("node/") && path.indexOf('/', 5) > 0) {
      int slash = path.indexOf('/', 5);
      node = path.substring(5, slash);
      name = path.substring(slash + 1);
    }
    return new Artifact(path, node, name, ArtifactStatus.UNKNOWN, "", Optional.empty(), 0, 0, "");
  }

  public boolean cluster() {
    return node.isEmpty();
  }

  public Artifact withStatus(ArtifactStatus s, String why) {
    return new Artifact(path, node, name, s, command, exitCode, start, end, why);
  }
}
