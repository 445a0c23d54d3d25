package io.coldcase.assemble;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.bundle.ArtifactKind;
import io.coldcase.model.Kinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind's parser, and what is made of its value, on any bytes and on damaged recordings: a
 * result, and no more remarks than a report can hold.
 */
class ParserFuzzTest {
  private static final int MOST_REMARKS = 50;
  private static final List<byte[]> SEEDS = FuzzSeeds.recorded();

  @Test
  void recordedSeedsReachMostParsers() {
    assertThat(SEEDS.stream().map(s -> ParserFuzz.kind(s[0]).id()).distinct().count())
        .isGreaterThan(Kinds.all().size() / 2);
  }

  /** The first four bytes choose the encoding (RFC 4627 section 3); what follows breaks it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\0\0\0\0\0\u00ff\u009f",
        "\0\0\0{\u009f\u00ff\0\0",
        "\0\0{\0junk",
        "\0{\0\0junk",
        "\u00ff\u00fe\0\0\0\0\u00ff\u009f",
        "\u00ff\u00fe{\0\u0000\u00d8x",
        "\0{\0",
        "{\u00c3("
      })
  void textInABrokenEncodingOfAnyKind(String bytes) {
    for (ArtifactKind<?> kind : Kinds.all()) {
      assertThat(ParserFuzz.read(kind, bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .hasSizeLessThan(MOST_REMARKS);
    }
  }

  @Property(tries = 20)
  void anyBytesOfAnyKind(@ForAll @Size(max = 600) byte[] bytes) {
    for (ArtifactKind<?> kind : Kinds.all()) {
      assertThat(ParserFuzz.read(kind, bytes)).hasSizeLessThan(MOST_REMARKS);
    }
  }

  @Property(tries = 400)
  void damagedRecordingsOfAnyKind(
      @ForAll @IntRange(max = 10_000) int which,
      @ForAll @IntRange(min = 1, max = 12) int changes,
      @ForAll long seed)
      throws IOException {
    byte[] bytes = SEEDS.get(which % SEEDS.size()).clone();
    Random random = new Random(seed);
    for (int i = 0; i < changes && bytes.length > 1; i++) {
      int at = 1 + random.nextInt(bytes.length - 1);
      int from = 1 + random.nextInt(bytes.length - 1);
      int length = Math.min(random.nextInt(40), bytes.length - Math.max(at, from));
      if (random.nextBoolean()) {
        bytes[at] = (byte) random.nextInt(256);
      } else {
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    ParserFuzz.fuzzerTestOneInput(bytes);
  }
}
