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
 * How the kubelet of a node whose status has become unknown answers the API server: it cannot ask
 * back whether the request is allowed ("Authorization error"), or it takes the connection and says
 * nothing, not even for TLS. The node itself need not be within reach of anybody else to know this.
 *
 * @param hangs it says nothing; else it cannot ask
 * @param endpoint {@code address:port} of the API server
 */
public record KubeletWord(String node, boolean hangs, String endpoint, List<Evidence> evidence) {
  private static final String CANNOT_ASK = "Authorization error (user=";
  private static final String HANGS = "TLS handshake timeout";

  public KubeletWord {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (Node n : cluster.nodes()) {
      Optional<Setting> word =
          Optional.ofNullable(cluster.store().entries(Kinds.EXEC).get(n.name()))
              .flatMap(e -> word(e.value()));
      Optional<Condition> silent = NodeAgent.unposted(n);
      if (word.isPresent() && silent.isPresent()) {
        boolean hangs = word.get().text().contains(HANGS);
        List<Evidence> e = new ArrayList<>();
        e.add(
            new Evidence(
                word.get().at(),
                hangs
                    ? "the kubelet takes the API server's connection and says nothing"
                    : "the kubelet answers the API server, and cannot ask it what is allowed"));
        n.object()
            .ifPresent(
                o -> e.add(new Evidence(o.at(silent.get()), "nor has it told its status since")));
        String endpoint = ApiPath.endpoints(cluster).stream().findFirst().orElse("the API server");
        facts.accept(new KubeletWord(n.name(), hangs, endpoint, e));
      }
    }
  }

  private static Optional<Setting> word(SectionedText answers) {
    return answers.list().stream()
        .flatMap(s -> s.lines().stream())
        .filter(l -> l.text().contains(CANNOT_ASK) || l.text().contains(HANGS))
        .findFirst();
  }
}
