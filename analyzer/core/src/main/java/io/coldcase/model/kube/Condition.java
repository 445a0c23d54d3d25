package io.coldcase.model.kube;

import java.time.Instant;

/**
 * A status condition; {@code since} is lastTransitionTime, {@link Instant#EPOCH} when absent; the
 * place is the line of its {@code status}.
 */
public record Condition(
    String type, String status, String reason, String message, Instant since, Place place) {
  public boolean isTrue() {
    return status.equals("True");
  }

  /** For a person: {@code Ready=False KubeletNotReady: container runtime is down}. */
  public String text() {
    return type
        + "="
        + status
        + (reason.isEmpty() ? "" : " " + reason)
        + (message.isEmpty() ? "" : ": " + message);
  }
}
