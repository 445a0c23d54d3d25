package io.coldcase.cause;

import io.coldcase.fact.Symptom;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Findings and symptoms in, root causes out (DESIGN, Causes). An edge of the {@code explains} graph
 * holds in a case when the subjects are related in the model, the cause is at most one level less
 * certain than its effect, and did not start after it. A finding that no edge enters is a root.
 */
public final class Ranker {
  /** How far the clocks of two sources may lie apart. */
  private static final Duration SKEW = Duration.ofSeconds(120);

  private static final Comparator<Symptom> SYMPTOMS =
      Comparator.comparing(Symptom::id)
          .thenComparing(Symptom::source)
          .thenComparing(Symptom::target)
          .thenComparing(Symptom::detail)
          .thenComparing(Symptom::first)
          .thenComparing(Symptom::last)
          .thenComparing(s -> s.evidence().toString());

  private final Map<String, Fault> faults;
  private final Map<String, List<String>> brought;
  private final Map<String, Set<String>> reach = new HashMap<>();

  /**
   * @param faults what is known about each fault, by id
   * @param brought for each symptom the symptoms that it brings along
   */
  public Ranker(Map<String, Fault> faults, Map<String, List<String>> brought) {
    this.faults = faults;
    this.brought = brought;
  }

  /** The diagnosis of one case; the order of the inputs does not matter. */
  public Diagnosis rank(
      Collection<Finding> findings, Collection<Symptom> symptoms, Cluster cluster) {
    List<Symptom> noticed = symptoms.stream().distinct().sorted(SYMPTOMS).toList();
    List<Link> links = new ArrayList<>();
    for (Finding f : merge(findings)) {
      links.add(new Link(f, fault(f.id()), links.size()));
    }
    connect(links, noticed, new Relations(cluster));
    links.forEach(l -> l.gather(new HashSet<>()));
    List<Link> ranked = links.stream().sorted(RANK).toList();
    List<Cause> causes = new ArrayList<>();
    List<Diagnosis.Alternative> alternatives = new ArrayList<>();
    Map<Symptom, Cause> explained = new LinkedHashMap<>();
    for (Cause c : causes(ranked)) {
      Optional<Cause> better = insteadOf(c, causes, explained);
      if (better.isPresent()) {
        alternatives.add(new Diagnosis.Alternative(c, better.get().id()));
      } else {
        causes.add(c);
        c.symptoms().forEach(s -> explained.putIfAbsent(s, c));
      }
    }
    Map<Symptom, List<String>> by = new HashMap<>();
    for (Cause c : causes) {
      c.symptoms().forEach(s -> by.computeIfAbsent(s, k -> new ArrayList<>()).add(c.id()));
    }
    return new Diagnosis(
        causes, alternatives, links.stream().map(l -> l.finding).toList(), noticed, by);
  }

  /** One finding in the graph of the case. */
  private static final class Link {
    final Finding finding;
    final Fault fault;
    final int order;
    final List<Link> effects = new ArrayList<>();
    final LinkedHashSet<Symptom> symptoms = new LinkedHashSet<>();
    final LinkedHashSet<Link> consequences = new LinkedHashSet<>();
    boolean caused;

    Link(Finding finding, Fault fault, int order) {
      this.finding = finding;
      this.fault = fault;
      this.order = order;
    }

    /**
     * Confidence, and a step and a half more for what something fails by at present: who reads a
     * report looks for the cause of a failure. What is certain and hurts nobody comes behind a
     * probable cause of what fails, before a possible one.
     */
    int weight() {
      boolean felt = symptoms.stream().anyMatch(s -> !s.ended());
      return 2 * finding.confidence().ordinal() + (felt ? 3 : 0);
    }

    /** Adds what the effects explain to what this explains. */
    void gather(Set<Link> seen) {
      Deque<Link> open = new ArrayDeque<>(effects);
      seen.add(this);
      while (!open.isEmpty()) {
        Link l = open.removeFirst();
        if (seen.add(l)) {
          consequences.add(l);
          symptoms.addAll(l.symptoms);
          open.addAll(l.effects);
        }
      }
    }
  }

  private static final Comparator<Link> RANK =
      Comparator.comparingInt(Link::weight)
          .reversed()
          .thenComparing((Link l) -> l.symptoms.size(), Comparator.reverseOrder())
          .thenComparing(l -> l.finding.evidence().size(), Comparator.reverseOrder())
          .thenComparing(l -> l.fault.severity(), Comparator.reverseOrder())
          .thenComparing(l -> l.finding.id())
          .thenComparing(l -> l.order);

  private void connect(List<Link> links, List<Symptom> symptoms, Relations relations) {
    Map<String, List<Link>> byId = new TreeMap<>();
    links.forEach(l -> byId.computeIfAbsent(l.fault.id(), k -> new ArrayList<>()).add(l));
    Map<String, List<Symptom>> symptomsById = new TreeMap<>();
    symptoms.forEach(s -> symptomsById.computeIfAbsent(s.id(), k -> new ArrayList<>()).add(s));
    for (Link a : links) {
      for (String id : reach(a.fault.id())) {
        for (Link b : byId.getOrDefault(id, List.of())) {
          if (!reach(id).contains(a.fault.id()) && explains(a, b.finding, relations)) {
            a.effects.add(b);
            b.caused = true;
          }
        }
        for (Symptom s : symptomsById.getOrDefault(id, List.of())) {
          // what ended before the collection is told apart, and is no proof of what still holds
          if (!s.ended() && explains(a, s, relations)) {
            a.symptoms.add(s);
          }
        }
      }
    }
  }

