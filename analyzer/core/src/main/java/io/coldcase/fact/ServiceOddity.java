package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Selector;
import io.coldcase.model.kube.Service;
import io.coldcase.model.kube.Workload;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A setting of a Service (or of the StatefulSet that names it) that cannot work as it stands. Only
 * harmful to who uses it: rules ask for a symptom.
 *
 * @param kind external-name, external-name-plain (a name, which may not exist), proxy-name,
 *     manual-cluster-ip, manual-endpoints, same-cluster-ip, same-node-port, external-ip-node,
 *     statefulset-name, ip-family (no ready pod has an address of any of its IP families)
 * @param subject the object to change
 * @param affects the Service that its users see failing; equal to {@code subject} mostly
 * @param pods pods whose names are concerned, for statefulset-name
 * @param other the other side of the contradiction, in words
 */
public record ServiceOddity(
    String kind, Subject subject, Subject affects, List<Subject> pods, String other, SourceRef at) {
  public ServiceOddity {
    pods = List.copyOf(pods);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<Ip, Service> byIp = new HashMap<>();
    for (Service s : cluster.objects(Service.class)) {
      Subject subject = Subject.service(s.namespace(), s.name());
      externalName(s, subject, facts);
      String proxy = s.meta().labels().get("service.kubernetes.io/service-proxy-name");
      if (proxy != null) {
        SourceRef at =
            s.at().child("metadata/labels", "service.kubernetes.io/service-proxy-name: " + proxy);
        facts.accept(new ServiceOddity("proxy-name", subject, subject, List.of(), proxy, at));
      }
      for (Ip ip : s.clusterIps()) {
        Service first = byIp.putIfAbsent(ip, s);
        if (first != null && !first.key().equals(s.key())) {
          SourceRef at =
              s.at().child("spec/clusterIP", s.key() + " and " + first.key() + ": " + ip);
          facts.accept(
              new ServiceOddity("same-cluster-ip", subject, subject, List.of(), first.key(), at));
        }
      }
      for (Ip ip : s.externalIps()) {
        cluster
            .nodeByIp(ip)
            .ifPresent(
                n ->
                    facts.accept(
                        new ServiceOddity(
                            "external-ip-node",
                            subject,
                            Subject.node(n.name()),
                            List.of(),
                            ip.toString(),
                            s.at().child("spec/externalIPs", "externalIPs: " + ip))));
      }
      if (!s.selects() && !s.type().equals("ExternalName")) {
        manual(cluster, s, subject, facts);
      }
      families(cluster, s, subject, facts);
    }
    for (Workload w : cluster.objects(Workload.class)) {
      if (w.meta().kind().equals("StatefulSet")) {
        statefulSet(cluster, w, facts);
      }
    }
  }

  private static void externalName(Service s, Subject subject, Consumer<Object> facts) {
    String name = s.externalName();
    if (s.type().equals("ExternalName")) {
      boolean literal = Ip.tryParse(name).isPresent();
      boolean wrong = name.contains("://") || name.contains(":") || name.contains("/");
      if (literal || wrong) {
        SourceRef at = s.at().child("spec/externalName", "externalName: " + name);
        facts.accept(new ServiceOddity("external-name", subject, subject, List.of(), name, at));
      } else {
        SourceRef at = s.at().child("spec/externalName", "externalName: " + name);
        facts.accept(
            new ServiceOddity("external-name-plain", subject, subject, List.of(), name, at));
      }
    }
  }

  private static void manual(Cluster cluster, Service s, Subject subject, Consumer<Object> facts) {
    if (s.key().equals("default/kubernetes")) {
      return;
    }
    for (EndpointSlice e : cluster.slices(s)) {
      for (EndpointSlice.Endpoint x : e.endpoints()) {
        for (Ip ip : x.addresses()) {
          Optional<Service> service = cluster.serviceByIp(ip);
          SourceRef at = e.at().child("endpoints", e.key() + ": " + ip);
          if (service.isPresent()) {
            facts.accept(
                new ServiceOddity(
                    "manual-cluster-ip", subject, subject, List.of(), ip.toString(), at));
          } else if (cluster.podByIp(ip).isEmpty()) {
            facts.accept(
                new ServiceOddity(
                    "manual-endpoints", subject, subject, List.of(), ip.toString(), at));
          }
        }
      }
    }
  }

  private static void families(
      Cluster cluster, Service s, Subject subject, Consumer<Object> facts) {
    List<Pod> ready =
        cluster.selected(s).stream().filter(p -> p.ready() && !p.ips().isEmpty()).toList();
    boolean shared =
        ready.stream()
            .flatMap(p -> p.ips().stream())
            .anyMatch(ip -> s.ipFamilies().contains(ip.v6() ? "IPv6" : "IPv4"));
    if (!ready.isEmpty() && !s.ipFamilies().isEmpty() && !shared) {
      List<Subject> pods = ready.stream().map(p -> Subject.pod(p.namespace(), p.name())).toList();
      SourceRef at = s.at().child("spec/ipFamilies", s.key() + " ipFamilies: " + s.ipFamilies());
      String other = ready.get(0).key() + " has " + ready.get(0).ips();
      facts.accept(new ServiceOddity("ip-family", subject, subject, pods, other, at));
    }
  }

  private static void statefulSet(Cluster cluster, Workload w, Consumer<Object> facts) {
    if (w.desired() == 0) {
      return;
    }
    Optional<Service> s = cluster.service(w.namespace(), w.serviceName());
    String problem = "";
    if (s.isEmpty()) {
      problem = "there is no Service \"" + w.serviceName() + "\"";
    } else if (!s.get().headless()) {
      problem = "Service " + s.get().key() + " is not headless";
    } else if (!new Selector(s.get().selector(), List.of()).matches(w.templateLabels())) {
      problem = "Service " + s.get().key() + " does not select the pods";
    }
    if (!problem.isEmpty()) {
      List<Subject> pods = new ArrayList<>();
      for (int i = 0; i < Math.min(w.desired(), 20); i++) {
        pods.add(Subject.pod(w.namespace(), w.name() + "-" + i));
      }
      Subject set = ServiceState.subject(w);
      facts.accept(
          new ServiceOddity(
              "statefulset-name",
              set,
              Subject.service(w.namespace(), w.serviceName()),
              pods,
              problem,
              w.at().child("spec/serviceName", "serviceName: \"" + w.serviceName() + "\"")));
    }
  }
}
