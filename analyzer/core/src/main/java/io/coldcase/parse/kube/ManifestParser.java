package io.coldcase.parse.kube;

import com.fasterxml.jackson.core.JsonParser;
import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Warning;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Static pod manifests ({@code == PATH} and the file's YAML, one after the other) to objects. A
 * file that cannot be read costs no other.
 */
public final class ManifestParser implements Parser<KubeList<KubeObject>> {
  @Override
  public ParseResult<KubeList<KubeObject>> parse(Artifact artifact, InputStream content)
      throws IOException {
    List<KubeObject> out = new ArrayList<>();
    List<Warning> warnings = new ArrayList<>();
    TextLines lines = new TextLines(content);
    StringBuilder text = new StringBuilder();
    String section = "";
    int first = 0;
    while (lines.next()) {
      if (!lines.section().equals(section)) {
        document(artifact, text, first, out, warnings);
        text.setLength(0);
        section = lines.section();
      }
      if (text.length() == 0) {
        first = lines.line();
      }
      String line = lines.text();
      if (!line.startsWith("cat: ")) {
        text.append(line);
      }
      text.append('\n');
    }
    document(artifact, text, first, out, warnings);
    return KubeParser.result(out, warnings);
  }

  private static void document(
      Artifact artifact, CharSequence text, int first, List<KubeObject> out, List<Warning> warnings)
      throws IOException {
    if (!text.toString().isBlank()) {
      try (JsonParser p = Yaml.parser(new StringReader(text.toString()))) {
        KubeParser.documents(artifact, p, first - 1, out, warnings);
      }
    }
  }
}
