package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Condition;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An admission webhook that the API server could not call, so that objects were refused.
 *
 * @param webhook name of the webhook as the error gives it
 * @param configuration its configuration; CLUSTER when that was not collected
 * @param service the Service that it is called through, {@code namespace/name}, may be empty
 * @param cause the end of the error text
 */
public record Admission(
    String webhook, Subject configuration, String service, String cause, List<Evidence> evidence) {
  private static final String FAILED = "failed calling webhook \"";

  public Admission {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    TreeSet<String> names = new TreeSet<>();
    cluster.objects(Event.class).forEach(e -> name(e.message()).ifPresent(names::add));
    for (Workload w : cluster.objects(Workload.class)) {
      w.conditions().forEach(c -> name(c.message()).ifPresent(names::add));
    }
    names.forEach(n -> facts.accept(of(cluster, n)));
  }

  private static Optional<String> name(String message) {
    int from = message.indexOf(FAILED);
    int end = from < 0 ? -1 : message.indexOf('"', from + FAILED.length());
    return end < 0 ? Optional.empty() : Optional.of(message.substring(from + FAILED.length(), end));
  }

  private static Admission of(Cluster cluster, String name) {
    List<Evidence> evidence = new ArrayList<>();
    String cause = "";
    Optional<Event> event =
        cluster.objects(Event.class).stream()
            .filter(e -> name(e.message()).filter(name::equals).isPresent())
            .max(Comparator.comparing(Event::last));
    if (event.isPresent()) {
      cause = cause(event.get().message());
      evidence.add(
          new Evidence(
              event.get().at(),
              "the API server refused an object, " + event.get().count() + " times"));
    }
    for (Workload w : cluster.objects(Workload.class)) {
      for (Condition c : w.conditions()) {
        if (c.isTrue()
            && name(c.message()).filter(name::equals).isPresent()
            && evidence.size() < 3) {
          evidence.add(new Evidence(w.at(c), "replicas are missing for it"));
          cause = cause.isEmpty() ? cause(c.message()) : cause;
        }
      }
    }
    Subject configuration = Subject.CLUSTER;
    String service = "";
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      for (int i = 0; o.meta().kind().endsWith("WebhookConfiguration") && i < 50; i++) {
        String at = "/webhooks/" + i;
        if (name.equals(o.fields().get(at + "/name"))) {
          configuration = new Subject("webhook", "", o.name(), name);
          String client = at + "/clientConfig/service/";
          service =
              o.fields().getOrDefault(client + "namespace", "")
                  + "/"
                  + o.fields().getOrDefault(client + "name", "");
          evidence.add(
              new Evidence(
                  o.at()
                      .child(
                          "webhooks/" + i,
                          o.meta().kind()
                              + " "
                              + o.name()
                              + ": failurePolicy "
                              + o.fields().getOrDefault(at + "/failurePolicy", "Fail")
                              + ", service "
                              + service),
                  "the configuration that asks for the call"));
        }
      }
    }
    return new Admission(name, configuration, service, cause, evidence);
  }

  private static String cause(String message) {
    int post = message.indexOf("\": ", message.indexOf(FAILED) + FAILED.length());
    return post < 0 ? "" : message.substring(post + 3);
  }
}
