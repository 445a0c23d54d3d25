package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;

/** The containers that the runtime knows ({@code crictl ps -a -o json}). */
public record CriContainers(List<CriContainer> list) {
  public CriContainers {
    list = List.copyOf(list);
  }

  /**
   * One container.
   *
   * @param state CONTAINER_RUNNING, CONTAINER_EXITED, CONTAINER_CREATED, CONTAINER_UNKNOWN
   * @param restarts of the pod's container, from its annotation
   */
  public record CriContainer(
      String id,
      String sandboxId,
      String namespace,
      String pod,
      String name,
      String state,
      int restarts,
      SourceRef at) {}
}
