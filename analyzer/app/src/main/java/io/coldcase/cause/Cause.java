package io.coldcase.cause;

import io.coldcase.fact.Symptom;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * A fault that nothing else in the case explains: one or more findings of it with the same
 * confidence, and what follows from them.
 *
 * @param findings at least one; the one that explains most comes first
 * @param consequences findings that follow from it
 * @param symptoms symptoms that still held at collection and follow from it, directly or through a
 *     consequence
 * @param deeper for a link of a chain without a visible cause: the faults that could be behind it
 */
public record Cause(
    Fault fault,
    Confidence confidence,
    List<Finding> findings,
    List<Finding> consequences,
    List<Symptom> symptoms,
    List<Fault> deeper) {
  public Cause {
    findings = List.copyOf(findings);
    consequences = List.copyOf(consequences);
    symptoms = List.copyOf(symptoms);
    deeper = List.copyOf(deeper);
  }

  public String id() {
    return fault.id();
  }

  /** True when this always has a cause of its own, which the evidence does not show. */
  public boolean deeperCauseNotVisible() {
    return fault.intermediate();
  }

  /** Everything the findings are about: first the subject of each, then what else they name. */
  public List<Subject> subjects() {
    LinkedHashSet<Subject> all = new LinkedHashSet<>();
    findings.forEach(f -> all.add(f.subjects().get(0)));
    findings.forEach(f -> all.addAll(f.subjects()));
    return List.copyOf(all);
  }

  public List<Evidence> evidence() {
    LinkedHashSet<Evidence> all = new LinkedHashSet<>();
    findings.forEach(f -> all.addAll(f.evidence()));
    return new ArrayList<>(all);
  }
}
