package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.SysctlFiles;
import java.util.function.Consumer;

/**
 * What the files of sysctl.d(5) give a kernel setting at boot; the keys are {@link SysctlFact}'s.
 */
public record SysctlFileFact(String node, String key, String value, String path, SourceRef at) {
  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      for (String key : SysctlFact.KEYS) {
        n.get(Kinds.SYSCTL_FILES)
            .flatMap((SysctlFiles f) -> f.last(key))
            .ifPresent(
                a -> facts.accept(new SysctlFileFact(n.name(), key, a.value(), a.path(), a.at())));
      }
    }
  }
}
