package io.coldcase.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coldcase.bundle.ArtifactKind.Scope;
import io.coldcase.diag.ArtifactStatus;
import io.coldcase.diag.Warning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String HEAD =
      """
      {"format":1,"collector":{"name":"coldcase-collect","version":"0.1.0","sha256":""},
      "start":1795265640,"end":1795265684,"complete":true,"interrupted":"",
      "cluster":{"id":"uid-1","server":"https://10.0.0.1:6443","version":"v1.34.0"},
      "host":{"name":"cp1","machineId":"","kernel":"6.1","shell":"dash"},
      "mode":"all","privilege":"root","options":{"tier":"2"},
      "nodes":[{"name":"w1","mode":"pod","status":"COLLECTED","reason":"","detail":"",
       "start":1,"end":2,"clockOffset":-1.5,"cpuSeconds":null},
      {"name":"w9","mode":"pod","status":"FAILED","reason":"unreachable","detail":"",
       "start":1,"end":2,"clockOffset":null,"cpuSeconds":null}],
      "artifacts":[
      """;

  @TempDir Path dir;

  static String entry(String path, String status, String reason, String text) {
    String sha =
        text.isEmpty()
            ? ""
            : HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    return """
    {"path":"%s","class":"state","command":"sysctl -a","rc":%s,"start":100,"end":101,"bytes":%d,\
    "sha256":"%s","truncated":%s,"status":"%s","reason":"%s","detail":"","fallback":false}\
    """
        .formatted(
            path,
            status.equals("NOT_ATTEMPTED") ? "null" : "0",
            text.length(),
            sha,
            status.equals("TRUNCATED"),
            status,
            reason);
  }

  static String manifest(String... entries) {
    return HEAD + String.join(",\n", entries) + "\n]}\n";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Contents read(Map<String, String> files) throws IOException {
    Path p = Files.write(dir.resolve("b"), Archives.tar(files));
    return Bundles.read(List.of(p), Limits.defaults(), m -> m.content().readAllBytes());
  }

  private static Map<String, String> files(String manifest, boolean first) {
    Map<String, String> files = new LinkedHashMap<>();
    if (first) {
      files.put("x/manifest.json", manifest);
    }
    files.put("x/node/w1/sysctl.txt", Archives.SYSCTL);
    files.put("x/node/w1/dmesg.txt", "plain text without a header");
    if (!first) {
      files.put("x/manifest.json", manifest);
    }
    return files;
  }

  @Test
  void takesTheStatusFromTheManifestWhereverItStands() throws Exception {
    String manifest =
        manifest(
            entry("node/w1/sysctl.txt", "TIMED_OUT", "timed-out", Archives.SYSCTL),
            entry("node/w1/dmesg.txt", "COLLECTED", "", "plain text without a header"),
            entry("node/w1/ss.txt", "NOT_ATTEMPTED", "missing-tool", ""),
            entry("cluster/pods.json", "FAILED", "refused", ""));
    for (boolean first : new boolean[] {true, false}) {
      Contents c = read(files(manifest, first));
      assertThat(c.warnings()).isEmpty();
      assertThat(c.members())
          .extracting(m -> m.artifact().path() + " " + m.artifact().status())
          .containsExactly("node/w1/sysctl.txt TIMED_OUT", "node/w1/dmesg.txt COLLECTED");
      assertThat(c.lacking())
          .extracting(a -> a.path() + " " + a.status() + " " + a.reason())
          .containsExactly(
              "cluster/pods.json FAILED refused", "node/w1/ss.txt NOT_ATTEMPTED missing-tool");
      Manifest m = c.manifests().get(0);
      assertThat(m.collector()).isEqualTo("coldcase-collect 0.1.0");
      assertThat(m.clusterId()).isEqualTo("uid-1");
      assertThat(m.nodes())
          .extracting(Manifest.NodeRun::clockOffset)
          .containsExactly(-1.5, Double.NaN);
    }
  }

  @Test
  void reportsContentThatIsNotWhatWasCollected() throws Exception {
    Contents c = read(files(manifest(entry("node/w1/sysctl.txt", "COLLECTED", "", "other")), true));
    assertThat(c.members().get(0).artifact().status()).isEqualTo(ArtifactStatus.UNKNOWN);
    assertThat(c.warnings())
        .extracting(Warning::text)
        .containsExactly("The content is not what was collected: the manifest has another one.");
  }

  @Test
  void reportsArtifactsThatWereLost() throws Exception {
    Contents c = read(files(manifest(entry("node/w1/ss.txt", "COLLECTED", "", "gone")), true));
    assertThat(c.lacking())
        .extracting(a -> a.status() + " " + a.reason())
        .containsExactly("FAILED lost");
    assertThat(c.warnings()).hasSize(1);
  }

  @Test
  void worksWithoutAManifestThatIsBroken() throws Exception {
    for (String broken :
        List.of("", "[]", "{\"artifacts\":[{\"path\":", "{\"format\":\"x\"}", "{} {")) {
      Contents c = read(files(broken, true));
      assertThat(c.members().get(0).artifact().status()).isEqualTo(ArtifactStatus.COLLECTED);
    }
    assertThatThrownBy(() -> read(files("{\"format\":2}", true)))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("a newer analyzer is needed");
  }

  @Test
  void saysWhenPartsAreOfDifferentClusters() throws Exception {
    Path a = Files.write(dir.resolve("a"), Archives.tar(files(manifest(), true)));
    Path b =
        Files.write(
            dir.resolve("c"), Archives.tar(files(manifest().replace("uid-1", "uid-2"), true)));
    Contents c = Bundles.read(List.of(a, b), Limits.defaults(), m -> {});
    assertThat(c.warnings()).extracting(Warning::text).anyMatch(t -> t.contains("another cluster"));
  }

  @Test
  void theInventoryListsWhatIsThereAndWhatIsMissing() throws Exception {
    Contents c =
        read(
            files(
                manifest(
                    entry("node/w1/sysctl.txt", "COLLECTED", "", Archives.SYSCTL),
                    entry("node/w1/ss.txt", "NOT_ATTEMPTED", "missing-tool", "")),
                true));
    List<ArtifactKind<?>> kinds =
        List.of(
            new ArtifactKind<>("sysctl", Scope.NODE, "sysctl.txt", "sysctl -a"),
            new ArtifactKind<>("ss", Scope.NODE, "ss.txt", "ss -tulnp"),
            new ArtifactKind<>("pods", Scope.CLUSTER, "pods.json", "kubectl get pods"));
    Inventory i = Inventory.of(c, kinds);
    assertThat(i.nodes()).containsExactly("w1", "w9");
    assertThat(i.start()).isEqualTo(100);
    assertThat(i.end()).isEqualTo(1795265684);
    assertThat(i.items()).extracting(Inventory.Item::kind).containsExactly("sysctl", "");
    assertThat(i.missing())
        .extracting(m -> m.path() + " " + m.status() + " " + m.reason() + " " + m.command())
        .containsExactly(
            "node/w9/sysctl.txt NOT_ATTEMPTED  sysctl -a",
            "node/w1/ss.txt NOT_ATTEMPTED missing-tool ss -tulnp",
            "node/w9/ss.txt NOT_ATTEMPTED  ss -tulnp",
            "cluster/pods.json NOT_ATTEMPTED  kubectl get pods");
  }
}
