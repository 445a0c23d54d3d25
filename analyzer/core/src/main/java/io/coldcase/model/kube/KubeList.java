package io.coldcase.model.kube;

import java.util.List;

/** What a file of API objects holds: objects of one or several kinds, in the order of the file. */
public record KubeList<T extends KubeObject>(List<T> items) {
  public KubeList {
    items = List.copyOf(items);
  }
}
