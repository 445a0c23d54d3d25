package io.coldcase.model.kube;

import java.time.Instant;

/**
 * An Event of core/v1 or events.k8s.io/v1.
 *
 * @param type Normal or Warning
 * @param regardingKind kind of the object that it is about; name and namespace likewise
 * @param source reporting component, for example kubelet
 * @param host reporting node, or empty
 * @param count at least 1
 */
public record Event(
    Meta meta,
    String type,
    String reason,
    String message,
    String regardingKind,
    String regardingNamespace,
    String regardingName,
    String source,
    String host,
    int count,
    Instant first,
    Instant last)
    implements KubeObject {}
