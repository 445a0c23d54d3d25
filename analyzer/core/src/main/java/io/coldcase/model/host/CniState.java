package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What CNI plugins remember on a host.
 *
 * @param reservations of host-local (CNI plugins, ipam/host-local)
 * @param lastReserved by network
 * @param flannel variables of /run/flannel/subnet.env
 */
public record CniState(
    List<Reservation> reservations,
    Map<String, Setting> lastReserved,
    Map<String, Setting> flannel) {
  public CniState {
    reservations = List.copyOf(reservations);
    lastReserved = Map.copyOf(lastReserved);
    flannel = Map.copyOf(flannel);
  }

  /** An address that host-local gave to a sandbox. */
  public record Reservation(String network, Ip ip, String containerId, SourceRef at) {}

  public Optional<Setting> flannel(String variable) {
    return Optional.ofNullable(flannel.get(variable));
  }
}
