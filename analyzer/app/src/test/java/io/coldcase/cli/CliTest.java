package io.coldcase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CliTest {
  private static final String FAULT = "../../samples/faults/ip-forward-disabled/recorded";
  private static final String HEALTHY = "../../samples/healthy/nftables";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine(args);
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
  }

  @Test
  void aRootCauseIsExitCodeOne() {
    assertThat(run("analyze", FAULT)).isEqualTo(1);
    assertThat(out.toString())
        .contains("ROOT CAUSE")
        .contains("node/w2/sysctl.txt:")
        .doesNotContain("\u001b");
  }

  @Test
  void failOnChangesIt() {
    assertThat(run("analyze", "--fail-on", "never", FAULT)).isZero();
  }

  @Test
  void aHealthyClusterIsExitCodeZero() {
    assertThat(run("analyze", HEALTHY)).isZero();
  }

  @Test
  void severalFormatsAtOnce(@TempDir Path dir) throws IOException {
    Path html = dir.resolve("r.html");
    Path json = dir.resolve("r.json");
    assertThat(run("analyze", FAULT, "-o", html.toString(), "-o", json.toString())).isEqualTo(1);
    assertThat(Files.readString(html)).startsWith("<!DOCTYPE html>");
    assertThat(Files.readString(json)).startsWith("{").contains("\"ip-forward-disabled\"");
    assertThat(out.toString()).isEmpty();
    assertThat(run("analyze", "--format", "markdown", "--format", "json", FAULT)).isEqualTo(1);
    assertThat(out.toString()).contains("## Why").contains("\"rootCauses\"");
  }

  @Test
  void aTraceEndsAtTheLineThatStopsIt() throws IOException {
    String[] ask = {"trace", FAULT, "--from", "node:cp1", "--to", "svc:shop/cart:api", "--all"};
    assertThat(run(ask)).isEqualTo(1);
    assertThat(out.toString())
        .contains("[w2]", "net.ipv4.ip_forward is 0", "node/w2/sysctl.txt:")
        .contains("=> DROPPED: forwarding is off")
        .doesNotContain("\u001b");
    assertThat(run("trace", HEALTHY, "--from", "node:w1", "--to", "node:w2", "--port", "10250"))
        .isZero();
    assertThat(run("trace", HEALTHY, "--from", "node:w1", "--to", "pod:no/such")).isEqualTo(2);
  }

  @Test
  void aTraceAsJsonHoldsTheSameWalk() throws IOException {
    String[] ask = {"trace", FAULT, "--from", "node:cp1", "--to", "svc:shop/cart:api"};
    assertThat(
            run(
                Stream.concat(Arrays.stream(ask), Stream.of("--reply", "--format", "json"))
                    .toArray(String[]::new)))
        .isEqualTo(1);
    JsonNode trace = new ObjectMapper().readTree(out.toString());
    assertThat(trace.path("schema").asText()).isEqualTo("coldcase-trace/1");
    assertThat(trace.path("from").asText()).isEqualTo("cp1");
    double all = 0;
    boolean dropped = false;
    for (JsonNode o : trace.path("outcomes")) {
      all += o.path("probability").asDouble();
      JsonNode steps = o.path("steps");
      JsonNode last = steps.path(steps.size() - 1);
      assertThat(steps.path(0).path("kind").asText()).isEqualTo("send");
      if (o.path("verdict").asText().equals("DROPPED")) {
        dropped = true;
        assertThat(last.path("place").asText()).isEqualTo("w2");
        assertThat(last.path("artifact").asText()).isEqualTo("node/w2/sysctl.txt");
        assertThat(last.path("line").asInt()).isPositive();
      } else {
        assertThat(o.path("reply").path("verdict").asText()).isEqualTo("DELIVERED");
      }
    }
    assertThat(all).isBetween(0.999, 1.001);
    assertThat(dropped).isTrue();
  }

  @Test
  void theHtmlReportDrawsTheWalkThatTheCauseEnds(@TempDir Path dir) throws IOException {
    Path html = dir.resolve("r.html");
    assertThat(run("analyze", FAULT, "-o", html.toString())).isEqualTo(1);
    String page = Files.readString(html);
    int at = page.indexOf("The way of a packet that this ends");
    assertThat(at).isPositive();
    assertThat(page.substring(at, page.indexOf("</svg>", at)))
        .contains("net.ipv4.ip_forward is 0", "node/w2/sysctl.txt:", "DROPPED: forwarding is off");
  }

  @Test
  void whatIsNoBundleIsExitCodeThreeAndOneSentence(@TempDir Path dir) throws IOException {
    Path noise = Files.writeString(dir.resolve("noise.tar.gz"), "not an archive");
    assertThat(run("analyze", noise.toString())).isEqualTo(3);
    assertThat(run("analyze", dir.resolve("absent").toString())).isEqualTo(3);
    assertThat(err.toString().strip().lines()).hasSize(2).allMatch(l -> l.startsWith("coldcase: "));
  }

  @Test
  void wrongUsageIsExitCodeTwo(@TempDir Path dir) {
    assertThat(run("analyze")).isEqualTo(2);
    assertThat(run("analyze", "--format", "pdf", FAULT)).isEqualTo(2);
    assertThat(run("explain", "no-such-fault")).isEqualTo(2);
    assertThat(run("analyze", "--rules", dir.toString(), FAULT)).isEqualTo(2);
    assertThat(run("nonsense")).isEqualTo(2);
  }

  @Test
  void theRulesOfTheOperatorMayNotBreakSilently(@TempDir Path dir) throws IOException {
    Files.writeString(
        dir.resolve("mine.drl"),
        "package io.coldcase.rules\nrule \"mine\"\nwhen\n  Nothing()\nthen\nend\n");
    assertThat(run("analyze", "--rules", dir.toString(), FAULT)).isEqualTo(2);
    assertThat(err.toString()).contains("mine.drl:4");
  }

  @Test
  void pagesAndListsOfFaults() {
    assertThat(run("explain", "ip-forward-disabled")).isZero();
    assertThat(out.toString()).contains("## Remediation");
    assertThat(run("rules", "--search", "IP_FORWARD")).isZero();
    assertThat(out.toString()).contains("node-kernel").contains("ip-forward-disabled");
  }

  @Test
  void theInventoryOfABundle() {
    assertThat(run("bundle", HEALTHY)).isZero();
    assertThat(out.toString())
        .contains("cp1 w1 w2")
        .contains("node/w1/ip-route.txt")
        .contains("missing");
  }

  @Test
  void everyCommandExplainsItself() {
    for (String c : List.of("analyze", "bundle", "explain", "rules", "batch", "capture")) {
      assertThat(run(c, "--help")).as(c).isZero();
    }
    assertThat(out.toString()).contains("Usage: coldcase batch");
    assertThat(run("generate-completion")).isZero();
    assertThat(out.toString()).contains("complete");
  }

  @Test
  void aBatchGoesOnAfterABrokenBundleAndResumes(@TempDir Path dir) throws IOException {
    Path cases = Files.createDirectories(dir.resolve("cases"));
    Files.copy(Path.of(FAULT, "bundle.tar.xz"), cases.resolve("a.tar.xz"));
    Files.copy(Path.of(HEALTHY, "bundle.tar.xz"), cases.resolve("c.tar.xz"));
    Files.writeString(cases.resolve("b.tar.gz"), "broken");
    Path results = dir.resolve("results.jsonl");
    assertThat(run("batch", "-j", "1", "-o", results.toString(), cases.toString())).isEqualTo(1);
    List<String> lines = Files.readAllLines(results);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("\"status\":\"unreadable\"");
    assertThat(out.toString()).contains("cases 3, ok 2, unreadable 1");

    Files.writeString(results, lines.get(0) + "\n" + lines.get(1).substring(0, 20));
    assertThat(run("batch", "-j", "1", "-o", results.toString(), cases.toString())).isEqualTo(1);
    List<String> resumed = Files.readAllLines(results);
    assertThat(resumed).hasSize(3);
    assertThat(resumed.get(0)).isEqualTo(lines.get(0));
  }
}
