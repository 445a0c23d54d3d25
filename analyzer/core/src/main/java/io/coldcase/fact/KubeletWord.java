package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.SectionedText;
import io.coldcase.model.host.Setting;
import io.coldcase.model.kube.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A kubelet that the API server reaches and that cannot ask the API server back whether the request
 * is allowed (it answers "Authorization error"), while its node's status has become unknown: the
 * node itself need not be within reach of anybody else to know this.
 *
 * @param endpoint {@code address:port} of the API server
 */
public record KubeletWord(String node, String endpoint, List<Evidence> evidence) {
  public KubeletWord {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      Optional<Setting> word =
          Optional.ofNullable(cluster.store().entries(Kinds.EXEC).get(n.name()))
              .flatMap(e -> cannotAsk(e.value()));
      Optional<Condition> silent = NodeAgent.unposted(n);
      if (word.isPresent() && silent.isPresent()) {
        List<Evidence> e = new ArrayList<>();
        e.add(
            new Evidence(
                word.get().at(),
                "the kubelet answers the API server, and cannot ask it what is allowed"));
        n.object()
            .ifPresent(
                o -> e.add(new Evidence(o.at(silent.get()), "nor has it told its status since")));
        String endpoint = ApiPath.endpoints(cluster).stream().findFirst().orElse("the API server");
        facts.accept(new KubeletWord(n.name(), endpoint, e));
      }
    }
  }

  private static Optional<Setting> cannotAsk(SectionedText answers) {
    return answers.list().stream()
        .flatMap(s -> s.lines().stream())
        .filter(l -> l.text().contains("Authorization error (user="))
        .findFirst();
  }
}
