package io.coldcase.model.kube;

import java.time.Instant;

/** A status condition; {@code since} is lastTransitionTime, {@link Instant#EPOCH} when absent. */
public record Condition(String type, String status, String reason, String message, Instant since) {
  public boolean isTrue() {
    return status.equals("True");
  }
}
