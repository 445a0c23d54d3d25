package io.coldcase.parse.runtime;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.host.CriContainers;
import io.coldcase.parse.Parser;
import io.coldcase.parse.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code crictl ps -a -o json} (CRI ListContainers) to containers. */
public final class ContainerParser implements Parser<CriContainers> {
  @Override
  public ParseResult<CriContainers> parse(Artifact artifact, InputStream content)
      throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    List<CriContainers.CriContainer> list = new ArrayList<>();
    for (CriItems.Item i : CriItems.read(artifact, content, "containers", unknowns)) {
      list.add(
          new CriContainers.CriContainer(
              i.text("id"),
              i.text("podSandboxId"),
              i.text("labels/io.kubernetes.pod.namespace"),
              i.text("labels/io.kubernetes.pod.name"),
              i.text("metadata/name"),
              i.text("state"),
              Words.integer(i.text("annotations/io.kubernetes.container.restartCount"), 0),
              i.at()));
    }
    return unknowns.result(new CriContainers(list), list.isEmpty());
  }
}