  private static boolean explains(Link a, Finding b, Relations relations) {
    return a.finding.confidence().ordinal() >= b.confidence().ordinal() - 1
        && !(a.finding.since().isPresent()
            && b.since().isPresent()
            && a.finding.since().get().isAfter(b.since().get().plus(SKEW)))
        && (a.fault.scope().equals("cluster")
            || relations.reaches(a.finding.subjects(), b.subjects()));
  }

  private static boolean explains(Link a, Symptom s, Relations relations) {
    // a symptom may have had an earlier spell of another cause: what counts is its last sighting
    boolean late =
        a.finding.since().isPresent()
            && !s.last().equals(Instant.EPOCH)
            && a.finding.since().get().isAfter(s.last().plus(SKEW));
    return !late
        && (a.fault.scope().equals("cluster") || relations.reaches(a.finding.subjects(), s));
  }

  /** Every id that follows from a fault, through faults that need not show themselves. */
  private Set<String> reach(String id) {
    Set<String> known = reach.get(id);
    if (known != null) {
      return known;
    }
    Set<String> all = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(fault(id).explains());
    while (!open.isEmpty()) {
      String next = open.removeFirst();
      if (!next.equals(id) && all.add(next)) {
        open.addAll(
            faults.containsKey(next)
                ? faults.get(next).explains()
                : brought.getOrDefault(next, List.of()));
      }
    }
    reach.put(id, all);
    return all;
  }

  /** Roots of the same fault and confidence become one cause, at the place of the best of them. */
  private List<Cause> causes(List<Link> ranked) {
    Map<String, List<Link>> groups = new LinkedHashMap<>();
    for (Link l : ranked) {
      if (!l.caused && !l.fault.indicator()) {
        groups
            .computeIfAbsent(l.fault.id() + " " + l.finding.confidence(), k -> new ArrayList<>())
            .add(l);
      }
    }
    List<Cause> causes = new ArrayList<>();
    for (List<Link> group : groups.values()) {
      Set<Symptom> symptoms = new LinkedHashSet<>();
      Set<Finding> consequences = new LinkedHashSet<>();
      for (Link l : group) {
        symptoms.addAll(l.symptoms);
        l.consequences.forEach(c -> consequences.add(c.finding));
      }
      Link first = group.get(0);
      causes.add(
          new Cause(
              first.fault,
              first.finding.confidence(),
              group.stream().map(l -> l.finding).toList(),
              consequences.stream().sorted(Comparator.comparing(Finding::id)).toList(),
              symptoms.stream().sorted(SYMPTOMS).toList(),
              first.fault.intermediate() ? behind(first.fault.id()) : List.of()));
    }
    return causes;
  }

  /**
   * The better cause beside which {@code c} is only an alternative: it is less than certain and
   * adds no symptom, or it is a mere possibility without any symptom.
   */
  private static Optional<Cause> insteadOf(
      Cause c, List<Cause> better, Map<Symptom, Cause> explained) {
    if (c.confidence() == Confidence.CERTAIN || better.isEmpty()) {
      return Optional.empty();
    }
    if (c.symptoms().isEmpty()) {
      return c.confidence() == Confidence.POSSIBLE ? Optional.of(better.get(0)) : Optional.empty();
    }
    return explained.keySet().containsAll(c.symptoms())
        ? Optional.of(explained.get(c.symptoms().get(0)))
        : Optional.empty();
  }

  private List<Fault> behind(String id) {
    return faults.values().stream()
        .filter(f -> !f.id().equals(id) && reach(f.id()).contains(id))
        .sorted(Comparator.comparing(Fault::id))
        .toList();
  }

  private Fault fault(String id) {
    return faults.getOrDefault(id, Fault.unknown(id));
  }

  /**
   * One finding per fault and first subject: variants of a rule that saw the same thing differently
   * add their evidence to the most certain of them.
   */
  private static List<Finding> merge(Collection<Finding> findings) {
    Map<String, Finding> merged = new TreeMap<>();
    List<Finding> strongestFirst =
        findings.stream()
            .distinct()
            .sorted(
                Comparator.comparing(Finding::confidence, Comparator.reverseOrder())
                    .thenComparing(Finding::id)
                    .thenComparing(f -> f.subjects().toString())
                    .thenComparing(f -> f.evidence().toString()))
            .toList();
    for (Finding f : strongestFirst) {
      Subject s = f.subjects().get(0);
      String key = f.id() + "\0" + s.kind() + "\0" + s.namespace() + "\0" + s.name();
      merged.merge(key, f, Ranker::join);
    }
    return List.copyOf(merged.values());
  }

  private static Finding join(Finding strong, Finding weak) {
    LinkedHashSet<Subject> subjects = new LinkedHashSet<>(strong.subjects());
    subjects.addAll(weak.subjects());
    LinkedHashSet<Evidence> evidence = new LinkedHashSet<>(strong.evidence());
    evidence.addAll(weak.evidence());
    Map<String, String> params = new LinkedHashMap<>(weak.params());
    params.putAll(strong.params());
    Optional<Instant> since =
        strong.since().isPresent() && weak.since().isPresent()
            ? Optional.of(
                strong.since().get().isBefore(weak.since().get())
                    ? strong.since().get()
                    : weak.since().get())
            : strong.since().or(weak::since);
    return new Finding(
        strong.id(),
        strong.confidence(),
        List.copyOf(subjects),
        List.copyOf(evidence),
        params,
        since);
  }
}
