package io.coldcase.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
}
