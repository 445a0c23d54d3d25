package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Samples;
import io.coldcase.model.host.Socket;
import io.coldcase.model.host.Sysctls;
import io.coldcase.model.kube.Event;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Protocol;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * kube-proxy of a node could not open the health check port of a Service, because somebody has it.
 *
 * @param holder who has it: another Service, or a process of the node; empty when nobody was seen
 * @param at the event; {@code holderAt} the other Service or the socket, else the event again
 * @param rangeAt the setting by which an outgoing connection of the node may take the port; empty
 *     when none may
 */
public record HealthPortClash(
    Subject service,
    String node,
    int port,
    String holder,
    SourceRef at,
    SourceRef holderAt,
    Optional<SourceRef> rangeAt) {

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Set<String> told = new HashSet<>();
    for (Event e : cluster.objects(Event.class)) {
      if (!e.reason().equals("FailedToStartServiceHealthcheck")
          || !e.message().contains("address already in use")) {
        continue;
      }
      Optional<Service> s = cluster.service(e.regardingNamespace(), e.regardingName());
      int port = s.map(Service::healthCheckNodePort).orElse(0);
      String node = node(e);
      if (port > 0 && told.add(node + " " + s.get().key())) {
        SourceRef at = e.at().withText(e.message());
        facts.accept(clash(cluster, s.get(), node, port, at));
      }
    }
  }

  /** {@code node w1 failed to start healthcheck "shop/edge" on port 31999: ...}. */
  private static String node(Event e) {
    int end = e.message().indexOf(" failed to start");
    return e.message().startsWith("node ") && end > 5 ? e.message().substring(5, end) : e.host();
  }

  private static HealthPortClash clash(
      Cluster cluster, Service s, String node, int port, SourceRef at) {
    Subject service = Subject.service(s.namespace(), s.name());
    for (Service o : cluster.objects(Service.class)) {
      boolean nodePort =
          o.ports().stream().anyMatch(p -> p.nodePort() == port && p.protocol().equals("TCP"));
      if (o != s && (nodePort || o.healthCheckNodePort() == port)) {
        String holder = "Service " + o.key();
        return new HealthPortClash(service, node, port, holder, at, o.at(), Optional.empty());
      }
    }
    Optional<Socket> socket =
        cluster.node(node).flatMap((Node n) -> n.get(Kinds.SS)).flatMap(Samples::last).stream()
            .flatMap(x -> x.listening().stream())
            .filter(x -> x.protocol().equals(Protocol.TCP) && x.port() == port)
            .filter(x -> !x.process().equals("kube-proxy"))
            .findFirst();
    if (socket.isPresent()) {
      String holder = "process " + socket.get().process();
      SourceRef holderAt = socket.get().at();
      return new HealthPortClash(service, node, port, holder, at, holderAt, Optional.empty());
    }
    Optional<SourceRef> range =
        cluster.node(node).flatMap(n -> n.get(Kinds.SYSCTL)).flatMap(x -> ephemeral(x, port));
    return new HealthPortClash(service, node, port, "", at, at, range);
  }

  /** The setting of the range that holds the port; empty when it does not, or spares it. */
  private static Optional<SourceRef> ephemeral(Sysctls s, int port) {
    boolean reserved =
        s.get("net.ipv4.ip_local_reserved_ports").stream()
            .flatMap(v -> Stream.of(v.text().split(",", -1)))
            .anyMatch(r -> within(r.strip().replace('-', ' '), port));
    return s.get("net.ipv4.ip_local_port_range")
        .filter(v -> !reserved && within(v.text().strip(), port))
        .map(Sysctls.Value::at);
  }

  /** {@code 1024 65535}, or one port. */
  private static boolean within(String range, int port) {
    String[] ends = range.split("\\s+", -1);
    int from = number(ends[0]);
    int to = number(ends[ends.length - 1]);
    return from > 0 && from <= port && port <= to;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
