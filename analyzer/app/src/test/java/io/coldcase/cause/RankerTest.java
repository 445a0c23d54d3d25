package io.coldcase.cause;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.diag.SourceRef;
import io.coldcase.fact.Symptom;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Severity;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Cluster CLUSTER =
      new Cluster(new Store.Builder().build(), Map.of(), Map.of(), Map.of(), NOON);
  private static final Subject W1 = Subject.node("w1");
  private static final Subject W2 = Subject.node("w2");

  private final Map<String, Fault> faults = new HashMap<>();

  private void fault(String id, String scope, String role, String... explains) {
    faults.put(id, new Fault(id, id, Severity.HIGH, scope, role, List.of(), List.of(explains)));
  }

  private static Finding finding(String id, Confidence c, Subject s) {
    return Finding.of(id, c, s).because(SourceRef.line("node/x/" + id + ".txt", 1, "x"), "why");
  }

  private static Symptom symptom(String id, Subject source, Subject target, boolean ended) {
    return new Symptom(id, source, target, "", NOON.minusSeconds(60), NOON, ended, 1, List.of());
  }

  private Diagnosis rank(List<Finding> findings, List<Symptom> symptoms) {
    return new Ranker(faults, Map.of("sym-node", List.of("sym-brought")))
        .rank(findings, symptoms, CLUSTER);
  }

  private static List<String> ids(Diagnosis d) {
    return d.causes().stream().map(Cause::id).toList();
  }

  @Test
  void aConsequenceOnTheSameNodeIsNoCause() {
    fault("off", "node", "root", "stale");
    fault("stale", "node", "intermediate");
    Diagnosis d =
        rank(
            List.of(
                finding("stale", Confidence.CERTAIN, W1), finding("off", Confidence.CERTAIN, W1)),
            List.of());
    assertThat(ids(d)).containsExactly("off");
    assertThat(d.causes().get(0).consequences()).extracting(Finding::id).containsExactly("stale");
  }

  @Test
  void whoeverExplainsASymptomExplainsWhatItBringsAlong() {
    fault("off", "node", "root", "sym-node");
    Symptom here = symptom("sym-brought", W1, W2, false);
    Symptom elsewhere = symptom("sym-brought", W2, W2, false);
    Diagnosis d = rank(List.of(finding("off", Confidence.CERTAIN, W1)), List.of(here, elsewhere));
    assertThat(d.unexplained()).containsExactly(elsewhere);
  }

  @Test
  void anotherNodeExplainsNothing() {
    fault("off", "node", "root", "stale");
    fault("stale", "node", "intermediate");
    Diagnosis d =
        rank(
            List.of(
                finding("stale", Confidence.CERTAIN, W2), finding("off", Confidence.CERTAIN, W1)),
            List.of());
    assertThat(ids(d)).containsExactlyInAnyOrder("off", "stale");
    Cause stale = d.causes().stream().filter(c -> c.id().equals("stale")).findFirst().orElseThrow();
    assertThat(stale.deeperCauseNotVisible()).isTrue();
    assertThat(stale.deeper()).extracting(Fault::id).containsExactly("off");
  }

  @Test
  void aChainHoldsThroughAFaultThatDoesNotShow() {
    fault("a", "node", "root", "b");
    fault("b", "node", "intermediate", "c");
    fault("c", "node", "intermediate");
    assertThat(
            ids(
                rank(
                    List.of(
                        finding("c", Confidence.CERTAIN, W1), finding("a", Confidence.CERTAIN, W1)),
                    List.of())))
        .containsExactly("a");
  }

  @Test
  void aMerePossibilityDoesNotExplainACertainty() {
    fault("a", "node", "root", "b");
    fault("b", "node", "root");
    assertThat(
            ids(
                rank(
                    List.of(
                        finding("a", Confidence.POSSIBLE, W1),
                        finding("b", Confidence.CERTAIN, W1)),
                    List.of())))
        .startsWith("b");
    assertThat(
            ids(
                rank(
                    List.of(
                        finding("a", Confidence.PROBABLE, W1),
                        finding("b", Confidence.CERTAIN, W1)),
                    List.of())))
        .containsExactly("a");
  }

  @Test
  void whatBeganLaterIsNoCause() {
    fault("a", "node", "root", "b");
    fault("b", "node", "root");
    Finding b = finding("b", Confidence.CERTAIN, W1).since(NOON);
    Finding late = finding("a", Confidence.CERTAIN, W1).since(NOON.plusSeconds(121));
    Finding skewed = finding("a", Confidence.CERTAIN, W1).since(NOON.plusSeconds(119));
    assertThat(ids(rank(List.of(late, b), List.of()))).hasSize(2);
    assertThat(ids(rank(List.of(skewed, b), List.of()))).containsExactly("a");
  }

  @Test
  void manyNodesWithTheSameFaultAreOneCause() {
    fault("off", "node", "root", "sym-x");
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      findings.add(finding("off", Confidence.CERTAIN, Subject.node("n" + i)));
    }
    Diagnosis d =
        rank(findings, List.of(symptom("sym-x", Subject.node("n7"), Subject.CLUSTER, false)));
    assertThat(d.causes()).hasSize(1);
    assertThat(d.causes().get(0).subjects()).hasSize(60);
    assertThat(d.causes().get(0).subjects().get(0)).isEqualTo(Subject.node("n7"));
  }

  @Test
  void symptomsAreExplainedByTheirEndsOrRemain() {
    fault("off", "node", "root", "sym-x");
    Symptom from = symptom("sym-x", W1, Subject.node("w3"), false);
    Symptom to = symptom("sym-x", Subject.node("w3"), W1, false);
    Symptom elsewhere = symptom("sym-x", W2, Subject.node("w3"), false);
    Symptom ended = symptom("sym-x", W2, Subject.CLUSTER, true);
    Diagnosis d =
        rank(List.of(finding("off", Confidence.CERTAIN, W1)), List.of(from, to, elsewhere, ended));
    assertThat(d.causes().get(0).symptoms()).containsExactlyInAnyOrder(from, to);
    assertThat(d.unexplained()).containsExactly(elsewhere);
  }

  @Test
  void aPathExplainsWhatHappensBetweenItsEnds() {
    fault("mtu", "path", "root", "sym-x");
    Symptom across = symptom("sym-x", W1, W2, false);
    Symptom other = symptom("sym-x", W1, Subject.node("w3"), false);
    Diagnosis d =
        rank(
            List.of(finding("mtu", Confidence.CERTAIN, Subject.path("w2", "w1"))),
            List.of(across, other));
    assertThat(d.causes().get(0).symptoms()).containsExactly(across);
  }

  @Test
  void theLessCertainCauseOfTheSameSymptomIsAnAlternative() {
    fault("a", "node", "root", "sym-x");
    fault("b", "node", "root", "sym-x", "sym-y");
    List<Finding> both =
        List.of(finding("b", Confidence.PROBABLE, W1), finding("a", Confidence.CERTAIN, W1));
    Diagnosis d = rank(both, List.of(symptom("sym-x", W1, W2, false)));
    assertThat(ids(d)).containsExactly("a");
    assertThat(d.alternatives())
        .extracting(x -> x.cause().id(), Diagnosis.Alternative::insteadOf)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("b", "a"));
    Diagnosis more =
        rank(
            both,
            List.of(symptom("sym-x", W1, W2, false), symptom("sym-y", W1, Subject.CLUSTER, false)));
    assertThat(ids(more)).containsExactly("a", "b");
  }

  @Test
  void theOrderOfTheInputsDoesNotMatter() {
    fault("a", "node", "root", "sym-x");
    fault("b", "node", "root", "sym-x");
    List<Finding> findings =
        new ArrayList<>(
            List.of(
                finding("b", Confidence.CERTAIN, W1),
                finding("a", Confidence.CERTAIN, W1),
                finding("a", Confidence.PROBABLE, W2)));
    Diagnosis first = rank(findings, List.of());
    Collections.reverse(findings);
    assertThat(rank(findings, List.of())).isEqualTo(first);
    assertThat(ids(first)).startsWith("a", "b");
  }

  @Test
  void anIndicatorIsNeverACause() {
    fault("i", "node", "indicator");
    Diagnosis d = rank(List.of(finding("i", Confidence.CERTAIN, W1)), List.of());
    assertThat(d.causes()).isEmpty();
    assertThat(d.findings()).hasSize(1);
  }

  @Test
  void variantsOfARuleForTheSameSubjectAreOneFinding() {
    fault("a", "node", "root");
    Diagnosis d =
        rank(
            List.of(
                finding("a", Confidence.PROBABLE, W1),
                Finding.certain("a", W1)
                    .because(SourceRef.line("cluster/nodes.json", 2, "y"), "because")),
            List.of());
    assertThat(d.findings()).hasSize(1);
    assertThat(d.findings().get(0).confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(d.findings().get(0).evidence()).hasSize(2);
  }
}
