package io.coldcase.model.kube;

import io.coldcase.diag.SourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * ObjectMeta of an API object (Kubernetes API, ObjectMeta), and where the object stands.
 *
 * @param kind as in the object or its list, for example Pod
 * @param revision resourceVersion as a number, 0 when absent or no number. All objects of a cluster
 *     share one count of writes (etcd's revision), so the larger one was written later, whatever
 *     its kind; events alone may be kept elsewhere.
 * @param created {@link Instant#EPOCH} when absent
 * @param deleted deletionTimestamp, if set
 */
public record Meta(
    String kind,
    String namespace,
    String name,
    String uid,
    long revision,
    Map<String, String> labels,
    Map<String, String> annotations,
    Instant created,
    Optional<Instant> deleted,
    List<Owner> owners,
    SourceRef at) {
  public Meta {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
    owners = List.copyOf(owners);
  }

  /** An ownerReference. */
  public record Owner(String kind, String name, boolean controller) {}

  /** {@code namespace/name}, or the name of a cluster-scoped object. */
  public String key() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
