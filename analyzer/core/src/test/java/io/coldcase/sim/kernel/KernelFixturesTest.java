package io.coldcase.sim.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.coldcase.sim.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the kernel did in scenes where walks once foretold something else; needs no root. {@code
 * main} records: it runs the scripts of the fixtures that are named (all, when none is) in this
 * kernel and writes what came of them, and the bare worlds under {@code base}.
 */
class KernelFixturesTest {
  private static final Path FIXTURES =
      Path.of("src/test/resources/io/coldcase/sim/kernel/fixtures");

  @TestFactory
  Stream<DynamicTest> walksEqualWhatTheKernelDid() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      List<Path> all = files.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      return all.stream()
          .map(f -> DynamicTest.dynamicTest(f.getFileName().toString(), () -> check(f)));
    }
  }

  private static void check(Path file) throws IOException {
    Fixture f = Fixture.parse(Files.readString(file));
    Map<String, String> artifacts = base(f.shape());
    artifacts.putAll(f.texts());
    Trace told = new Judge(World.cluster(artifacts)).foretell(f.probe());
    assertThat(Judge.unknown(told)).as("told: %s", told).isEqualTo(f.untold());
    assertThat(Judge.agrees(f.probe(), told, new Judge.Seen(f.seen())))
        .as("kernel: %s%ntold: %s", f.seen(), told)
        .isTrue();
  }

  private static Map<String, String> base(World.Shape shape) throws IOException {
    Map<String, String> artifacts = new TreeMap<>();
    Path dir = FIXTURES.resolve("base").resolve(shape.toString());
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path p : files.filter(Files::isRegularFile).toList()) {
        artifacts.put(dir.relativize(p).toString(), Files.readString(p));
      }
    }
    return artifacts;
  }

  /** Without what is another in every world: hardware addresses, clocks, counters. */
  private static String plain(String text) {
    return text.replaceAll(
        "([0-9a-f]{2}:){5}[0-9a-f]{2}|fe80::[0-9a-f:]+|33:33:\\S+|ccsim-\\d+|timer +[0-9.]+"
            + "|used [0-9/]+|(bridge_id|designated_\\w+) \\S+",
        "");
  }

  public static void main(String[] names) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(FIXTURES)) {
      all.filter(f -> f.toString().endsWith(".txt"))
          .filter(f -> names.length == 0 || List.of(names).contains(f.getFileName().toString()))
          .sorted()
          .forEach(files::add);
    }
    for (Path file : files) {
      Fixture f = Fixture.parse(Files.readString(file));
      try (Lab lab = new Lab()) {
        World world = new World(lab, f.shape());
        for (Map.Entry<String, String> e : world.artifacts(Map.of()).entrySet()) {
          Path p = FIXTURES.resolve("base").resolve(f.shape().toString()).resolve(e.getKey());
          if (!Files.exists(p)) {
            Files.createDirectories(p.getParent());
            Files.writeString(p, e.getValue());
          }
        }
        Map<String, String> base = base(f.shape());
        Map<String, String> listed = new LinkedHashMap<>();
        f.scripts()
            .forEach(
                (node, script) -> {
                  World.Listing l = world.list(node, script, Scene.ran(script));
                  if (!l.failed().isEmpty()) {
                    throw new IllegalStateException(file + ": " + l.failed());
                  }
                  l.texts()
                      .forEach(
                          (name, text) -> {
                            String path = "node/" + node + "/" + name;
                            if (!plain(text).equals(plain(base.getOrDefault(path, "")))
                                && !name.equals("ip-neigh.txt")) {
                              listed.put(path, text);
                            }
                          });
                });
        world.send(f.probe().from(), Wire.bytes(f.probe().packet(), 4711));
        List<Wire.Seen> seen =
            lab.go(400).stream()
                .filter(s -> s.id() == 4711)
                .map(s -> s.in(world.inside(s.space())))
                .toList();
        Files.writeString(file, f.recorded(seen, listed).text());
        System.out.println(file.getFileName() + " " + seen);
      }
    }
  }
}
