package io.coldcase.finding;

import io.coldcase.diag.SourceRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a rule asserts: a fault, what it is about, how sure, and the evidence. Immutable; the
 * methods that add return a new one.
 *
 * @param id fault id, equal to the rule's name
 * @param params values for the placeholders of the fault's remediation, for example {@code node}
 * @param since when it began, if the evidence says so
 */
public record Finding(
    String id,
    Confidence confidence,
    List<Subject> subjects,
    List<Evidence> evidence,
    Map<String, String> params,
    Optional<Instant> since) {
  public Finding {
    subjects = List.copyOf(subjects);
    evidence = List.copyOf(evidence);
    params = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(params));
  }

  public static Finding of(String id, Confidence confidence, Subject subject) {
    return new Finding(id, confidence, List.of(subject), List.of(), Map.of(), Optional.empty());
  }

  public static Finding certain(String id, Subject subject) {
    return of(id, Confidence.CERTAIN, subject);
  }

  public static Finding probable(String id, Subject subject) {
    return of(id, Confidence.PROBABLE, subject);
  }

  public static Finding possible(String id, Subject subject) {
    return of(id, Confidence.POSSIBLE, subject);
  }

  public Finding about(Subject more) {
    List<Subject> s = new ArrayList<>(subjects);
    s.add(more);
    return new Finding(id, confidence, s, evidence, params, since);
  }

  /** All of {@code more} as further subjects. */
  public Finding about(Collection<Subject> more) {
    List<Subject> s = new ArrayList<>(subjects);
    s.addAll(more);
    return new Finding(id, confidence, s, evidence, params, since);
  }

  public Finding because(SourceRef at, String why) {
    List<Evidence> e = new ArrayList<>(evidence);
    e.add(new Evidence(at, why));
    return new Finding(id, confidence, subjects, e, params, since);
  }

  public Finding because(Collection<Evidence> more) {
    List<Evidence> e = new ArrayList<>(evidence);
    e.addAll(more);
    return new Finding(id, confidence, subjects, e, params, since);
  }

  public Finding param(String name, Object value) {
    Map<String, String> p = new LinkedHashMap<>(params);
    p.put(name, String.valueOf(value));
    return new Finding(id, confidence, subjects, evidence, p, since);
  }

  public Finding since(Instant when) {
    return new Finding(id, confidence, subjects, evidence, params, Optional.of(when));
  }

  public Finding at(Confidence other) {
    return new Finding(id, other, subjects, evidence, params, since);
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public int hashCode() {
    return 31 * id.hashCode() + subjects.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Finding f
            && id.equals(f.id)
            && confidence == f.confidence
            && subjects.equals(f.subjects)
            && evidence.equals(f.evidence)
            && params.equals(f.params)
            && since.equals(f.since);
  }
}
