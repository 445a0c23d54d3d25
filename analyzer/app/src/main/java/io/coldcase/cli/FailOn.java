package io.coldcase.cli;

import io.coldcase.cause.Cause;
import io.coldcase.finding.Confidence;
import java.util.List;

/** Which root causes make the exit code {@link ExitCode#FOUND}. */
enum FailOn {
  /** None. */
  NEVER,
  CERTAIN,
  PROBABLE,
  /** Any. */
  POSSIBLE;

  boolean applies(List<Cause> causes) {
    return causes.stream().anyMatch(c -> applies(c.confidence()));
  }

  private boolean applies(Confidence c) {
    return switch (this) {
      case NEVER -> false;
      case CERTAIN -> c == Confidence.CERTAIN;
      case PROBABLE -> c != Confidence.POSSIBLE;
      case POSSIBLE -> true;
    };
  }
}
