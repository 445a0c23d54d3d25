package io.coldcase.fact;

import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import java.util.Map;
import java.util.Optional;

/** Guesses which running workload a selector that matches no pod was meant for. */
final class Lookalikes {
  private static final int ENOUGH = 2;

  private Lookalikes() {}

  /**
   * The workload of the namespace whose template labels miss the selector by one pair and that the
   * Service's name, its port or the label's value points to; empty when none does or two do alike.
   */
  static Optional<Workload> of(Cluster cluster, Service s) {
    Optional<Workload> best = Optional.empty();
    int bestScore = 0;
    boolean tie = false;
    for (Workload w : cluster.objects(Workload.class)) {
      if (!ServiceState.controller(w)
          || !w.namespace().equals(s.namespace())
          || w.desired() == 0
          || misses(s.selector(), w.templateLabels()) != 1) {
        continue;
      }
      int score = score(s, w);
      tie = score == bestScore && score > 0;
      if (score > bestScore) {
        best = Optional.of(w);
        bestScore = score;
      }
    }
    return tie || bestScore < ENOUGH ? Optional.empty() : best;
  }

  private static int misses(Map<String, String> selector, Map<String, String> labels) {
    int n = 0;
    for (Map.Entry<String, String> e : selector.entrySet()) {
      n += e.getValue().equals(labels.get(e.getKey())) ? 0 : 1;
    }
    return n;
  }

  private static int score(Service s, Workload w) {
    int score = w.name().equals(s.name()) ? 3 : 0;
    // the other pairs match
    score += s.selector().size() > 1 ? 1 : 0;
    for (Map.Entry<String, String> e : s.selector().entrySet()) {
      String has = w.templateLabels().getOrDefault(e.getKey(), "");
      if (!has.equals(e.getValue())) {
        boolean near = !has.isEmpty() && distance(has, e.getValue()) <= 2;
        boolean otherKey = w.templateLabels().containsValue(e.getValue());
        score += near || otherKey ? 2 : 0;
      }
    }
    return score + (servesPort(s, w) ? 1 : 0);
  }

  private static boolean servesPort(Service s, Workload w) {
    for (Container c : w.template().containers()) {
      for (Container.Port p : c.ports()) {
        for (Service.Port sp : s.ports()) {
          if (sp.targetPort().equals(p.name())
              || sp.targetPort().equals(Integer.toString(p.number()))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Levenshtein's distance. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
