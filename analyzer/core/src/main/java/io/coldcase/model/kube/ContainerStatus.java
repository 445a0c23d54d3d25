package io.coldcase.model.kube;

import java.time.Instant;

/** A containerStatuses entry. */
public record ContainerStatus(
    String name,
    boolean init,
    boolean ready,
    int restarts,
    String containerId,
    State state,
    State last) {
  /**
   * A container state.
   *
   * @param phase waiting, running, terminated, or empty when absent
   * @param exitCode of a terminated container, else 0
   */
  public record State(
      String phase,
      String reason,
      String message,
      int exitCode,
      Instant started,
      Instant finished) {
    public static final State NONE = new State("", "", "", 0, Instant.EPOCH, Instant.EPOCH);
  }
}
