package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;

/**
 * A listening TCP or bound UDP socket ({@code ss -tulnp}).
 *
 * @param local bound address; {@link Ip#ANY4} for 0.0.0.0, {@link Ip#ANY6} for [::] and for {@code
 *     *} (dual stack)
 * @param dualStack true for {@code *}: an IPv6 socket that also takes IPv4
 * @param dev interface that it is bound to, or empty
 * @param recvQueue of a TCP listener: connections that wait to be accepted; of UDP: bytes
 * @param sendQueue of a TCP listener: how many may wait
 * @param process name of the first process, or empty
 */
public record Socket(
    Protocol protocol,
    Ip local,
    boolean dualStack,
    int port,
    String dev,
    long recvQueue,
    long sendQueue,
    String process,
    int pid,
    SourceRef at) {
  /** True when a packet to {@code ip} would reach this socket. */
  public boolean accepts(Ip ip) {
    return local.isAny() ? dualStack || local.v6() == ip.v6() : local.equals(ip);
  }
}
