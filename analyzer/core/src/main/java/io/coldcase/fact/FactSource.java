package io.coldcase.fact;

import io.coldcase.model.Cluster;
import java.util.function.Consumer;

/**
 * Derives facts from the cluster: everything that needs an algorithm (selectors, CIDR arithmetic,
 * walks), so that rules stay conditions. Holds no state.
 */
@FunctionalInterface
public interface FactSource {
  void derive(Cluster cluster, Consumer<Object> facts);
}
