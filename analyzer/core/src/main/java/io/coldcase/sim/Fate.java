package io.coldcase.sim;

import io.coldcase.model.kube.Pod;
import java.util.List;
import java.util.Optional;

/** How one branch of a walk ended, with what it left behind for the answer. */
record Fate(
    Verdict verdict, String why, String place, Packet last, Progress at, Optional<Pod> pod) {

  static List<Fate> end(Verdict v, String why, String place, Packet last, Progress at) {
    return List.of(new Fate(v, why, place, last, at, Optional.empty()));
  }

  Outcome outcome(Optional<Outcome> reply) {
    return new Outcome(
        verdict(),
        reply.map(Outcome::probability).orElse(at().probability()),
        why(),
        place(),
        last(),
        at().way().list(),
        reply);
  }
}
