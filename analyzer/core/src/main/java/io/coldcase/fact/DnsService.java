package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Selector;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Something wrong with the Service of the cluster's DNS server; one fact per problem.
 *
 * @param detail of the Service: selector, or a port
 * @param readyPods DNS pods that are Ready
 */
public record DnsService(
    Problem problem, Subject service, String detail, int readyPods, List<Evidence> evidence) {
  public DnsService {
    evidence = List.copyOf(evidence);
  }

  /** What is wrong. */
  public enum Problem {
    MISSING,
    NO_READY_ENDPOINT,
    SELECTS_NO_DNS_POD,
    LACKS_PORT_53,
    WRONG_TARGET_PORT,
    /** A pod behind the Service on which nobody listens on the target port. */
    SELECTS_OTHER_POD,
    /** All kubelets announce another address than the Service has. */
    OTHER_ADDRESS
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    List<Pod> ready = dns.pods().stream().filter(Pod::ready).toList();
    if (dns.service().isEmpty()) {
      if (cluster.complete(Kinds.SERVICES) && !ready.isEmpty()) {
        facts.accept(
            new DnsService(
                Problem.MISSING,
                dns.serviceSubject(),
                "",
                ready.size(),
                List.of(new Evidence(ready.get(0).at(), "a ready DNS pod that no Service names"))));
      }
      return;
    }
    Service s = dns.service().get();
    endpoints(cluster, dns, s, ready, facts);
    if (!ready.isEmpty()) {
      Selector selector = new Selector(s.selector(), List.of());
      boolean selects = ready.stream().anyMatch(p -> selector.matches(p.meta().labels()));
      if (s.selects() && !selects) {
        Pod p = ready.get(0);
        facts.accept(
            of(
                Problem.SELECTS_NO_DNS_POD,
                dns,
                "selector",
                ready,
                new Evidence(
                    s.at(s.selectorPlace(), "\"selector\": " + text(s.selector())),
                    "matches the labels of no ready DNS pod"),
                new Evidence(
                    p.at().withText("\"labels\": " + text(p.meta().labels())),
                    "labels of a DNS pod that is ready")));
      }
      ports(dns, s, ready, facts);
    }
    others(cluster, dns, s, ready, facts);
    KubeletDns.agreed(cluster)
        .ifPresent(
            a ->
                facts.accept(
                    of(
                        Problem.OTHER_ADDRESS,
                        dns,
                        "clusterIP " + s.clusterIps().get(0) + ", kubelet announces " + a.text(),
                        ready,
                        new Evidence(
                            s.at(s.addressPlace(), "\"clusterIP\": " + s.clusterIps()),
                            "the address that the Service has"),
                        new Evidence(a.at(), "the address that all kubelets give to pods"))));
  }

  /** Ready pods behind the Service that do not listen where it sends queries. */
  private static void others(
      Cluster cluster, ClusterDns dns, Service s, List<Pod> ready, Consumer<Object> facts) {
    for (Pod p : cluster.selected(s)) {
      Optional<ServicePort.Looked> looked = ServicePort.sockets(cluster, p);
      if (!p.ready()
          || p.ips().isEmpty()
          || looked.isEmpty()
          || ServicePort.restarted(cluster, p)) {
        continue;
      }
      Ip ip = p.ips().get(0);
      s.ports().stream()
          .filter(x -> x.port() == 53)
          .filter(x -> ServicePort.backend(x, p) > 0 && !loopback(looked.get(), x, p))
          .filter(
              x ->
                  Protocol.tryParse(x.protocol())
                      .filter(
                          t -> !looked.get().sockets().accepts(t, ip, ServicePort.backend(x, p)))
                      .isPresent())
          .findFirst()
          .ifPresent(
              x ->
                  facts.accept(
                      of(
                          Problem.SELECTS_OTHER_POD,
                          dns,
                          "endpoint " + p.name(),
                          ready,
                          new Evidence(
                              s.at(x.place(), "\"targetPort\": " + x.targetPort()),
                              "where the Service sends queries over " + x.protocol()),
                          new Evidence(
                              looked
                                  .get()
                                  .at()
                                  .withText(
                                      p.key()
                                          + " listens on: "
                                          + ServicePort.text(looked.get().sockets().listening())),
                              "an endpoint of it on which nobody listens there"))));
    }
  }

  /** A server that binds to loopback is a fault of its own. */
  private static boolean loopback(ServicePort.Looked looked, Service.Port port, Pod p) {
    return looked.sockets().listening().stream()
        .anyMatch(s -> s.port() == ServicePort.backend(port, p) && s.local().isLoopback());
  }

  private static void endpoints(
      Cluster cluster, ClusterDns dns, Service s, List<Pod> ready, Consumer<Object> facts) {
    if (!cluster.complete(Kinds.ENDPOINT_SLICES)) {
      return;
    }
    List<Evidence> seen = new ArrayList<>();
    for (EndpointSlice slice : cluster.slices(s)) {
      for (EndpointSlice.Endpoint e : slice.endpoints()) {
        if (e.ready()) {
          return;
        }
        seen.add(
            new Evidence(
                slice.at(e.place(), e.addresses() + " " + e.target() + " ready: false"),
                "an endpoint that kube-proxy must not use"));
      }
      if (slice.endpoints().isEmpty()) {
        seen.add(new Evidence(slice.at(), "a slice without endpoints"));
      }
    }
    if (seen.isEmpty()) {
      seen.add(new Evidence(s.at(), "no EndpointSlice belongs to this Service"));
    }
    facts.accept(
        new DnsService(
            Problem.NO_READY_ENDPOINT, dns.serviceSubject(), "endpoints", ready.size(), seen));
  }

  private static void ports(ClusterDns dns, Service s, List<Pod> ready, Consumer<Object> facts) {
    Optional<Container> server = ClusterDns.server(ready.get(0).spec());
    for (String protocol : List.of("UDP", "TCP")) {
      Optional<Service.Port> port =
          s.ports().stream()
              .filter(p -> p.port() == 53 && p.protocol().equals(protocol))
              .findFirst();
      if (port.isEmpty()) {
        facts.accept(
            of(
                Problem.LACKS_PORT_53,
                dns,
                "port 53/" + protocol,
                ready,
                new Evidence(s.at(), "has no port 53 over " + protocol)));
      } else if (server.isPresent() && !served(dns, server.get(), port.get())) {
        Service.Port p = port.get();
        facts.accept(
            of(
                Problem.WRONG_TARGET_PORT,
                dns,
                "port " + p.name() + " targetPort " + p.targetPort(),
                ready,
                new Evidence(
                    s.at(p.place(), "\"targetPort\": " + p.targetPort() + " (" + protocol + ")"),
                    "the DNS server does not listen there"),
                new Evidence(
                    ready.get(0).at(server.get().place(), declared(server.get())),
                    "ports of the DNS server")));
      }
    }
  }

  /** True when the target port is one that the container declares or the Corefile opens. */
  private static boolean served(ClusterDns dns, Container server, Service.Port p) {
    boolean declared =
        server.ports().stream()
            .anyMatch(
                c ->
                    c.protocol().equals(p.protocol())
                        && (c.name().equals(p.targetPort())
                            || Integer.toString(c.number()).equals(p.targetPort())));
    return declared
        || server.ports().isEmpty()
        || dns.corefile()
            .filter(
                f ->
                    f.servers().stream()
                        .flatMap(b -> b.keys().stream())
                        .anyMatch(k -> Integer.toString(k.port()).equals(p.targetPort())))
            .isPresent();
  }

  private static String declared(Container c) {
    StringBuilder s = new StringBuilder("ports of container " + c.name() + ":");
    c.ports()
        .forEach(
            p ->
                s.append(' ')
                    .append(p.name())
                    .append('=')
                    .append(p.number())
                    .append('/')
                    .append(p.protocol()));
    return s.toString();
  }

  private static DnsService of(
      Problem problem, ClusterDns dns, String detail, List<Pod> ready, Evidence... evidence) {
    return new DnsService(
        problem, dns.serviceSubject().with(detail), detail, ready.size(), List.of(evidence));
  }

  private static String text(java.util.Map<String, String> labels) {
    return new TreeMap<>(labels).toString();
  }
}
