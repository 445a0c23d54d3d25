package io.coldcase.sim;

/** How a walk ends. */
public enum Verdict {
  DELIVERED,
  DROPPED,
  REJECTED,
  NO_ROUTE,
  LOOP,
  TTL,
  TOO_BIG,
  NO_LISTENER,
  /** It left for a place of which the bundle holds nothing; up to there nothing stopped it. */
  LEFT,
  /** Something on the way is not modelled or was not collected. */
  UNKNOWN;

  /** True when the packet certainly does not arrive. */
  public boolean fails() {
    return this != DELIVERED && this != LEFT && this != UNKNOWN;
  }
}
