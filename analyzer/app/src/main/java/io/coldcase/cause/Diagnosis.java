package io.coldcase.cause;

import io.coldcase.fact.Symptom;
import io.coldcase.finding.Finding;
import java.util.List;
import java.util.Map;

/**
 * What a case comes down to.
 *
 * @param causes root causes, the most likely first
 * @param alternatives less certain faults that could stand behind the symptoms of a cause
 * @param findings all findings, one per fault and subject, in a stable order
 * @param symptoms all symptoms, in a stable order
 * @param explainedBy for each symptom the ids of the causes that explain it; empty = unexplained
 */
public record Diagnosis(
    List<Cause> causes,
    List<Alternative> alternatives,
    List<Finding> findings,
    List<Symptom> symptoms,
    Map<Symptom, List<String>> explainedBy) {
  public Diagnosis {
    causes = List.copyOf(causes);
    alternatives = List.copyOf(alternatives);
    findings = List.copyOf(findings);
    symptoms = List.copyOf(symptoms);
    explainedBy = Map.copyOf(explainedBy);
  }

  /** A fault that would explain the symptoms of another cause as well. */
  public record Alternative(Cause cause, String insteadOf) {}

  /** Symptoms that still held at collection and that no cause explains. */
  public List<Symptom> unexplained() {
    return symptoms.stream()
        .filter(s -> !s.ended() && explainedBy.getOrDefault(s, List.of()).isEmpty())
        .toList();
  }
}
