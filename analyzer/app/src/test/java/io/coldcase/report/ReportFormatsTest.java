package io.coldcase.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.coldcase.assemble.Assembler.Loaded;
import io.coldcase.bundle.Contents;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.fact.Symptom;
import io.coldcase.fact.SysctlFact;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Store;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.html.HtmlReport;
import io.coldcase.report.json.JsonReport;
import io.coldcase.report.markdown.MarkdownReport;
import io.coldcase.report.text.TextReport;
import io.coldcase.rules.RuleEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All formats on names and lines that try to act. */
class ReportFormatsTest {
  private static final Pipeline PIPELINE = new Pipeline(RuleEngine.compiled());
  private static final String HOSTILE =
      "<script>alert(1)</script>\u001b[31m\u202e|`@all [x](http://evil.example) \r\n</details>";

  private static Report report(int nodes) {
    List<Object> facts = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      String node = HOSTILE + i;
      facts.add(
          new SysctlFact(
              node,
              "net.ipv4.ip_forward",
              "0",
              SourceRef.line(
                  "node/" + node + "/sysctl.txt", 7, "net.ipv4.ip_forward = 0" + HOSTILE)));
      facts.add(symptom("sym-cross-node-pod-traffic-fails", Subject.node(node)));
    }
    facts.add(symptom("sym-image-pull-fails", Subject.pod(HOSTILE, HOSTILE)));
    Cluster empty =
        new Cluster(
            new Store.Builder().build(),
            Map.of(),
            Map.of(),
            Map.of(),
            Instant.ofEpochSecond(1_000_000));
    Loaded loaded =
        new Loaded(
            empty,
            new Contents(List.of(), List.of(), List.of(), List.of(), false),
            List.of(
                new Warning(SourceRef.line("node/w1/x.txt", 3, ""), "not understood: " + HOSTILE)));
    return PIPELINE.judge(HOSTILE, loaded, facts);
  }

  private static Symptom symptom(String id, Subject source) {
    return new Symptom(
        id,
        source,
        Subject.CLUSTER,
        HOSTILE,
        Instant.ofEpochSecond(999_000),
        Instant.ofEpochSecond(999_900),
        false,
        3,
        List.of(new Evidence(SourceRef.line("cluster/x.log", 1, HOSTILE), "it says so")));
  }

  private static String html(Report r) throws IOException {
    StringWriter w = new StringWriter();
    HtmlReport.write(r, w);
    return w.toString();
  }

  private static String text(Report r, boolean colour) throws IOException {
    StringWriter w = new StringWriter();
    TextReport.write(r, colour, w);
    return w.toString();
  }

  private static String markdown(Report r) throws IOException {
    StringWriter w = new StringWriter();
    MarkdownReport.write(r, w);
    return w.toString();
  }

  @Test
  void theHostileCaseHasACauseASymptomThatRemainsAndAWarning() {
    Report r = report(2);
    assertThat(r.diagnosis().causes()).hasSize(1);
    assertThat(Report.subjects(r.diagnosis().causes().get(0))).hasSize(2);
    assertThat(r.diagnosis().unexplained()).hasSize(1);
    assertThat(r.warnings()).hasSize(1);
  }

  @Test
  void htmlShowsMarkupAsTextAndAsksForNothing() throws IOException {
    String page = html(report(2));
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script");
    assertThat(page).doesNotContain("\u001b").doesNotContain("\u202e");
    assertThat(page).doesNotContainPattern("(?i)(src|href|url\\(|@import)\\s*=?");
    assertThat(page)
        .contains("<svg")
        .contains("prefers-color-scheme: dark")
        .contains("@media print");
  }

  @Test
  void textStaysInEightyColumnsAndMovesNoCursor() throws IOException {
    String plain = text(report(2), false);
    assertThat(plain).doesNotContain("\u001b").doesNotContain("\u202e").doesNotContain("\r");
    assertThat(plain.lines().filter(l -> !l.startsWith("    ")).toList())
        .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(80));
    assertThat(text(report(2), true)).contains("\u001b[1m").doesNotContain("\u001b[31m");
  }

  @Test
  void markdownIsInertAndFitsIntoAnIssue() throws IOException {
    String few = markdown(report(2));
    String outsideCode = few.replaceAll("(?s)```text\n.*?\n```", "");
    assertThat(outsideCode)
        .contains("<details>")
        .doesNotContain("<script")
        .doesNotContain("](http")
        .doesNotContain("@all");
    assertThat(outsideCode.split("</details>", -1))
        .hasSameSizeAs(outsideCode.split("<details>", -1));
    String many = markdown(report(3_000));
    assertThat(many.getBytes(StandardCharsets.UTF_8).length).isLessThan(60_000);
  }

  @Test
  void jsonKeepsToItsSchema() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonSchema schema;
    try (InputStream in = JsonReport.class.getResourceAsStream("report.schema.json")) {
      schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
    }
    StringWriter json = new StringWriter();
    JsonReport.write(report(2), json);
    JsonNode tree = mapper.readTree(json.toString());
    assertThat(schema.validate(tree)).isEmpty();
    assertThat(tree.at("/rootCauses/0/subjects/0/name").asText()).isEqualTo(HOSTILE + "0");
    assertThat(tree.at("/rootCauses/0/explains").toString())
        .contains("sym-cross-node-pod-traffic-fails");
    assertThat(tree.at("/notEvaluated").size()).isPositive();
    StringWriter line = new StringWriter();
    JsonReport.writeLine(report(1), line);
    assertThat(line.toString().strip().lines()).hasSize(1);
  }
}
