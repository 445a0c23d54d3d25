package io.coldcase.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.assemble.Assembler;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleGeneratorTest {
  @TempDir Path dir;

  @Test
  void makesAClusterOfTheShapeAskedFor() throws Exception {
    Path out = dir.resolve("b.tar");
    try (OutputStream o = Files.newOutputStream(out)) {
      new BundleGenerator(BundleGenerator.read(base()), new Shape(5, 30, 6, 2, 100)).write(o);
    }
    Cluster c = Assembler.load(out).cluster();
    assertThat(c.nodes()).hasSize(6);
    assertThat(c.objects(Pod.class))
        .filteredOn(p -> p.namespace().startsWith("shop-"))
        .hasSize(30)
        .allMatch(p -> c.podByIp(p.ips().get(0)).equals(java.util.Optional.of(p)));
    assertThat(c.objects(Service.class))
        .filteredOn(s -> s.namespace().startsWith("shop-"))
        .hasSize(6)
        .allMatch(s -> c.selected(s).size() == 5)
        .allMatch(s -> c.slices(s).get(0).endpoints().size() == 5);
    assertThat(c.node("w0002").orElseThrow().get(Kinds.IP_ROUTE)).isPresent();
    assertThat(c.node("w0003").orElseThrow().collected()).isFalse();
  }

  /** Any recorded healthy bundle will do. */
  private static Path base() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("../../samples/healthy"))) {
      return all.filter(p -> p.endsWith("bundle.tar.xz")).sorted().findFirst().orElseThrow();
    }
  }
}
