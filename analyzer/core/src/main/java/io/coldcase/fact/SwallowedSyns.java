package io.coldcase.fact;

import io.coldcase.capture.FlowPath;
import io.coldcase.capture.FlowPath.Sighting;
import io.coldcase.capture.Point;
import io.coldcase.fact.Captures.Capture;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Connections of pods whose first SYN was lost inside the node while its source was translated: it
 * reached the pods' side and not the uplink, and what the client sent a second later left and was
 * answered.
 *
 * @param connections how many
 * @param inserts what connection tracking failed to insert between the samples
 * @param evidence one packet each, three at most
 */
public record SwallowedSyns(
    String node, int connections, FailedInserts inserts, List<Evidence> evidence) {
  private static final int MAX_EVIDENCE = 3;

  /** The first repeat of a SYN comes after 1 s (RFC 6298 section 2.1), less the timer's tick. */
  private static final long REPEAT_NANOS = 900_000_000L;

  public SwallowedSyns {
    evidence = List.copyOf(evidence);
  }

  static void derive(Captures captures, List<FlowPath> paths, Node n, Consumer<Object> facts) {
    Optional<Capture> uplink = captures.uplink(n.name());
    if (uplink.isEmpty() || captures.lossy(n.name())) {
      return;
    }
    Point leaves = uplink.get().point();
    long since = uplink.get().summary().firstNanos();
    List<Evidence> evidence = new ArrayList<>();
    long first = Long.MAX_VALUE;
    long last = 0;
    int connections = 0;
    for (FlowPath p : paths) {
      Sighting inside = p.sightings().get(0);
      Sighting outside = p.sightings().get(p.sightings().size() - 1);
      if (!p.dns()
          && p.answered()
          && inside.point().node().equals(n.name())
          && !inside.point().equals(leaves)
          && outside.point().equals(leaves)
          && inside.nanos() > since
          && inside.sent() > outside.sent()
          && outside.nanos() - inside.nanos() > REPEAT_NANOS
          && !inside.source().equals(outside.source())) {
        connections++;
        first = Math.min(first, inside.nanos());
        last = Math.max(last, inside.nanos());
        if (evidence.size() < MAX_EVIDENCE) {
          long millis = (outside.nanos() - inside.nanos()) / 1_000_000;
          evidence.add(
              new Evidence(
                  captures.at(inside.point()).packet(inside.packet(), "SYN " + inside.addresses()),
                  "it never left the node; what was sent again left " + millis + " ms later"));
        }
      }
    }
    if (connections > 0) {
      facts.accept(new SwallowedSyns(n.name(), connections, FailedInserts.of(n), evidence));
      facts.accept(
          new Symptom(
              "sym-connect-timeout-1s-3s",
              Subject.node(n.name()),
              Subject.CLUSTER,
              "connections of pods to the outside wait for a second SYN",
              Instant.ofEpochSecond(0, first),
              Instant.ofEpochSecond(0, last),
              false,
              connections,
              evidence));
    }
  }
}
