package io.coldcase.model.host;

import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;

/** The listening sockets of one network namespace. */
public record Sockets(List<Socket> listening) {
  public Sockets {
    listening = List.copyOf(listening);
  }

  public boolean accepts(Protocol protocol, Ip ip, int port) {
    return listening.stream()
        .anyMatch(s -> s.protocol().equals(protocol) && s.port() == port && s.accepts(ip));
  }
}
