package io.coldcase.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coldcase.diag.SourceRef;
import io.coldcase.fact.SysctlFact;
import io.coldcase.finding.Confidence;
import io.coldcase.finding.Fault;
import io.coldcase.finding.Finding;
import io.coldcase.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleEngineTest {
  private static final RuleEngine ENGINE = RuleEngine.compiled();

  private static SysctlFact forwarding(String node, String value) {
    return new SysctlFact(
        node,
        "net.ipv4.ip_forward",
        value,
        SourceRef.line("node/" + node + "/sysctl.txt", 9, "net.ipv4.ip_forward = " + value));
  }

  @Test
  void readsTheMetadataBackFromTheCompiledRules() {
    Fault f = ENGINE.faults().get("ip-forward-disabled");
    assertThat(f.title()).isEqualTo("IPv4 forwarding is off");
    assertThat(f.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(f.scope()).isEqualTo("node");
    assertThat(f.needs()).containsExactly("sysctl");
    assertThat(f.explains()).contains("sym-pod-to-external-fails");
    assertThat(f.intermediate()).isFalse();
  }

  @Test
  void findingsAreSortedAndEachStandsOnce() {
    List<Finding> findings =
        ENGINE.run(
            List.of(
                forwarding("w2", "0"),
                forwarding("w1", "0"),
                forwarding("w1", "0"),
                forwarding("w3", "1")));
    assertThat(findings).extracting(f -> f.subjects().get(0).name()).containsExactly("w1", "w2");
    assertThat(findings).allMatch(f -> f.confidence() == Confidence.CERTAIN);
  }

  @Test
  void rulesThatNoCaseNeededSoFarAreThereWhenOneDoes() {
    RuleEngine fresh = RuleEngine.compiled();
    assertThat(fresh.run(List.of())).isEmpty();
    assertThat(fresh.run(List.of(forwarding("w1", "1")))).isEmpty();
    assertThat(fresh.run(List.of(forwarding("w1", "0")))).hasSize(1);
    assertThat(fresh.run(List.of())).isEmpty();
  }

  @Test
  void theOperatorsRulesRunBesideTheCompiledOnes(@TempDir Path dir) throws IOException {
    Files.writeString(
        dir.resolve("site-rule.drl"),
        """
        package io.coldcase.rules
        import io.coldcase.fact.SysctlFact
        import io.coldcase.finding.Finding
        import io.coldcase.finding.Subject

        rule "site-rule"
          @title("Forwarding is on")
          @severity("low")
          @scope("node")
          @needs("sysctl")
          @explains("")
        when
          $s : SysctlFact(key == "net.ipv4.ip_forward", value == "1")
        then
          insertLogical(Finding.possible("site-rule", Subject.node($s.node())).because($s.at(), "on"));
        end
        """);
    RuleEngine both = ENGINE.with(dir);
    assertThat(both.faults()).containsKeys("site-rule", "ip-forward-disabled");
    assertThat(both.run(List.of(forwarding("w1", "1"), forwarding("w2", "0"))))
        .extracting(Finding::id)
        .containsExactly("ip-forward-disabled", "site-rule");
    assertThat(ENGINE.faults()).doesNotContainKey("site-rule");
  }

  @Test
  void aRuleThatDoesNotCompileIsNamedWithFileAndLine(@TempDir Path dir) throws IOException {
    Files.writeString(
        dir.resolve("typo.drl"),
        """
        package io.coldcase.rules
        import io.coldcase.fact.SysctlFact

        rule "typo"
        when
          $s : SysctlFact(kee == "net.ipv4.ip_forward")
        then
        end
        """);
    assertThatThrownBy(() -> ENGINE.with(dir))
        .isInstanceOf(RuleException.class)
        .hasMessageContaining("typo.drl:6");
    Files.writeString(
        dir.resolve("typo.drl"),
        "package io.coldcase.rules\nrule \"x\"\nwhen\n  Foo((\nthen\nend\n");
    assertThatThrownBy(() -> ENGINE.with(dir))
        .isInstanceOf(RuleException.class)
        .hasMessageContaining("typo.drl:6: ");
  }
}
