package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Table;
import io.coldcase.sim.Filters;
import io.coldcase.sim.Walker;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A rule that drops the messages by which senders learn that their packets are too large: ICMP
 * destination unreachable, by type or with the code of fragmentation needed.
 *
 * @param packets that it dropped between the samples
 */
public record PathMtuFilter(String node, String table, String chain, long packets, SourceRef at) {
  /** iptables: {@code --icmp-type 3/4}; nft: {@code icmp type destination-unreachable}. */
  private static final Pattern MESSAGE =
      Pattern.compile(
          "--icmp-type (3|3/4|fragmentation-needed|destination-unreachable)(\\s|$)"
              + "|icmp type (3|destination-unreachable)\\b(?! icmp code (?!4|frag))");

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      for (Table t :
          Walker.of(cluster).filters(n.name()).map(Filters::tables).orElse(List.<Table>of())) {
        if (!Set.of("nat", "mangle").contains(t.name())) {
          t.chains().values().forEach(c -> chain(n, t, c, facts));
        }
      }
    }
  }

  private static void chain(Node n, Table t, Chain c, Consumer<Object> facts) {
    for (int i = 0; i < c.rules().size(); i++) {
      boolean drops =
          c.rules().get(i).actions().stream()
              .anyMatch(a -> a instanceof Action.Drop || a instanceof Action.Reject);
      long packets = drops ? c.growth(i).orElse(0L) : 0;
      if (packets > 0 && MESSAGE.matcher(c.rules().get(i).text()).find()) {
        facts.accept(new PathMtuFilter(n.name(), t.name(), c.name(), packets, c.at(i)));
      }
    }
  }
}
