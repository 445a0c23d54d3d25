package io.coldcase.model.host;

import java.util.List;
import java.util.Optional;

/** The name resolution files of a host or pod. */
public record Resolver(List<ResolvConf> resolvConfs, List<HostsEntry> hosts) {
  public Resolver {
    resolvConfs = List.copyOf(resolvConfs);
    hosts = List.copyOf(hosts);
  }

  public Optional<ResolvConf> file(String path) {
    return resolvConfs.stream().filter(r -> r.path().equals(path)).findFirst();
  }
}
