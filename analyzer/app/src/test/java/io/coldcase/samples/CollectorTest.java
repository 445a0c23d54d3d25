package io.coldcase.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Limits;
import io.coldcase.cause.Cause;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.pipeline.Pipeline;
import io.coldcase.report.Report;
import io.coldcase.rules.RuleEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The collector's single file runs under the shells of this machine against tools that replay a
 * sample ({@code collectors-sh/test/fakes}), and the analyzer names the sample's fault from what
 * came out. A shell that is not here is skipped.
 */
class CollectorTest {
  private static final Path COLLECTORS =
      Path.of("../../collectors-sh").toAbsolutePath().normalize();
  private static final String TOPICS =
      "api,objects,podlogs,interfaces,routes,filter,conntrack,probes";
  private static final Pipeline PIPELINE = new Pipeline(RuleEngine.compiled());

  @TempDir private Path tmp;

  @ParameterizedTest
  @CsvSource({
    "dash, pod-route-missing, ''",
    "busybox ash, svc-selector-mismatch, ''",
    "bash, node-firewall-blocks-cluster-ports, ''",
    "mksh, pod-route-missing, ''",
    "ksh93, native-nft-drop, ''",
    "yash, svc-targetport-mismatch, ''",
    "dash, svc-selector-mismatch, --pseudonymize",
    "busybox ash, node-firewall-blocks-cluster-ports, --pseudonymize",
  })
  void namesTheFaultOfTheReplayedSample(String shell, String fault, String option)
      throws IOException, InterruptedException {
    Report report = analyzed(collected(shell, recorded("faults/" + fault + "/"), option));
    assertThat(report.diagnosis().causes().stream().map(Cause::id).toList()).startsWith(fault);
    if (!option.isEmpty()) {
      // what the customer calls things is nowhere in what the report says
      assertThat(report.diagnosis().toString())
          .doesNotContainPattern("\\b(shop|cart|cp1|w1|w2)\\b");
    }
  }

  @ParameterizedTest
  @CsvSource({"dash, ''", "busybox ash, --pseudonymize"})
  void healthyStaysHealthy(String shell, String option) throws IOException, InterruptedException {
    Report report = analyzed(collected(shell, recorded("healthy/iptables"), option));
    assertThat(report.diagnosis().findings()).isEmpty();
  }

  private static Sample recorded(String prefix) {
    return Sample.all().stream()
        .filter(s -> s.name().startsWith(prefix) && !s.nearMiss())
        .filter(s -> Files.exists(s.dir().resolve("bundle.tar.xz")))
        .findFirst()
        .orElseThrow();
  }

