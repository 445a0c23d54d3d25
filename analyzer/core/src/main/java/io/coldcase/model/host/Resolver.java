package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;

/**
 * The name resolution files of a host or pod.
 *
 * @param linkTarget what /etc/resolv.conf is a symbolic link to, empty when it is a plain file
 * @param nsswitchHosts sources of the {@code hosts} database of nsswitch.conf(5), empty when there
 *     was no such line
 */
public record Resolver(
    List<ResolvConf> resolvConfs,
    List<HostsEntry> hosts,
    String linkTarget,
    List<String> nsswitchHosts) {
  public Resolver {
    resolvConfs = List.copyOf(resolvConfs);
    hosts = List.copyOf(hosts);
    nsswitchHosts = List.copyOf(nsswitchHosts);
  }

  public Optional<ResolvConf> file(String path) {
    return resolvConfs.stream().filter(r -> r.path().equals(path)).findFirst();
  }
}
