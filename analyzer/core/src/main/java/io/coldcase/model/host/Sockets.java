package io.coldcase.model.host;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;
import java.util.Map;

/**
 * The listening sockets of one network namespace, and how many there are of each state.
 *
 * @param counts from {@code ss -s} ({@code tcp.estab}, {@code tcp.timewait}, ...) and
 *     /proc/net/sockstat ({@code TCP.inuse}, {@code TCP.tw}, {@code UDP.mem}, ...), over all TCP
 *     sockets {@code state.SYN-SENT} and, for peers with many, {@code peer.SYN-SENT 10.1.2.3}
 */
public record Sockets(List<Socket> listening, Map<String, Long> counts) {
  public Sockets {
    listening = List.copyOf(listening);
    counts = Map.copyOf(counts);
  }

  public boolean accepts(Protocol protocol, Ip ip, int port) {
    return listening.stream()
        .anyMatch(s -> s.protocol().equals(protocol) && s.port() == port && s.accepts(ip));
  }
}
