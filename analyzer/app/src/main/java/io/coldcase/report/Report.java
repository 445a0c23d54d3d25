package io.coldcase.report;

import io.coldcase.bundle.Contents;
import io.coldcase.cause.Cause;
import io.coldcase.cause.Diagnosis;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.KubeVersion;
import io.coldcase.rules.NotEvaluated;
import io.coldcase.rules.RulePages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Everything that the formats write.
 *
 * @param source what was analyzed, as the user named it
 * @param faults what is known about each fault, by id
 * @param symptomTitles titles of symptoms by id
 * @param contents what the bundle held
 * @param timeline what happened when
 * @param warnings what was not understood, and other remarks about the evidence
 */
public record Report(
    String source,
    Cluster cluster,
    Diagnosis diagnosis,
    Map<String, Fault> faults,
    Map<String, String> symptomTitles,
    List<NotEvaluated> notEvaluated,
    Contents contents,
    List<Timeline.Entry> timeline,
    List<Warning> warnings) {
  public Report {
    notEvaluated = List.copyOf(notEvaluated);
    timeline = List.copyOf(timeline);
    warnings = List.copyOf(warnings);
  }

  /** The title of a fault or symptom; its id when it has none. */
  public String title(String id) {
    Fault f = faults.get(id);
    return f != null ? f.title() : symptomTitles.getOrDefault(id, id);
  }

  /** The result in a few words; silence counts only for what could be judged. */
  public String headline() {
    if (!diagnosis.causes().isEmpty()) {
      int causes = diagnosis.causes().size();
      return causes == 1 ? "one root cause" : causes + " root causes, the most likely first";
    }
    String found =
        diagnosis.unexplained().isEmpty() ? "nothing found" : "no root cause found, but symptoms";
    long unjudged = notEvaluated.stream().map(n -> n.fault().id()).distinct().count();
    return unjudged == 0
        ? found
        : found
            + "; "
            + unjudged
            + " of "
            + faults.size()
            + " faults could not be judged everywhere";
  }

  /** How large the case is: nodes, version of Kubernetes, until when it was collected. */
  public String extent() {
    String version =
        cluster
            .store()
            .get(Kinds.VERSION)
            .flatMap(KubeVersion::server)
            .map(v -> ", Kubernetes " + v.text())
            .orElse("");
    int nodes = cluster.nodes().size();
    return (nodes == 1 ? "1 node" : nodes + " nodes")
        + version
        + (cluster.now().equals(Instant.EPOCH) ? "" : ", collected until " + cluster.now());
  }

  /** The cause in one sentence: its title and what it is about. */
  public static String sentence(Cause c) {
    return c.fault().title() + ": " + list(subjects(c), 4);
  }

  /** What a cause is about: the first subject of each of its findings. */
  public static List<Subject> subjects(Cause c) {
    LinkedHashSet<Subject> first = new LinkedHashSet<>();
    for (Finding f : c.findings()) {
      first.add(f.subjects().get(0));
    }
    return List.copyOf(first);
  }

  /** The evidence of a cause by what it shows, in the order of its first mention. */
  public static Map<String, List<SourceRef>> reasons(Cause c) {
    Map<String, List<SourceRef>> byWhy = new LinkedHashMap<>();
    c.evidence().forEach(e -> byWhy.computeIfAbsent(e.why(), k -> new ArrayList<>()).add(e.at()));
    return byWhy;
  }

  /** Subjects in words, at most {@code max} of them. */
  public static String list(List<Subject> subjects, int max) {
    List<String> words = subjects.stream().limit(max).map(Subject::toString).toList();
    String text = String.join(", ", words);
    return subjects.size() > max ? text + " and " + (subjects.size() - max) + " more" : text;
  }

  /** The commands that repair a cause, those of its first finding; the others are named. */
  public static List<String> remediation(Cause c) {
    Finding first = c.findings().get(0);
    List<String> commands = new ArrayList<>(RulePages.remediation(c.id(), first.params()));
    if (!commands.isEmpty() && c.findings().size() > 1) {
      List<Subject> others = subjects(c).subList(1, subjects(c).size());
      if (!others.isEmpty()) {
        // a comment, but people paste it: nothing in it may end the comment or start anything
        commands.add("# the same for " + list(others, 20).replaceAll("[^A-Za-z0-9 ._:/,-]", "_"));
      }
    }
    return commands;
  }

  /** A symptom in one line: who suffers, what is not reached, how. */
  public static String describe(Symptom s) {
    StringBuilder b = new StringBuilder();
    if (!s.source().equals(Subject.CLUSTER)) {
      b.append(s.source());
    }
    if (!s.target().equals(Subject.CLUSTER) && !s.target().equals(s.source())) {
      b.append(b.length() > 0 ? " to " : "").append(s.target());
    }
    if (!s.detail().isEmpty()) {
      b.append(b.length() > 0 ? ": " : "").append(s.detail());
    }
    return b.length() == 0 ? "in the whole cluster" : b.toString();
  }

  /** How the faults that a link of a chain could hide would be shown: artifacts not collected. */
  public List<NotEvaluated> wouldShowDeeper(Cause c) {
    return notEvaluated.stream().filter(n -> c.deeper().contains(n.fault())).toList();
  }
}
