package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** The pod sandboxes that the container runtime knows ({@code crictl pods -o json}). */
public record Sandboxes(List<Sandbox> list) {
  public Sandboxes {
    list = List.copyOf(list);
  }

  /**
   * One sandbox.
   *
   * @param uid of the pod
   * @param ready false: SANDBOX_NOTREADY
   * @param createdAt nanoseconds since the epoch
   */
  public record Sandbox(
      String id,
      String namespace,
      String pod,
      String uid,
      boolean ready,
      long createdAt,
      SourceRef at) {}
}
