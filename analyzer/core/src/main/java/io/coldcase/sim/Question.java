package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.Node;
import io.coldcase.model.kube.Container;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * "From here to there" in a user's words, answered by a walk. An end is {@code pod:NAMESPACE/NAME},
 * {@code svc:NAMESPACE/NAME[:PORT]}, {@code node:NAME}, {@code outside} (only as a source), an
 * address with or without a port, or a host name as the sending pod resolves it.
 */
public record Question(
    String from, String to, Protocol protocol, int port, int size, boolean reply) {

  /**
   * What a question comes down to, or why it has no answer.
   *
   * @param naming how the name was resolved, line by line; empty when an address was asked for
   * @param query the walk of the question to the name server
   */
  public record Answer(
      Optional<Trace> trace, String problem, List<String> naming, Optional<Trace> query) {
    public Answer {
      naming = List.copyOf(naming);
    }

    private static Answer problem(String text) {
      return new Answer(Optional.empty(), text, List.of(), Optional.empty());
    }
  }

  /** Where packets go: address, and port if the words tell one. */
  private record Target(Ip ip, int port) {}

  public Answer ask(Cluster cluster) {
    return name().isEmpty() ? straight(cluster) : byName(cluster, name().get());
  }

  /** The host name in {@code to}, if it is one. */
  private Optional<String> name() {
    String host = to.indexOf(':') < 0 ? to : to.substring(0, to.indexOf(':'));
    boolean other =
        to.startsWith("pod:") || to.startsWith("svc:") || to.startsWith("node:") || host.isEmpty();
    boolean letter = host.chars().anyMatch(ch -> ch >= 'g' && ch <= 'z' || ch == '-');
    boolean address = Ip.tryParse(to).isPresent() || Ip.tryParse(host).isPresent();
    return other || address || !(letter || host.indexOf('.') > 0)
        ? Optional.empty()
        : Optional.of(host);
  }

  private Answer byName(Cluster cluster, String name) {
    Optional<Pod> pod =
        from.startsWith("pod:") ? pod(cluster, from.substring(4)) : Optional.empty();
    if (pod.isEmpty()) {
      return Answer.problem("names are resolved for pods only: " + name);
    }
    Names.Resolution r =
        new Names(cluster).resolve(pod.get(), new PodNets(cluster).net(pod.get()), name);
    Optional<Trace> query =
        r.server()
            .flatMap(
                ip ->
                    new Question(from, ip + ":53", Protocol.UDP, 53, 76, true)
                        .straight(cluster)
                        .trace());
    if (r.ip().isEmpty()) {
      return new Answer(Optional.empty(), "no address for " + name, r.log(), query);
    }
    int colon = to.indexOf(':');
    int number = port > 0 ? port : colon < 0 ? 0 : number(to.substring(colon + 1));
    Answer a =
        new Question(from, r.ip().get().toString(), protocol, number, size, reply)
            .straight(cluster);
    return new Answer(a.trace(), a.problem(), r.log(), query);
  }

  private Answer straight(Cluster cluster) {
    Optional<Target> target = target(cluster);
    if (target.isEmpty()) {
      return Answer.problem("nothing in the bundle is called " + to);
    }
    Ip dst = target.get().ip();
    int dport = port > 0 ? port : target.get().port();
    if (dport == 0 && !protocol.equals(Protocol.ICMP)) {
      return Answer.problem("which port? give --port, or --proto icmp");
    }
    Walker walker = Walker.of(cluster);
    if (from.startsWith("pod:")) {
      Optional<Pod> pod = pod(cluster, from.substring(4));
      if (pod.isEmpty() || pod.get().ips().isEmpty()) {
        return Answer.problem("nothing in the bundle is called " + from);
      }
      Optional<Ip> own = pod.get().ips().stream().filter(ip -> ip.v6() == dst.v6()).findFirst();
      if (own.isEmpty()) {
        return Answer.problem(from + " has no address of the family of " + dst);
      }
      Ip src =
          pod.get().spec().hostNetwork()
              ? walker.sourceFor(pod.get().nodeName(), dst).orElse(own.get())
              : own.get();
      return answer(walker.fromPod(pod.get(), packet(src, dst, dport), reply));
    }
    if (from.startsWith("node:")) {
      String name = from.substring(5);
      return walker
          .sourceFor(name, dst)
          .map(src -> answer(walker.fromHost(name, packet(src, dst, dport), reply)))
          .orElseGet(() -> Answer.problem("nothing is known of node " + name));
    }
    if (from.equals("outside") || Ip.tryParse(from).isPresent()) {
      return fromOutside(cluster, walker, dst, dport);
    }
    return Answer.problem("nothing in the bundle is called " + from);
  }

  private Answer fromOutside(Cluster cluster, Walker walker, Ip dst, int dport) {
    Ip src = Ip.tryParse(from).orElse(Sweep.OUTSIDE);
    Optional<Pod> pod = cluster.podByIp(src);
    if (pod.isPresent()) {
      return answer(walker.fromPod(pod.get(), packet(src, dst, dport), reply));
    }
    Optional<Node> node = cluster.nodeByIp(src);
    if (node.isPresent()) {
      return answer(walker.fromHost(node.get().name(), packet(src, dst, dport), reply));
    }
    Optional<Node> at = cluster.nodeByIp(dst);
    return at.isPresent()
        ? answer(walker.fromOutside(at.get().name(), packet(src, dst, dport), reply))
        : Answer.problem("from outside only the addresses of nodes can be reached");
  }

  private static Answer answer(Trace t) {
    return new Answer(Optional.of(t), "", List.of(), Optional.empty());
  }

  private Packet packet(Ip src, Ip dst, int dport) {
    boolean icmp = protocol.equals(Protocol.ICMP);
    Protocol p = icmp && dst.v6() ? Protocol.ICMP6 : protocol;
    int type = dst.v6() ? 128 : 8;
    return new Packet(src, dst, p, icmp ? 0 : 40000, icmp ? type : dport, size, 64, true);
  }

  private Optional<Target> target(Cluster cluster) {
    if (to.startsWith("pod:")) {
      return pod(cluster, to.substring(4))
          .filter(p -> !p.ips().isEmpty())
          .map(p -> new Target(p.ips().get(0), firstPort(p)));
    }
    if (to.startsWith("node:")) {
      return cluster
          .node(to.substring(5))
          .flatMap(Node::object)
          .flatMap(o -> o.internalIps().stream().findFirst())
          .map(ip -> new Target(ip, 0));
    }
    if (to.startsWith("svc:")) {
      String[] parts = to.substring(4).split(":");
      int slash = parts[0].indexOf('/');
      return slash < 0
          ? Optional.empty()
          : cluster
              .service(parts[0].substring(0, slash), parts[0].substring(slash + 1))
              .filter(s -> !s.clusterIps().isEmpty())
              .map(
                  s ->
                      new Target(s.clusterIps().get(0), port(s, parts.length > 1 ? parts[1] : "")));
    }
    int colon = to.lastIndexOf(':');
    if (colon > 0 && to.indexOf(':') == colon) {
      Optional<Ip> ip = Ip.tryParse(to.substring(0, colon));
      return ip.map(x -> new Target(x, number(to.substring(colon + 1))));
    }
    return Ip.tryParse(to).map(x -> new Target(x, 0));
  }

  private static int port(Service s, String word) {
    return s.ports().stream()
        .filter(p -> word.isEmpty() || p.name().equals(word) || word.equals("" + p.port()))
        .map(Service.Port::port)
        .findFirst()
        .orElse(number(word));
  }

  private static int number(String word) {
    try {
      int n = Integer.parseInt(word);
      return n > 0 && n < 65536 ? n : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static int firstPort(Pod p) {
    return p.spec().containers().stream()
        .flatMap(c -> c.ports().stream())
        .map(Container.Port::number)
        .findFirst()
        .orElse(0);
  }

  private static Optional<Pod> pod(Cluster cluster, String key) {
    int slash = key.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : cluster.pod(key.substring(0, slash), key.substring(slash + 1));
  }
}
