package io.coldcase.pipeline;

import io.coldcase.assemble.Assembler;
import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ArtifactStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An unpacked bundle to artifacts, as long as there is no reader of bundles. */
final class Directories {
  private Directories() {}

  static void read(Path root, Assembler into) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(root)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path p : files) {
      String path = root.relativize(p).toString();
      byte[] content = Files.readAllBytes(p);
      String text = new String(content, StandardCharsets.UTF_8);
      ArtifactStatus status =
          content.length == 0
              ? ArtifactStatus.EMPTY
              : path.endsWith(".json") || text.contains("\n#rc 0")
                  ? ArtifactStatus.COLLECTED
                  : ArtifactStatus.FAILED;
      try (InputStream in = new java.io.ByteArrayInputStream(content)) {
        into.accept(Artifact.of(path).withStatus(status, ""), in);
      }
    }
  }
}
