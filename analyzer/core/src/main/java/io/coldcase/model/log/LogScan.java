package io.coldcase.model.log;

import io.coldcase.diag.SourceRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one log held.
 *
 * @param component coredns, kube-proxy, flannel, apiserver, controller-manager, scheduler, etcd,
 *     kubelet, containerd, kernel, net, or app
 * @param node node of a node's log, empty for pod logs
 * @param container of a pod log; with namespace and pod
 * @param previous the log of the container's previous run
 * @param start time of the first line, {@link Instant#EPOCH} when unknown; {@code end} of the last
 * @param lines how many
 * @param error the message that kubectl wrote in place of a log
 */
public record LogScan(
    String component,
    String node,
    String namespace,
    String pod,
    String container,
    boolean previous,
    Instant start,
    Instant end,
    long lines,
    List<LogMatch> matches,
    List<Requests> requests,
    Optional<SourceRef> error) {
  public LogScan {
    matches = List.copyOf(matches);
    requests = List.copyOf(requests);
  }
}
