package io.coldcase.model.kube;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container or init container of a pod template.
 *
 * @param env names to literal values; redacted or referenced values are empty
 * @param limits resource name to quantity text ({@link Quantity})
 * @param preStop a hook runs before it is told to stop
 * @param ownResolvConf where a volume is mounted as its /etc/resolv.conf, in place of what kubelet
 *     writes
 * @param place the line of its name
 */
public record Container(
    String name,
    String image,
    boolean init,
    List<String> command,
    List<String> args,
    List<Port> ports,
    Map<String, String> env,
    Map<String, String> limits,
    Map<String, String> requests,
    Optional<Probe> liveness,
    Optional<Probe> readiness,
    Optional<Probe> startup,
    boolean privileged,
    boolean preStop,
    Optional<Place> ownResolvConf,
    Place place) {
  public Container {
    command = List.copyOf(command);
    args = List.copyOf(args);
    ports = List.copyOf(ports);
    env = Map.copyOf(env);
    limits = Map.copyOf(limits);
    requests = Map.copyOf(requests);
  }

  /** A declared port; protocol TCP, UDP or SCTP; hostPort 0 when unset. */
  public record Port(String name, int number, String protocol, int hostPort, Place place) {}

  /**
   * A probe: type httpGet, tcpSocket, grpc or exec; port a number or name (text), path of httpGet;
   * seconds.
   */
  public record Probe(
      String type,
      String port,
      String path,
      String host,
      String scheme,
      int timeout,
      int period,
      int failureThreshold,
      int initialDelay,
      Place place) {}
}
