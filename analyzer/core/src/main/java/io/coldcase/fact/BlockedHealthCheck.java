package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Step;
import io.coldcase.sim.Sweep;
import io.coldcase.sim.Walker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A load balancer's health check of a node that a packet filter of the node stops, by a rule that
 * names the port. A closed firewall that lets nothing in says nothing: the provider's own range may
 * be let through, or nobody checks.
 *
 * @param port healthCheckNodePort, or kube-proxy's own
 * @param endpoints the node has a ready endpoint, so that it should be healthy
 * @param counted the rule stopped packets while evidence was taken
 */
public record BlockedHealthCheck(
    Subject service,
    String node,
    int port,
    boolean endpoints,
    boolean counted,
    List<Evidence> evidence) {
  private static final int KUBE_PROXY = 10256;

  public BlockedHealthCheck {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    record Check(String node, int port) {}
    Map<Check, Optional<Step>> stopped = new HashMap<>(); // most Services share kube-proxy's port
    for (Service s : cluster.objects(Service.class)) {
      if (s.type().equals("LoadBalancer")) {
        boolean local = s.externalTrafficPolicy().equals("Local");
        int port = local ? s.healthCheckNodePort() : KUBE_PROXY;
        for (Node n : port > 0 ? cluster.nodes() : List.<Node>of()) {
          Optional<Ip> ip =
              n.object().map(KubeNode::internalIps).flatMap(l -> l.stream().findFirst());
          ip.flatMap(
                  a ->
                      stopped.computeIfAbsent(
                          new Check(n.name(), port), k -> stopped(cluster, n, a, port)))
              .ifPresent(x -> facts.accept(of(cluster, s, n, port, local, x)));
        }
      }
    }
  }

  /** The rule that stops a connection from outside to the port. */
  private static Optional<Step> stopped(Cluster cluster, Node n, Ip ip, int port) {
    for (Outcome o :
        Walker.of(cluster)
            .fromOutside(n.name(), Packet.tcp(Sweep.OUTSIDE, ip, port), true)
            .outcomes()) {
      Outcome end = o.roundTrip();
      Step s = end.decided();
      if (end.verdict().fails()
          && s.kind() == Step.Kind.RULE
          && s.at().isPresent()
          && s.text().matches(".*(?<!\\d)" + port + "(?!\\d).*")) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }

  private static BlockedHealthCheck of(
      Cluster cluster, Service s, Node n, int port, boolean local, Step rule) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(rule.at().orElseThrow(), "stops the balancer's health check of " + n.name()));
    SourceRef at =
        local
            ? s.at().child("spec/healthCheckNodePort", s.key() + " healthCheckNodePort " + port)
            : s.at().withText(s.key() + " externalTrafficPolicy Cluster: port " + port);
    evidence.add(new Evidence(at, "the port that a balancer asks"));
    boolean endpoints = false;
    for (EndpointSlice e : cluster.slices(s)) {
      endpoints |=
          e.endpoints().stream().anyMatch(x -> x.ready() && (!local || x.node().equals(n.name())));
    }
    return new BlockedHealthCheck(
        Subject.service(s.namespace(), s.name()),
        n.name(),
        port,
        endpoints,
        rule.growth().orElse(0L) > 0,
        evidence);
  }
}
