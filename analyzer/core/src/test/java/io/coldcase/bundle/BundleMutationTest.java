package io.coldcase.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any damage to an archive, of any format, ends in contents or in a BundleException. */
class BundleMutationTest {
  private static final List<byte[]> ARCHIVES = HostileBundlesTest.packed().toList();

  @Property(tries = 600)
  void anyDamageGivesContentsOrASentence(
      @ForAll @IntRange(max = 5) int format,
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll long seed)
      throws IOException {
    byte[] bytes = ARCHIVES.get(format).clone();
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    Path file = Files.write(Files.createTempFile("mutated", ".bundle"), bytes);
    try {
      Bundles.read(
          List.of(file.toAbsolutePath()),
          Limits.defaults().withTotalBytes(64 << 20),
          m -> m.content().readAllBytes());
    } catch (BundleException expected) {
      // a sentence is all that is asked for
    } finally {
      Files.delete(file);
    }
  }
}
