package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import java.util.List;
import java.util.function.Consumer;

/** A kernel setting of a node that rules look at. */
public record SysctlFact(String node, String key, String value, SourceRef at) {
  static final List<String> KEYS =
      List.of("net.ipv4.ip_forward", "net.bridge.bridge-nf-call-iptables");

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      n.get(Kinds.SYSCTL)
          .ifPresent(
              s ->
                  KEYS.forEach(
                      k ->
                          s.get(k)
                              .ifPresent(
                                  v ->
                                      facts.accept(
                                          new SysctlFact(n.name(), k, v.text(), v.at())))));
    }
  }
}
