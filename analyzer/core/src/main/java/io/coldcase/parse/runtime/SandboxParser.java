package io.coldcase.parse.runtime;

import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.host.Sandboxes;
import io.coldcase.parse.Parser;
import io.coldcase.parse.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code crictl pods -o json} (CRI ListPodSandbox) to sandboxes. */
public final class SandboxParser implements Parser<Sandboxes> {
  @Override
  public ParseResult<Sandboxes> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    List<Sandboxes.Sandbox> list = new ArrayList<>();
    for (CriItems.Item i : CriItems.read(artifact, content, "items", unknowns)) {
      list.add(
          new Sandboxes.Sandbox(
              i.text("id"),
              i.text("metadata/namespace"),
              i.text("metadata/name"),
              i.text("metadata/uid"),
              i.text("state").equals("SANDBOX_READY"),
              Words.number(i.text("createdAt"), 0),
              i.at()));
    }
    return unknowns.result(new Sandboxes(list), list.isEmpty());
  }
}
