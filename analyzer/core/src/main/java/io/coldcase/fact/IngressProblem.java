package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * An Ingress (networking.k8s.io/v1) that cannot work as written.
 *
 * @param what {@code class}: it names a class that does not exist, or none while there is no
 *     default one; {@code backend}: it names a Service that does not exist, or a port that the
 *     Service does not have
 * @param detail class or {@code service:port}
 * @param service namespace and name of the backend; the Ingress itself for a class
 */
public record IngressProblem(
    String what, Subject ingress, String detail, String why, Subject service, SourceRef at) {
  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final String BACKEND = "/backend/service/name";
  private static final String DEFAULT = "/spec/defaultBackend/service/name";
  private static final String IS_DEFAULT = "ingressclass.kubernetes.io/is-default-class";

  static void derive(Cluster cluster, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.INGRESSES)) {
      return;
    }
    List<PlainObject> classes =
        cluster.objects(PlainObject.class).stream()
            .filter(o -> o.meta().kind().equals("IngressClass"))
            .toList();
    for (PlainObject o : cluster.objects(PlainObject.class)) {
      if (o.meta().kind().equals("Ingress")
          && Duration.between(o.meta().created(), cluster.now()).compareTo(SETTLED) > 0) {
        theClass(o, classes).ifPresent(facts);
        if (cluster.complete(Kinds.SERVICES)) {
          backends(cluster, o, facts);
        }
      }
    }
  }

  private static Subject subject(PlainObject o) {
    return new Subject("ingress", o.meta().namespace(), o.meta().name(), "");
  }

  /** One that has an address, or the old annotation, somebody takes care of. */
  private static Optional<IngressProblem> theClass(PlainObject o, List<PlainObject> classes) {
    boolean served =
        o.fields().keySet().stream().anyMatch(k -> k.startsWith("/status/loadBalancer/ingress/"))
            || o.meta().annotations().containsKey("kubernetes.io/ingress.class");
    String name = o.fields().getOrDefault("/spec/ingressClassName", "");
    boolean found =
        classes.stream()
            .anyMatch(
                c ->
                    name.isEmpty()
                        ? c.meta().annotations().getOrDefault(IS_DEFAULT, "").equals("true")
                        : c.meta().name().equals(name));
    if (served || found || name.isEmpty() && classes.isEmpty()) {
      return Optional.empty(); // nobody in this cluster serves any Ingress: nobody expects it
    }
    String why =
        name.isEmpty()
            ? "it names no class, and no IngressClass is the default"
            : "no IngressClass has the name " + name;
    return Optional.of(
        new IngressProblem(
            "class",
            subject(o),
            name.isEmpty() ? "no class" : "class " + name,
            why,
            subject(o),
            o.at().child("spec/ingressClassName", o.key() + ": " + name)));
  }

  private static void backends(Cluster cluster, PlainObject o, Consumer<Object> facts) {
    Map<String, String> fields = o.fields();
    for (String pointer : new TreeSet<>(fields.keySet())) {
      if (!pointer.endsWith(BACKEND) && !pointer.equals(DEFAULT)) {
        continue;
      }
      String base = pointer.substring(0, pointer.length() - "name".length());
      String name = fields.get(pointer);
      String port =
          fields.getOrDefault(base + "port/number", fields.getOrDefault(base + "port/name", ""));
      Optional<Service> s = cluster.service(o.meta().namespace(), name);
      boolean has =
          s.isPresent()
              && (port.isEmpty()
                  || s.get().type().equals("ExternalName")
                  || s.get().ports().stream()
                      .anyMatch(
                          p -> p.name().equals(port) || Integer.toString(p.port()).equals(port)));
      if (!has) {
        String why =
            s.isEmpty()
                ? "there is no Service " + o.meta().namespace() + "/" + name
                : "Service " + s.get().key() + " has no port " + port;
        facts.accept(
            new IngressProblem(
                "backend",
                subject(o),
                "backend " + name + ":" + port,
                why,
                Subject.service(o.meta().namespace(), name),
                o.at().child(pointer.substring(1), o.key() + ": " + name + ":" + port)));
      }
    }
  }
}
