package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.PlainObject;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Workload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API object that the cluster's DNS server needs and that does not exist, while DNS has no ready
 * pod.
 *
 * @param subject the missing object, or the workload that is scaled to zero
 */
public record DnsObject(Subject subject, List<Evidence> evidence) {
  private static final Pattern NO_CONFIG = Pattern.compile("configmap \"([^\"]+)\" not found");

  public DnsObject {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    if (!cluster.complete(Kinds.PODS) || dns.pods().stream().anyMatch(Pod::ready)) {
      return;
    }
    if (dns.workload().isEmpty()) {
      workloadMissing(cluster, dns, facts);
      return;
    }
    Workload w = dns.workload().get();
    if (w.desired() == 0) {
      facts.accept(
          new DnsObject(
              dns.workloadSubject().with("replicas 0"),
              List.of(
                  new Evidence(
                      w.at(w.replicasPlace(), "\"replicas\": 0"), "nobody asked for a DNS pod"))));
    }
    configMapMissing(cluster, dns, w, facts);
    accountMissing(cluster, w, facts);
  }

  private static void workloadMissing(Cluster cluster, ClusterDns dns, Consumer<Object> facts) {
    boolean known =
        cluster.complete(Kinds.DEPLOYMENTS)
            && cluster.complete(Kinds.DAEMON_SETS)
            && dns.service().isPresent()
            && dns.service().get().selects();
    if (known && dns.pods().isEmpty()) {
      facts.accept(
          new DnsObject(
              dns.workloadSubject(),
              List.of(
                  new Evidence(
                      dns.service().get().at(),
                      "the DNS Service selects pods that no Deployment or DaemonSet makes"))));
    }
  }

  private static void configMapMissing(
      Cluster cluster, ClusterDns dns, Workload w, Consumer<Object> facts) {
    Set<String> names = new TreeSet<>(w.template().configMaps());
    // a dump without volumes: what the events of its pods miss
    for (Event e : cluster.objects(Event.class)) {
      Matcher m = NO_CONFIG.matcher(e.message());
      if (e.regardingNamespace().equals(w.namespace())
          && dns.pods().stream().anyMatch(p -> p.name().equals(e.regardingName()))
          && m.find()) {
        names.add(m.group(1));
      }
    }
    for (String name : names) {
      boolean listed =
          cluster.objects(ConfigMap.class).stream()
              .anyMatch(m -> m.namespace().equals(w.namespace()) && m.name().equals(name));
      Optional<Event> mount =
          latest(cluster, "configmap \"" + name + "\" not found", w.namespace(), "Pod");
      // the dump holds a few ConfigMaps only; coredns is one of them
      boolean absent = cluster.complete(Kinds.CONFIG_MAPS) && name.equals("coredns");
      if (!listed && (absent || mount.isPresent())) {
        List<Evidence> e = new ArrayList<>();
        mount.ifPresent(
            m -> e.add(new Evidence(m.at(), "the volume with the Corefile is missing")));
        e.add(new Evidence(w.at().withText("volume of ConfigMap " + name), "asks for it"));
        facts.accept(new DnsObject(new Subject("config", w.namespace(), name, "ConfigMap"), e));
      }
    }
  }

  private static void accountMissing(Cluster cluster, Workload w, Consumer<Object> facts) {
    String name = w.template().serviceAccount();
    if (name.isEmpty()) {
      return;
    }
    boolean absent =
        cluster.complete(Kinds.SERVICE_ACCOUNTS)
            && cluster.objects(PlainObject.class).stream()
                .noneMatch(
                    o ->
                        o.meta().kind().equals("ServiceAccount")
                            && o.namespace().equals(w.namespace())
                            && o.name().equals(name));
    Optional<Event> refused =
        latest(cluster, "serviceaccount \"" + name + "\" not found", w.namespace(), "ReplicaSet");
    if (absent || (refused.isPresent() && !cluster.complete(Kinds.SERVICE_ACCOUNTS))) {
      List<Evidence> e = new ArrayList<>();
      w.conditions().stream()
          .filter(c -> c.type().equals("ReplicaFailure") && c.isTrue())
          .forEach(c -> e.add(new Evidence(w.at(c), "why no pod is made")));
      refused.ifPresent(r -> e.add(new Evidence(r.at(), "why no pod is made")));
      SourceRef asks = w.at().withText("serviceAccountName: " + name);
      e.add(new Evidence(asks, "asks for an account that is not there"));
      facts.accept(new DnsObject(new Subject("serviceaccount", w.namespace(), name, ""), e));
    }
  }

  private static Optional<Event> latest(
      Cluster cluster, String text, String namespace, String kind) {
    return cluster.objects(Event.class).stream()
        .filter(e -> e.regardingKind().equals(kind) && e.regardingNamespace().equals(namespace))
        .filter(e -> e.message().contains(text))
        .max(Comparator.comparing(Event::last));
  }
}
