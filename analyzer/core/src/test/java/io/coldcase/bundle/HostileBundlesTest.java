package io.coldcase.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coldcase.diag.ArtifactStatus;
import io.coldcase.diag.Warning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which an archive may lie gives a sentence, and the rest of it is still read. */
class HostileBundlesTest {
  private static final String GOOD = "node/w1/sysctl.txt";

  @TempDir Path dir;

  private final Map<String, Integer> seen = new TreeMap<>();
  private Limits limits = Limits.defaults();

  private Contents read(byte[] archive) throws IOException {
    return read(Files.write(dir.resolve("bundle"), archive));
  }

  private Contents read(Path path) throws BundleException {
    seen.clear();
    return Bundles.read(
        List.of(path),
        limits,
        m -> seen.put(m.artifact().path(), m.content().readAllBytes().length));
  }

  private static List<String> texts(Contents c) {
    return c.warnings().stream().map(Warning::text).toList();
  }

  private static Map<String, String> with(String path, String text) {
    Map<String, String> files = new LinkedHashMap<>(Archives.small());
    files.put(path, text);
    return files;
  }

  @Test
  void leavesOutLinksDevicesAndPipes() throws Exception {
    Contents c =
        read(
            Archives.tar(
                t -> {
                  Archives.special(t, "x/node/w1/a.txt", (byte) '2', "/etc/shadow");
                  Archives.special(t, "x/node/w1/b.txt", (byte) '1', "x/node/w1/a.txt");
                  Archives.special(t, "x/node/w1/c.txt", (byte) '3', "");
                  Archives.special(t, "x/node/w1/d.txt", (byte) '6', "");
                  Archives.file(t, "x/" + GOOD, Archives.SYSCTL);
                }));
    assertThat(seen).containsOnlyKeys(GOOD);
    assertThat(texts(c)).hasSize(4).filteredOn(t -> t.contains("link")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/node/w1/a.txt",
        "x/node/../../../etc/cron.d/a",
        "../node/w1/a.txt",
        "x\\node\\w1\\a.txt",
        "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/node/w1/a.txt",
      })
  void leavesOutPathsThatAreNotTame(String path) throws Exception {
    Contents c =
        read(
            Archives.tar(
                t -> {
                  Archives.file(t, path, "evil");
                  Archives.file(t, "x/" + GOOD, Archives.SYSCTL);
                }));
    assertThat(seen).containsOnlyKeys(GOOD);
    assertThat(texts(c)).singleElement().asString().startsWith("Left out: a path");
  }

  @Test
  void leavesOutAPathThatIsTooLong() throws Exception {
    Contents c = read(Archives.tar(with("x/node/w1/" + "a".repeat(5000), "evil")));
    assertThat(seen).hasSize(2);
    assertThat(texts(c)).containsExactly("Left out: a path of 5010 characters.");
    assertThat(c.warnings().get(0).at().artifact()).hasSizeLessThan(201);
  }

