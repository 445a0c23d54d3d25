package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Map;

/**
 * One resolv.conf(5).
 *
 * @param path path on the host or in the pod
 * @param searchAt place of the last {@code search} or {@code domain} line; line 0 when there is
 *     none
 * @param options option name to value, empty value for flags
 */
public record ResolvConf(
    String path,
    List<Server> servers,
    List<String> search,
    SourceRef searchAt,
    Map<String, String> options) {
  public ResolvConf {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
    options = Map.copyOf(options);
  }

  /** A nameserver line. */
  public record Server(Ip ip, SourceRef at) {}
}
