package io.coldcase.assemble;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.ArtifactKind;
import io.coldcase.diag.Warning;
import io.coldcase.fact.FactSources;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * Any bytes to the parser of any kind, on to the model and the facts: what a fuzzer calls. The
 * first byte of its input chooses the kind, the others are the artifact. {@code .ci/fuzz} runs it
 * under Jazzer, {@link ParserFuzzTest} on seeds that were recorded.
 */
public final class ParserFuzz {
  private static final List<ArtifactKind<?>> KINDS = Kinds.all();

  private ParserFuzz() {}

  /** The entry point that Jazzer looks for. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length > 0) {
      read(kind(data[0]), Arrays.copyOfRange(data, 1, data.length));
    }
  }

  static ArtifactKind<?> kind(byte chosen) {
    return KINDS.get(Byte.toUnsignedInt(chosen) % KINDS.size());
  }

  /** The input with which a fuzzer starts: the kind's number, then the artifact. */
  static byte[] seed(ArtifactKind<?> kind, byte[] content, int most) {
    byte[] seed = new byte[1 + Math.min(most, content.length)];
    seed[0] = (byte) KINDS.indexOf(kind);
    System.arraycopy(content, 0, seed, 1, seed.length - 1);
    return seed;
  }

  /** Parses and joins; what was not understood. */
  static List<Warning> read(ArtifactKind<?> kind, byte[] content) {
    String instance =
        switch (kind.id()) {
          case "after" -> "endpointslices";
          case "crs" -> "projectcalico.org/ippools";
          case "pod-logs" -> "kube-system/coredns-5d78c9869d-abcde/coredns";
          default -> "shop_cart-0";
        };
    Assembler a = new Assembler();
    try {
      a.accept(
          Artifact.of(kind.path("w1").replace("*", instance)), new ByteArrayInputStream(content));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    Cluster cluster = a.cluster();
    FactSources.facts(cluster);
    return a.warnings();
  }
}
