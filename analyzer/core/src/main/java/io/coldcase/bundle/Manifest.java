package io.coldcase.bundle;

import java.util.List;
import java.util.Map;

/**
 * What {@code manifest.json} (collectors-sh/FORMAT.md section 2) says about one bundle. Times are
 * epoch seconds, 0 when missing; texts are empty when missing.
 *
 * @param format 1; 0 when missing
 * @param collector name and version
 * @param complete false when the run was cut short
 * @param interrupted why it was cut short, or empty
 * @param clusterId uid of the namespace kube-system
 * @param host the machine that wrote the manifest
 * @param artifacts by path
 */
public record Manifest(
    int format,
    String collector,
    long start,
    long end,
    boolean complete,
    String interrupted,
    String clusterId,
    String clusterServer,
    String clusterVersion,
    String host,
    String mode,
    String privilege,
    Map<String, String> options,
    List<NodeRun> nodes,
    Map<String, Entry> artifacts) {
  public Manifest {
    options = Map.copyOf(options);
    nodes = List.copyOf(nodes);
  }

  /**
   * How collecting on one node went.
   *
   * @param clockOffset node's clock minus that of the collecting machine in seconds, NaN when
   *     unknown
   */
  public record NodeRun(
      String name,
      String mode,
      String status,
      String reason,
      String detail,
      long start,
      long end,
      double clockOffset) {}

  /**
   * One artifact.
   *
   * @param artifact status, command, exit code and times
   * @param bytes size of the member
   * @param sha256 lower-case hex, empty when not computed
   * @param fallback a poorer command stood in for the usual one
   */
  public record Entry(
      Artifact artifact, long bytes, String sha256, boolean fallback, String detail) {}
}
