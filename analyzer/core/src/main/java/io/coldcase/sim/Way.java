package io.coldcase.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The steps so far, newest first, sharing tails: branching costs nothing. */
record Way(@Nullable Way before, @Nullable Step step, int length) {
  static final Way START = new Way(null, null, 0);

  Way then(Step next) {
    return new Way(this, next, length + 1);
  }

  /** The steps, oldest first. */
  List<Step> list() {
    List<Step> out = new ArrayList<>(length);
    for (Way w = this; w != null && w.step != null; w = w.before) {
      out.add(w.step);
    }
    Collections.reverse(out);
    return out;
  }

  /** The last step of a kind. */
  Optional<Step> last(Step.Kind kind) {
    for (Way w = this; w != null && w.step != null; w = w.before) {
      if (w.step.kind() == kind) {
        return Optional.of(w.step);
      }
    }
    return Optional.empty();
  }
}
