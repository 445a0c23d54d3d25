package io.coldcase.parse.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.coldcase.bundle.Artifact;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Warning;
import io.coldcase.model.kube.KubeList;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.Parser;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code kubectl get -o json} or {@code -o yaml} prints to objects: a List, a {@code PodList}
 * as the API server sends it, a bare array, a single object, or several of these one after the
 * other. A file that breaks off or holds an error gives the objects before it and PARTIAL.
 */
public final class KubeParser implements Parser<KubeList<KubeObject>> {
  /** The kind that a file named for it holds when neither list nor item says so. */
  private static final Map<String, String> KIND_BY_FILE =
      Map.ofEntries(
          Map.entry("nodes", "Node"),
          Map.entry("pods", "Pod"),
          Map.entry("namespaces", "Namespace"),
          Map.entry("services", "Service"),
          Map.entry("endpoints", "Endpoints"),
          Map.entry("endpointslices", "EndpointSlice"),
          Map.entry("events", "Event"),
          Map.entry("deployments", "Deployment"),
          Map.entry("daemonsets", "DaemonSet"),
          Map.entry("statefulsets", "StatefulSet"),
          Map.entry("replicasets", "ReplicaSet"),
          Map.entry("configmaps", "ConfigMap"),
          Map.entry("networkpolicies", "NetworkPolicy"),
          Map.entry("serviceaccounts", "ServiceAccount"),
          Map.entry("leases", "Lease"),
          Map.entry("apiservices", "APIService"),
          Map.entry("csrs", "CertificateSigningRequest"));

  @Override
  public ParseResult<KubeList<KubeObject>> parse(Artifact artifact, InputStream content)
      throws IOException {
    InputStream in = new BufferedInputStream(content, 1 << 16);
    List<KubeObject> out = new ArrayList<>();
    List<Warning> warnings = new ArrayList<>();
    boolean json = startsAsJson(in);
    try (JsonParser parser = json ? json(in) : Yaml.parser(in)) {
      documents(artifact, parser, 0, out, warnings);
    } catch (CharConversionException e) {
      // The first bytes look like UTF-16 or UTF-32, and they or later ones are not.
      warnings.add(warning(artifact, 1, "ends or breaks here: " + e.getMessage()));
    }
    return result(out, warnings);
  }

  static ParseResult<KubeList<KubeObject>> result(List<KubeObject> out, List<Warning> warnings) {
    ParseResult.Status status =
        warnings.isEmpty()
            ? out.isEmpty() ? ParseResult.Status.EMPTY : ParseResult.Status.PARSED
            : out.isEmpty() ? ParseResult.Status.UNREADABLE : ParseResult.Status.PARTIAL;
    return new ParseResult<>(new KubeList<>(out), status, warnings.size(), warnings);
  }

  /** Reads all documents of {@code parser}; the first error ends it and becomes a warning. */
  static void documents(
      Artifact artifact,
      JsonParser parser,
      int lineOffset,
      List<KubeObject> out,
      List<Warning> warnings)
      throws IOException {
    Cursor c = new Cursor(parser, new Strings(), lineOffset);
    ObjectReader reader = new ObjectReader(c, artifact.path(), out);
    String hint = kind(artifact.name());
    try {
      while (true) {
        JsonToken t = parser.nextToken();
        if (t != null && t.isScalarValue()) {
          warnings.add(warning(artifact, c.line(), "not an API object: " + cut(parser.getText())));
          return;
        }
        if (t != null) {
          reader.read("", hint);
        } else if (parser.isClosed()) {
          return;
        }
      }
    } catch (JsonProcessingException e) {
      warnings.add(warning(artifact, c.line(), "ends or breaks here: " + FlatDocument.reason(e)));
    } catch (RuntimeException e) {
      // SnakeYAML reports some malformed documents with exceptions of its own.
      warnings.add(warning(artifact, c.line(), "ends or breaks here: " + e.getMessage()));
    }
  }

  private static Warning warning(Artifact artifact, int line, String text) {
    return new Warning(SourceRef.line(artifact.path(), line, ""), cut(text));
  }

  private static String cut(String text) {
    return text.length() > SourceRef.MAX_TEXT ? text.substring(0, SourceRef.MAX_TEXT) : text;
  }

  private static String kind(String file) {
    int slash = file.lastIndexOf('/');
    int dot = file.indexOf('.', slash + 1);
    return KIND_BY_FILE.getOrDefault(file.substring(slash + 1, dot < 0 ? file.length() : dot), "");
  }

  /** True when the first character outside blanks and comment lines opens a JSON value. */
  private static boolean startsAsJson(InputStream in) throws IOException {
    in.mark(1 << 16);
    boolean comment = false;
    int found = -1;
    for (int i = 0; i < 1 << 15; i++) {
      int b = in.read();
      if (b < 0) {
        break;
      }
      if (comment) {
        comment = b != '\n';
      } else if (b == '#') {
        comment = true;
      } else if (b > ' ' && b != 0xef && b != 0xbb && b != 0xbf) {
        found = b;
        break;
      }
    }
    in.reset();
    return found == '{' || found == '[';
  }

  private static JsonParser json(InputStream in) throws IOException {
    return Holder.JSON.createParser(in);
  }

  /** Made at first use: a bundle without API dumps pays nothing. */
  private static final class Holder {
    static final JsonFactory JSON =
        JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(com.fasterxml.jackson.core.StreamReadFeature.AUTO_CLOSE_SOURCE)
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
  }
}
