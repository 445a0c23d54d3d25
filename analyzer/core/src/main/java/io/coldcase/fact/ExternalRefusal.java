package io.coldcase.fact;

import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.net.Ip;
import io.coldcase.sim.Packet;
import io.coldcase.sim.Verdict;
import io.coldcase.sim.Walker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A client whose every connection to a port outside of the cluster is refused, by its log, and
 * whose packets nothing on its node stops: the far end refuses, or something before it. Neither
 * name servers nor the API server count.
 *
 * @param target the address with {@code port N}
 * @param asked what the client calls it, with the same detail
 */
public record ExternalRefusal(Subject target, Subject asked, List<Evidence> evidence) {
  private static final int ENOUGH = 3;

  /** Name servers have rules of their own. */
  private static final int DNS = 53;

  public ExternalRefusal {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    Set<String> api = ApiPath.endpoints(cluster);
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        Optional<Ip> ip = Ip.tryParse(r.ip());
        if (r.failure() == Failure.REFUSED
            && r.port() > 0
            && r.port() != DNS
            && !api.contains(r.ip() + ":" + r.port())
            && r.failures() >= ENOUGH
            && r.successes() + r.successesAfter() == 0
            && !scan.pod().isEmpty()
            && !logs.ended(scan, r)
            && ip.isPresent()
            && targets.of(ip.get(), r.port()).kind() == Kind.EXTERNAL
            && targets.of(scan.namespace(), r.host(), r.ip(), r.port()).kind() == Kind.EXTERNAL
            && logs.pod(scan).filter(p -> leaves(cluster, p, ip.get(), r.port())).isPresent()) {
          String port = "port " + r.port();
          Subject asked =
              r.host().isEmpty() ? Subject.address(r.ip()) : new Subject("name", "", r.host(), "");
          facts.accept(
              new ExternalRefusal(
                  Subject.address(r.ip()).with(port),
                  asked.with(port),
                  List.of(
                      new Evidence(
                          r.lastAt(),
                          "refused, as all "
                              + r.failures()
                              + " connections, and nothing on the node refuses them"))));
        }
      }
    }
  }

  private static boolean leaves(Cluster cluster, Pod pod, Ip dst, int port) {
    Walker walker = Walker.of(cluster);
    return walker.known(pod.nodeName())
        && pod.ips().stream()
            .filter(ip -> ip.v6() == dst.v6())
            .findFirst()
            .map(src -> walker.fromPod(pod, Packet.tcp(src, dst, port), false).verdict())
            .filter(v -> v == Verdict.LEFT)
            .isPresent();
  }
}
