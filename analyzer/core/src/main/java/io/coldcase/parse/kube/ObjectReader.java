package io.coldcase.parse.kube;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.KubeObject;
import io.coldcase.model.kube.Meta;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One document of an API dump: an object, a list of objects (also a list of lists), or a bare
 * array. Objects are handed on as soon as they are whole, so that a file that breaks off gives what
 * came before.
 */
final class ObjectReader {
  private final Cursor c;
  private final String artifact;
  private final List<KubeObject> out;

  ObjectReader(Cursor c, String artifact, List<KubeObject> out) {
    this.c = c;
    this.artifact = artifact;
    this.out = out;
  }

  /**
   * Reads the value at the cursor.
   *
   * @param kind of objects that do not name theirs (as in a {@code PodList}), or empty
   */
  void read(String pointer, String kind) throws IOException {
    if (c.atArray()) {
      for (int i = 0; c.element(); i++) {
        read(pointer + "/" + i, kind);
      }
    } else if (c.atObject()) {
      object(pointer, kind);
    }
  }

  private void object(String pointer, String hint) throws IOException {
    MetaReader meta = new MetaReader();
    String kind = "";
    boolean list = false;
    int line = c.line();
    @Nullable KindReader reader = null;
    String readerKind = "";
    while (c.member()) {
      String name = c.name();
      switch (name) {
        case "apiVersion" -> c.skip();
        case "kind" -> kind = c.text();
        case "metadata" -> meta.read(c);
        case "items" -> {
          list = true;
          read(pointer + "/items", itemKind(kind, hint));
        }
        default -> {
          String k = kind.isEmpty() ? guess(name, hint) : kind;
          if (reader == null || !k.equals(readerKind)) {
            reader = reader(k);
            readerKind = k;
          }
          if (!reader.member(name)) {
            c.skip();
          }
        }
      }
    }
    String finalKind = kind.isEmpty() ? (readerKind.isEmpty() ? hint : readerKind) : kind;
    if (!list && !finalKind.isEmpty() && !meta.name.isEmpty()) {
      boolean usable = reader != null && readerKind.equals(finalKind);
      out.add(
          (usable ? reader : reader(finalKind))
              .build(meta(meta, finalKind, meta.line == 0 ? line : meta.line, pointer)));
    }
  }

  private Meta meta(MetaReader m, String kind, int line, String pointer) {
    String key = m.namespace.isEmpty() ? m.name : m.namespace + "/" + m.name;
    return new Meta(
        kind,
        m.namespace,
        m.name,
        m.uid,
        m.revision,
        m.labels,
        m.annotations,
        m.created,
        m.deleted,
        m.owners,
        SourceRef.json(artifact, line, pointer, kind + " " + key));
  }

  private static String itemKind(String kind, String hint) {
    return kind.endsWith("List") && kind.length() > 4 ? kind.substring(0, kind.length() - 4) : hint;
  }

  /** The kind of an object of which only a member's name is known so far. */
  private static String guess(String member, String hint) {
    return switch (member) {
      case "addressType", "endpoints" -> "EndpointSlice";
      case "data", "binaryData", "immutable" -> "ConfigMap";
      case "count",
          "eventTime",
          "firstTimestamp",
          "involvedObject",
          "deprecatedCount",
          "deprecatedFirstTimestamp",
          "deprecatedLastTimestamp",
          "deprecatedSource" ->
          "Event";
      default -> hint;
    };
  }

  private KindReader reader(String kind) {
    return switch (kind) {
      case "Pod" -> new PodReader(c);
      case "Node" -> new NodeReader(c);
      case "Service" -> new ServiceReader(c);
      case "EndpointSlice" -> new SliceReader(c);
      case "Endpoints" -> new EndpointsReader(c);
      case "Event" -> new EventReader(c);
      case "Deployment", "DaemonSet", "StatefulSet", "ReplicaSet" -> new WorkloadReader(c);
      case "ConfigMap" -> new ConfigMapReader(c);
      case "NetworkPolicy" -> new PolicyReader(c);
      case "AdminNetworkPolicy", "BaselineAdminNetworkPolicy" -> new AdminPolicyReader(c);
      case "Role", "ClusterRole" -> new RoleReader(c);
      case "RoleBinding", "ClusterRoleBinding" -> new RoleBindingReader(c);
      default -> new PlainReader(c);
    };
  }
}
