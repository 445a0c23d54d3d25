package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;
import java.util.Map;

/**
 * A part of the connection table, entries of the same shape counted together.
 *
 * @param flows at most a few thousand; the rest is only in {@code counts}
 * @param counts entries by {@code "tcp ESTABLISHED"}, {@code "udp UNREPLIED"}, ... over all that
 *     was seen
 */
public record ConntrackSample(List<Flow> flows, Map<String, Long> counts) {
  public ConntrackSample {
    flows = List.copyOf(flows);
    counts = Map.copyOf(counts);
  }

  /**
   * Entries that differ in source port only.
   *
   * @param state TCP state, empty for other protocols
   * @param replySource who answers: differs from {@code dst} after DNAT
   * @param replyDestination who is answered: differs from {@code src} after SNAT
   * @param replyPort port that answers; 0 for protocols without ports
   * @param at the first of them
   */
  public record Flow(
      Protocol protocol,
      String state,
      boolean unreplied,
      Ip src,
      Ip dst,
      int port,
      Ip replySource,
      Ip replyDestination,
      int replyPort,
      int count,
      SourceRef at) {}
}
