package io.coldcase.parse.kube;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.KubeVersion;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.SectionText;
import java.util.Map;
import java.util.Optional;

/**
 * {@code kubectl version -o json} to versions; {@code kubectl version} of old and new clients, with
 * or without {@code --short}, is understood as well.
 */
public final class KubeVersionLines implements LineReader<KubeVersion> {
  private final SectionText document = new SectionText();
  private Optional<Setting> server = Optional.empty();
  private Optional<Setting> client = Optional.empty();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (!document.isEmpty() || text.startsWith("{")) {
      document.add(text, at);
      return true;
    }
    if (text.startsWith("Server Version:")) {
      server = Optional.of(new Setting(version(text), at));
    } else if (text.startsWith("Client Version:")) {
      client = Optional.of(new Setting(version(text), at));
    }
    return text.contains("Version:") || text.startsWith("Unable to connect");
  }

  /** {@code Server Version: v1.20.4}, or behind {@code GitVersion:"} of the long form. */
  private static String version(String text) {
    int quoted = text.indexOf("GitVersion:\"");
    if (quoted < 0) {
      return text.substring(text.indexOf(':') + 1).strip();
    }
    int from = quoted + "GitVersion:\"".length();
    int to = text.indexOf('"', from);
    return text.substring(from, to < 0 ? text.length() : to);
  }

  @Override
  public KubeVersion value() {
    if (document.isEmpty()) {
      return new KubeVersion(server, client);
    }
    Map<String, Setting> leaves = FlatDocument.read(document).leaves();
    return new KubeVersion(
        Optional.ofNullable(leaves.get("serverVersion/gitVersion")),
        Optional.ofNullable(leaves.get("clientVersion/gitVersion")));
  }
}
