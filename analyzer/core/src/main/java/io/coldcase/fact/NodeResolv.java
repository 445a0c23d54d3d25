package io.coldcase.fact;

import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.Kubelet;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.host.Resolver;
import io.coldcase.model.host.Setting;
import java.util.Optional;

/** The resolver file that kubelet hands to pods with dnsPolicy Default. */
final class NodeResolv {
  private NodeResolv() {}

  /** The file that kubelet's resolvConf names, /etc/resolv.conf when it names none. */
  static Optional<ResolvConf> of(Node node) {
    String path =
        node.get(Kinds.KUBELET)
            .flatMap((Kubelet k) -> k.setting("resolv-conf", "resolvConf"))
            .map(Setting::text)
            .filter(t -> !t.isEmpty())
            .orElse("/etc/resolv.conf");
    return node.get(Kinds.RESOLV).flatMap((Resolver r) -> r.file(path));
  }
}
