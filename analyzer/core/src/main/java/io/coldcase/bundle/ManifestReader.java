package io.coldcase.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.coldcase.diag.ArtifactStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code manifest.json} as a stream of tokens. Members that it does not know, and known ones
 * of another type, are skipped; text that is no JSON object is an IOException with what was wrong.
 */
final class ManifestReader {
  private int format;
  private String collector = "";
  private String version = "";
  private long start;
  private long end;
  private boolean complete = true;
  private String interrupted = "";
  private final Map<String, String> cluster = new LinkedHashMap<>();
  private final Map<String, String> host = new LinkedHashMap<>();
  private String mode = "";
  private String privilege = "";
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<Manifest.NodeRun> nodes = new ArrayList<>();
  private final Map<String, Manifest.Entry> artifacts = new LinkedHashMap<>();

  private ManifestReader() {}

  static Manifest read(byte[] json) throws IOException {
    ManifestReader r = new ManifestReader();
    try (JsonParser p = new JsonFactory().createParser(json)) {
      if (p.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("it is no JSON object");
      }
      while (p.nextToken() != JsonToken.END_OBJECT) {
        String name = p.currentName();
        p.nextToken();
        r.member(name, p);
      }
    }
    return new Manifest(
        r.format,
        (r.collector + " " + r.version).strip(),
        r.start,
        r.end,
        r.complete,
        r.interrupted,
        r.cluster.getOrDefault("id", ""),
        r.cluster.getOrDefault("server", ""),
        r.cluster.getOrDefault("version", ""),
        r.host.getOrDefault("name", ""),
        r.mode,
        r.privilege,
        r.options,
        r.nodes,
        r.artifacts);
  }

  private void member(String name, JsonParser p) throws IOException {
    switch (name) {
      case "format" -> format = (int) number(p);
      case "collector" -> {
        Map<String, String> m = texts(p);
        collector = m.getOrDefault("name", "");
        version = m.getOrDefault("version", "");
      }
      case "start" -> start = number(p);
      case "end" -> end = number(p);
      case "complete" -> complete = p.currentToken() != JsonToken.VALUE_FALSE;
      case "interrupted" -> interrupted = text(p);
      case "cluster" -> cluster.putAll(texts(p));
      case "host" -> host.putAll(texts(p));
      case "mode" -> mode = text(p);
      case "privilege" -> privilege = text(p);
      case "options" -> options.putAll(texts(p));
      case "nodes" -> objects(p, m -> nodes.add(node(m)));
      case "artifacts" -> objects(p, this::artifact);
      default -> p.skipChildren();
    }
  }

  private interface Each {
    void object(Map<String, String> members);
  }

  private static void objects(JsonParser p, Each each) throws IOException {
    if (p.currentToken() != JsonToken.START_ARRAY) {
      p.skipChildren();
      return;
    }
    while (p.nextToken() != JsonToken.END_ARRAY) {
      each.object(texts(p));
    }
  }

  /** The scalar members of an object as text; null and nested values are left out. */
  private static Map<String, String> texts(JsonParser p) throws IOException {
    Map<String, String> m = new LinkedHashMap<>();
    if (p.currentToken() != JsonToken.START_OBJECT) {
      p.skipChildren();
      return m;
    }
    while (p.nextToken() != JsonToken.END_OBJECT) {
      String name = p.currentName();
      JsonToken t = p.nextToken();
      if (t.isScalarValue() && t != JsonToken.VALUE_NULL) {
        m.put(name, p.getText());
      } else {
        p.skipChildren();
      }
    }
    return m;
  }

  private static String text(JsonParser p) throws IOException {
    if (p.currentToken() == JsonToken.VALUE_STRING) {
      return p.getText();
    }
    p.skipChildren();
    return "";
  }

  private static long number(JsonParser p) throws IOException {
    if (p.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return Epoch.parse(p.getText());
    }
    p.skipChildren();
    return 0;
  }

  private static Manifest.NodeRun node(Map<String, String> m) {
    double offset;
    try {
      offset = Double.parseDouble(m.getOrDefault("clockOffset", "NaN"));
    } catch (NumberFormatException e) {
      offset = Double.NaN;
    }
    return new Manifest.NodeRun(
        m.getOrDefault("name", ""),
        m.getOrDefault("mode", ""),
        m.getOrDefault("status", ""),
        m.getOrDefault("reason", ""),
        m.getOrDefault("detail", ""),
        Epoch.parse(m.getOrDefault("start", "")),
        Epoch.parse(m.getOrDefault("end", "")),
        offset);
  }

  private void artifact(Map<String, String> m) {
    String path = m.getOrDefault("path", "");
    Artifact named = Artifact.of(path);
    String rc = m.getOrDefault("rc", "");
    Artifact a =
        new Artifact(
            path,
            named.node(),
            named.name(),
            status(m.getOrDefault("status", "")),
            m.getOrDefault("command", ""),
            rc.isEmpty() ? Optional.empty() : Optional.of((int) Epoch.parse(rc)),
            Epoch.parse(m.getOrDefault("start", "")),
            Epoch.parse(m.getOrDefault("end", "")),
            m.getOrDefault("reason", ""));
    artifacts.put(
        path,
        new Manifest.Entry(
            a,
            Epoch.parse(m.getOrDefault("bytes", "")),
            m.getOrDefault("sha256", ""),
            "true".equals(m.get("fallback")),
            m.getOrDefault("detail", "")));
  }

  private static ArtifactStatus status(String word) {
    for (ArtifactStatus s : ArtifactStatus.values()) {
      if (s.name().equals(word)) {
        return s;
      }
    }
    return ArtifactStatus.UNKNOWN;
  }
}