  /** The bundle that the collector made of a replayed sample. */
  private Path collected(String shell, Sample sample, String option)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(shell.split(" ")));
    assumeTrue(found(command.get(0)), command.get(0) + " is not installed");
    Path tools = tmp.resolve("tools");
    Path out = Files.createDirectories(tmp.resolve("out"));
    Path built = tmp.resolve("built");
    run(Map.of(), COLLECTORS.resolve("build").toString(), built.toString());
    Map<String, String> fixtures = Map.of("FIXTURES", fixtures(sample).toString());
    run(fixtures, COLLECTORS.resolve("test/fakes").toString(), tools.toString());
    command.add(built.resolve("coldcase-collect.sh").toString());
    command.addAll(List.of("--all-nodes", "--topic", TOPICS, "--gap", "0", "--nice", "0"));
    command.addAll(List.of("--output", out.toString()));
    if (!option.isEmpty()) {
      command.add(option);
    }
    run(
        Map.of("COLDCASE_PATH", tools.toString(), "KUBECONFIG", "/dev/null"),
        command.toArray(new String[0]));
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(f -> f.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
  }

  private static boolean found(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(d -> Files.isExecutable(Path.of(d.isEmpty() ? "." : d, program)));
  }

  private void run(Map<String, String> variables, String... command)
      throws IOException, InterruptedException {
    Path log = tmp.resolve("log");
    ProcessBuilder b = new ProcessBuilder(command);
    b.environment().putAll(variables);
    Process p =
        b.redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    assertThat(p.waitFor(400, TimeUnit.SECONDS)).as(command[0]).isTrue();
    assertThat(p.exitValue()).as(Files.readString(log)).isZero();
  }

  private static Report analyzed(Path bundle) throws IOException {
    return PIPELINE.judge("sample", Assembler.load(List.of(bundle), Limits.defaults()));
  }

  /** The sample as the fake tools want it: what each command printed, without our header lines. */
  private Path fixtures(Sample sample) throws IOException {
    Path f = tmp.resolve("fixtures");
    Map<String, byte[]> members = sample.members();
    for (Map.Entry<String, byte[]> m : members.entrySet()) {
      String path = m.getKey();
      byte[] content = m.getValue();
      if (path.startsWith("cluster/")) {
        write(f.resolve("kubectl").resolve(path.substring("cluster/".length())), content);
      } else if (path.startsWith("node/")) {
        String[] parts = path.split("/", 3);
        String text = new String(content, StandardCharsets.UTF_8);
        byte[] body =
            path.endsWith(".json") ? content : body(text).getBytes(StandardCharsets.UTF_8);
        write(f.resolve("node-" + parts[1]).resolve(parts[2]), body);
      }
    }
    Path kubectl = f.resolve("kubectl");
    Path maps = kubectl.resolve("configmaps.json");
    if (Files.exists(maps)) {
      // all in one answer
      Files.move(maps, kubectl.resolve("configmap-kube-proxy.json"));
      Files.writeString(kubectl.resolve("configmaps"), "kube-system/kube-proxy ");
    }
    Path tar = Sample.writeTar(members, tmp.resolve("sample.tar"));
    inventory(Assembler.load(List.of(tar), Limits.defaults()).cluster(), kubectl);
    return f;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }

  /** The last sample of a text artifact, without the lines of FORMAT.md section 3. */
  private static String body(String text) {
    StringBuilder body = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.matches("== t[0-9] [0-9]+")) {
        body.setLength(0);
      } else if (!line.matches("#(cmd|start|end|rc|truncated) .*")) {
        body.append(line).append('\n');
      }
    }
    return body.toString().strip() + "\n";
  }

  /** What the collector asks with jsonpath (collectors-sh/lib/50-kube.sh, inventory). */
  private static void inventory(Cluster cluster, Path kubectl) throws IOException {
    List<String> nodes = new ArrayList<>();
    List<String> images = new ArrayList<>();
    for (KubeNode n : cluster.objects(KubeNode.class)) {
      String address = n.internalIps().stream().findFirst().map(Ip::toString).orElse("");
      nodes.add(n.name() + "|" + address + "||True");
      images.add(n.name() + " docker.io/library/busybox:1");
    }
    List<String> pods = new ArrayList<>();
    for (Pod p : cluster.objects(Pod.class)) {
      List<Container> own = p.spec().containers().stream().filter(c -> !c.init()).toList();
      pods.add(
          String.join(
              "|",
              p.namespace(),
              p.name(),
              p.nodeName(),
              p.spec().hostNetwork() ? "true" : "",
              p.ips().stream().findFirst().map(Ip::toString).orElse(""),
              p.phase(),
              "",
              own.stream().map(Container::name).collect(Collectors.joining(" ")),
              "0",
              p.ready() ? "true" : "false",
              own.stream()
                  .flatMap(c -> c.ports().stream())
                  .map(x -> Integer.toString(x.number()))
                  .collect(Collectors.joining(" ")),
              p.meta().labels().getOrDefault("k8s-app", "")));
    }
    List<String> services = new ArrayList<>();
    for (Service s : cluster.objects(Service.class)) {
      String address = s.clusterIps().stream().findFirst().map(Ip::toString).orElse("None");
      String port = s.ports().isEmpty() ? "" : Integer.toString(s.ports().get(0).port());
      services.add(s.namespace() + "|" + s.name() + "|" + address + "|" + port + "|");
    }
    Files.write(kubectl.resolve("nodes.k"), nodes);
    Files.write(kubectl.resolve("images"), images);
    Files.write(kubectl.resolve("pods.k"), pods);
    Files.write(kubectl.resolve("services.k"), services);
  }
}
