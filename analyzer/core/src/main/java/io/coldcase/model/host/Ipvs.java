package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.List;
import java.util.Optional;

/** The IP Virtual Server table of one host (ipvsadm(8)): what kube-proxy's IPVS mode fills. */
public record Ipvs(List<Virtual> services) {
  public Ipvs {
    services = List.copyOf(services);
  }

  /** A virtual address with the servers behind it. */
  public record Virtual(Protocol protocol, Ip ip, int port, List<Real> reals, SourceRef at) {
    public Virtual {
      reals = List.copyOf(reals);
    }
  }

  /**
   * A server behind a virtual address.
   *
   * @param forward Masq, Route, Tunnel or Local
   * @param weight 0: gets no new connections; 1 where the listing does not tell
   */
  public record Real(Ip ip, int port, String forward, int weight, SourceRef at) {}

  /** The virtual service at an address and port. */
  public Optional<Virtual> at(Protocol protocol, Ip ip, int port) {
    return services.stream()
        .filter(v -> v.protocol().equals(protocol) && v.ip().equals(ip) && v.port() == port)
        .findFirst();
  }
}
