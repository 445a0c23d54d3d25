package io.coldcase.finding;

import io.coldcase.diag.SourceRef;

/** One place in the bundle that counts for a finding, and one sentence on why. */
public record Evidence(SourceRef at, String why) {

  // what a record makes of itself costs every start some milliseconds

  @Override
  public int hashCode() {
    return 31 * at.hashCode() + why.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Evidence e && at.equals(e.at) && why.equals(e.why);
  }

  /** {@code artifact:line: why}. */
  @Override
  public String toString() {
    return at + ": " + why;
  }
}
