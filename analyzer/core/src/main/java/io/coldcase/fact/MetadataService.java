package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ConntrackSample;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Pods that ask the metadata service of a cloud in vain, while nodes have an answer: their
 * connections to it have seen both sides.
 *
 * @param address of the service
 * @param pods who asks in vain
 */
public record MetadataService(String address, List<Subject> pods, List<Evidence> evidence) {
  /** Of AWS, GCP, Azure, OpenStack and others; of AWS over IPv6; of Alibaba Cloud. */
  private static final Set<String> ADDRESSES =
      Set.of("169.254.169.254", "fd00:ec2::254", "100.100.100.200");

  private static final Set<String> SEEN_BOTH =
      Set.of("ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE");

  public MetadataService {
    pods = List.copyOf(pods);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, Map<Subject, Evidence>> vain = new LinkedHashMap<>();
    Logs logs = Logs.of(cluster);
    for (LogScan scan : logs.scans()) {
      boolean own = logs.pod(scan).filter(p -> !p.spec().hostNetwork()).isPresent();
      for (Requests r : own ? scan.requests() : List.<Requests>of()) {
        String asked = r.ip().isEmpty() ? r.host() : r.ip();
        if (ADDRESSES.contains(asked) && r.failures() > 1 && !logs.ended(scan, r)) {
          vain.computeIfAbsent(asked, k -> new LinkedHashMap<>())
              .putIfAbsent(
                  Subject.pod(scan.namespace(), scan.pod()),
                  new Evidence(r.lastAt(), "a pod asks in vain, " + r.failures() + " times"));
        }
      }
    }
    vain.forEach(
        (address, pods) ->
            answered(cluster, address)
                .ifPresent(
                    host -> {
                      List<Evidence> evidence = new ArrayList<>(List.of(host));
                      evidence.addAll(pods.values());
                      facts.accept(
                          new MetadataService(address, List.copyOf(pods.keySet()), evidence));
                    }));
  }

  /** A connection to the service that a node, or a pod on its network, had. */
  private static Optional<Evidence> answered(Cluster cluster, String address) {
    Optional<Ip> ip = Ip.tryParse(address);
    for (Node n : cluster.nodes()) {
      for (ConntrackSample.Flow f :
          n.get(Kinds.CONNTRACK_SAMPLE).map(ConntrackSample::flows).orElse(List.of())) {
        if (f.protocol().equals(Protocol.TCP)
            && ip.filter(f.dst()::equals).isPresent()
            && SEEN_BOTH.contains(f.state())
            && !f.unreplied()
            && cluster.nodeByIp(f.src()).isPresent()) {
          return Optional.of(new Evidence(f.at(), "the node itself has an answer"));
        }
      }
    }
    return Optional.empty();
  }
}
