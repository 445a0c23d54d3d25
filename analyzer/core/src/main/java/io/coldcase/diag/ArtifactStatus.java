package io.coldcase.diag;

/**
 * What became of one artifact when the bundle was collected. Only COLLECTED and EMPTY allow a
 * statement about absence.
 */
public enum ArtifactStatus {
  /** The command ran to its end and its output is whole. */
  COLLECTED,
  /** The command ran, succeeded and printed nothing: the thing is absent. */
  EMPTY,
  /** The command could not run or failed: nothing is known. */
  FAILED,
  /** The command was stopped at its time limit: what is there may be partial. */
  TIMED_OUT,
  /** The output was cut at its size limit: what is there is partial. */
  TRUNCATED,
  /** Nobody tried to collect it. */
  NOT_ATTEMPTED,
  /** The artifact is there, but how it came about is not recorded. */
  UNKNOWN;

  /** True when what the artifact does not list is known to be absent. */
  public boolean complete() {
    return this == COLLECTED || this == EMPTY;
  }

  /** True when the artifact may hold something worth parsing. */
  public boolean readable() {
    return this != NOT_ATTEMPTED;
  }
}
