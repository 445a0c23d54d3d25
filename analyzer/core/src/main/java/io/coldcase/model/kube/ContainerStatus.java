package io.coldcase.model.kube;

import java.time.Instant;

/**
 * A containerStatuses entry.
 *
 * @param place the reason of its state, else its name
 * @param lastPlace the reason of its last state, else its name
 */
public record ContainerStatus(
    String name,
    boolean init,
    boolean ready,
    int restarts,
    String containerId,
    State state,
    State last,
    Place place,
    Place lastPlace) {
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
