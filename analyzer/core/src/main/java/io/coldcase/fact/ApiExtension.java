package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.PlainObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An aggregated API (APIService) that is not available. */
public record ApiExtension(String name, Subject subject, String reason, List<Evidence> evidence) {
  public ApiExtension {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      Optional<Condition> available =
          o.conditions().stream().filter(c -> c.type().equals("Available")).findFirst();
      if (o.meta().kind().equals("APIService")
          && available.filter(c -> c.status().equals("False")).isPresent()) {
        Condition c = available.get();
        facts.accept(
            new ApiExtension(
                o.name(),
                new Subject("apiservice", "", o.name(), c.reason()),
                c.reason(),
                List.of(new Evidence(o.at(c), "the API server cannot use this extension"))));
      }
    }
  }
}