  @Test
  void stopsAtTooManyEntries() {
    limits = limits.withEntries(1);
    assertThatThrownBy(() -> read(Archives.tar(Archives.small())))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("more than 1 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "zip", "directory"})
  void cutsAnEntryThatIsTooLargeAndGoesOn(String format) throws Exception {
    limits = limits.withEntryBytes(1000);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("x/node/w1/dmesg.txt", "#cmd dmesg\n" + "a\n".repeat(5_000_000));
    files.putAll(Archives.small());
    Contents c =
        switch (format) {
          case "tar" -> read(Archives.tar(files));
          case "zip" -> read(Archives.zip(files));
          default -> read(Archives.directory(dir.resolve("d"), files));
        };
    assertThat(seen).containsEntry("node/w1/dmesg.txt", 1000).containsKey(GOOD).hasSize(3);
    assertThat(status(c, "node/w1/dmesg.txt")).isEqualTo(ArtifactStatus.TRUNCATED);
    assertThat(texts(c)).containsExactly("Cut after 1000 bytes: larger than the limit allows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zip", "directory"})
  void stopsWhenTheBundleInflatesToTooMuch(String format) throws Exception {
    limits = limits.withTotalBytes(1 << 20);
    Map<String, String> files = with("x/node/w1/dmesg.txt", "a\n".repeat(1 << 20));
    assertThatThrownBy(
            () -> {
              switch (format) {
                case "gzip" -> read(Archives.gzip(Archives.tar(files)));
                case "zip" -> read(Archives.zip(files));
                default -> read(Archives.directory(dir.resolve("d"), files));
              }
            })
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("inflates to more than 1048576 bytes");
  }

  @Test
  void stopsAtABombOfZeros() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream z = new GZIPOutputStream(bomb)) {
      z.write(Archives.header("node/w1/dmesg.txt", '0', "77777777777"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 80; i++) {
        z.write(zeros);
      }
    }
    assertThatThrownBy(() -> read(bomb.toByteArray()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("500 times its size");
  }

  @Test
  void doesNotOpenArchivesInsideArchives() throws Exception {
    byte[] tar = Archives.tar(Archives.small());
    assertThatThrownBy(() -> read(Archives.gzip(Archives.gzip(tar))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("archive inside gzip");
    String inner = new String(Archives.gzip(tar), StandardCharsets.ISO_8859_1);
    read(Archives.tar(with("x/node/w1/inner.tar.gz", inner)));
    assertThat(seen).containsOnlyKeys(GOOD, "cluster/nodes.json", "node/w1/inner.tar.gz");
  }

  @Test
  void usesTheFirstOfTwoEntriesOfOneName() throws Exception {
    Contents c =
        read(
            Archives.tar(
                t -> {
                  Archives.file(t, "x/" + GOOD, Archives.SYSCTL);
                  Archives.file(t, "x/./" + GOOD, "other");
                }));
    assertThat(seen).containsExactlyEntriesOf(Map.of(GOOD, Archives.SYSCTL.length()));
    assertThat(texts(c)).singleElement().asString().contains("twice");
  }

  @Test
  void readsWhatATruncatedStreamStillHolds() throws Exception {
    byte[] tar = Archives.tar(with("x/node/w2/sysctl.txt", Archives.SYSCTL));
    byte[] cut = Arrays.copyOf(tar, 5 * 512 + 20);
    Contents c = read(cut);
    assertThat(c.damaged()).isTrue();
    assertThat(seen).containsKey(GOOD);
    assertThat(status(c, GOOD)).isEqualTo(ArtifactStatus.COLLECTED);
    assertThat(status(c, "node/w2/sysctl.txt")).isEqualTo(ArtifactStatus.TRUNCATED);
    assertThat(texts(c)).singleElement().asString().contains("damaged");
  }

  @ParameterizedTest
  @MethodSource("packed")
  void anyTruncationGivesASentence(byte[] archive) throws Exception {
    for (int n = 0; n < archive.length; n += 1 + archive.length / 60) {
      try {
        Contents c = read(Arrays.copyOf(archive, n));
        assertThat(c.members()).isNotEmpty();
      } catch (BundleException e) {
        assertThat(e.getMessage()).endsWith(".");
      }
    }
  }

  static Stream<byte[]> packed() {
    byte[] tar = Archives.tar(Archives.small());
    return Stream.of(
        tar,
        Archives.gzip(tar),
        Archives.xz(tar),
        Archives.zstd(tar),
        Archives.bzip2(tar),
        Archives.zip(Archives.small()));
  }

  @Test
  void reportsAWrongGzipChecksum() throws Exception {
    byte[] gz = Archives.gzip(Archives.tar(Archives.small()));
    gz[gz.length - 6] ^= 1;
    Contents c = read(gz);
    assertThat(seen).hasSize(2);
    assertThat(c.damaged()).isTrue();
    assertThat(texts(c)).singleElement().asString().contains("damaged");
  }

  @Test
  void readsConcatenatedGzipMembers() throws Exception {
    byte[] tar = Archives.tar(Archives.small());
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.write(Archives.gzip(Arrays.copyOf(tar, 700)));
    two.write(Archives.gzip(Arrays.copyOfRange(tar, 700, tar.length)));
    assertThat(read(two.toByteArray()).warnings()).isEmpty();
    assertThat(seen).hasSize(2);
  }

  @Test
  void leavesOutSparseEntriesAndOversizedExtendedHeaders() throws Exception {
    byte[] megabytes = new byte[3 << 20];
    Arrays.fill(megabytes, (byte) 'a');
    byte[] tar =
        Archives.rawTar(
            out -> {
              out.write(Archives.header("node/w1/sparse.txt", 'S', "00000000000"));
              out.write(Archives.header("pax", 'x', "00014000000"));
              out.write(megabytes);
              out.write(Archives.header("node/w1/pax.txt", '0', "00000000000"));
              out.write(Archives.header("././@LongLink", 'L', "00014000000"));
              out.write(megabytes);
              out.write(Archives.header("node/w1/long.txt", '0', "00000000000"));
              out.write(Archives.header("node/w1/good.txt", '0', "00000000000"));
            });
    Contents c = read(tar);
    assertThat(seen).containsOnlyKeys("node/w1/good.txt");
    assertThat(texts(c))
        .containsExactlyInAnyOrder(
            "Left out: a sparse file.",
            "Left out: an entry with an extended header of 3145728 bytes.",
            "Left out: an entry with an extended header of 3145728 bytes.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
        "\u0080\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"
      })
  void survivesEntriesThatClaimAnImpossibleSize(String size) throws Exception {
    Contents c =
        read(
            Archives.rawTar(
                out -> {
                  out.write(Archives.header(GOOD, '0', "00000000000"));
                  out.write(Archives.header("node/w1/huge.txt", '0', size));
                }));
    assertThat(seen).containsOnlyKeys(GOOD);
    assertThat(c.damaged()).isTrue();
  }

  @Test
  void leavesOutEncryptedZipEntries() throws Exception {
    byte[] zip = Archives.zip(Archives.small());
    int second = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0003\u0004", 4);
    zip[second + 6] |= 1;
    Contents c = read(zip);
    assertThat(seen).containsOnlyKeys(GOOD);
    assertThat(texts(c)).contains("Left out: encrypted.");
  }

  @Test
  void leavesOutLinksOfADirectory() throws Exception {
    Path d = Archives.directory(dir.resolve("d"), Archives.small());
    Files.createSymbolicLink(d.resolve("x/node/w1/evil.txt"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(d.resolve("x/node/loop"), d);
    Contents c = read(d);
    assertThat(seen).containsOnlyKeys(GOOD, "cluster/nodes.json");
    assertThat(texts(c)).hasSize(2).allMatch(t -> t.contains("not followed"));
  }

  @Test
  void keepsHostileNamesPrintableAndWarningsFew() throws Exception {
    Contents c =
        read(
            Archives.tar(
                t -> {
                  for (int i = 0; i < 1000; i++) {
                    Archives.special(t, "x/\u001b[31m\u202e" + i, (byte) '2', "/");
                  }
                  Archives.file(t, "x/" + GOOD, Archives.SYSCTL);
                }));
    assertThat(c.warnings()).hasSizeLessThan(300);
    assertThat(c.warnings()).allMatch(w -> w.at().artifact().indexOf('\u001b') < 0);
    assertThat(texts(c)).anyMatch(t -> t.startsWith("800 more"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "hello", "{}", "BZh9garbage", "PK\u0003\u0004garbage", "\u001f\u0008"})
  void saysWhenAFileIsNoBundle(String content) {
    assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(BundleException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  void saysWhenAnArchiveHoldsSomethingElse() {
    assertThatThrownBy(() -> read(Archives.tar(Map.of("README.md", "hello"))))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("is no bundle");
    assertThatThrownBy(() -> read(dir.resolve("nowhere.tar")))
        .isInstanceOf(BundleException.class)
        .hasMessageEndingWith("does not exist.");
  }

  private static ArtifactStatus status(Contents c, String path) {
    return c.members().stream()
        .map(Member::artifact)
        .filter(a -> a.path().equals(path))
        .findFirst()
        .orElseThrow()
        .status();
  }
}
