package io.coldcase.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coldcase.diag.ArtifactStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundlesTest {
  @TempDir Path dir;

  private final Map<String, String> seen = new TreeMap<>();

  private Contents read(Path... paths) throws BundleException {
    seen.clear();
    return Bundles.read(
        List.of(paths),
        Limits.defaults(),
        m ->
            seen.put(
                m.artifact().path(),
                new String(m.content().readAllBytes(), StandardCharsets.UTF_8)));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(dir.resolve(name), bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "gzip", "xz", "zstd", "bzip2", "zip", "directory"})
  void readsEveryContainerByItsContent(String format) throws Exception {
    byte[] tar = Archives.tar(Archives.small());
    Path p =
        switch (format) {
          case "tar" -> write("a.zip", tar);
          case "gzip" -> write("a", Archives.gzip(tar));
          case "xz" -> write("a", Archives.xz(tar));
          case "zstd" -> write("a", Archives.zstd(tar));
          case "bzip2" -> write("a", Archives.bzip2(tar));
          case "zip" -> write("a.tar.gz", Archives.zip(Archives.small()));
          default -> Archives.directory(dir.resolve("d"), Archives.small());
        };
    Contents c = read(p);
    assertThat(seen)
        .containsEntry("node/w1/sysctl.txt", Archives.SYSCTL)
        .containsKey("cluster/nodes.json")
        .hasSize(2);
    assertThat(c.warnings()).isEmpty();
    assertThat(c.members())
        .extracting(m -> m.artifact().status())
        .containsOnly(ArtifactStatus.COLLECTED);
    Artifact sysctl =
        c.members().stream()
            .map(Member::artifact)
            .filter(a -> a.node().equals("w1"))
            .findFirst()
            .orElseThrow();
    assertThat(sysctl.command()).isEqualTo("sysctl -a");
    assertThat(sysctl.start()).isEqualTo(100);
    assertThat(sysctl.end()).isEqualTo(101);
    assertThat(sysctl.exitCode()).contains(0);
  }

  @Test
  void joinsPiecesFromAnyOfThem() throws Exception {
    byte[] all = Archives.gzip(Archives.tar(Archives.small()));
    int third = all.length / 3;
    Path one = write("b.tar.gz.part-001", java.util.Arrays.copyOfRange(all, 0, third));
    Path two = write("b.tar.gz.part-002", java.util.Arrays.copyOfRange(all, third, 2 * third));
    Path three =
        write("b.tar.gz.part-003", java.util.Arrays.copyOfRange(all, 2 * third, all.length));
    read(three, one, two);
    assertThat(seen).hasSize(2);
    read(one);
    assertThat(seen).hasSize(2);
    Files.delete(two);
    assertThatThrownBy(() -> read(three, one))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("Piece 2 of");
  }

  @Test
  void mergesPartsAndPrefersTheNewerOfTwoCopies() throws Exception {
    Map<String, String> later = new LinkedHashMap<>(Archives.small());
    later.put(
        "x/node/w1/sysctl.txt",
        Archives.SYSCTL.replace("#start 100", "#start 200").replace("= 1", "= 0"));
    later.put("x/node/w2/sysctl.txt", Archives.SYSCTL);
    Path a = write("a.tar", Archives.tar(later));
    Path b = write("b.zip", Archives.zip(Archives.small()));
    for (Contents c : List.of(read(a, b), read(b, a))) {
      assertThat(c.members()).hasSize(3);
      assertThat(c.members())
          .filteredOn(m -> m.artifact().path().equals("node/w1/sysctl.txt"))
          .extracting(m -> m.artifact().start())
          .containsExactly(200L);
      assertThat(c.warnings()).singleElement().asString().contains("different content");
    }
  }
}
