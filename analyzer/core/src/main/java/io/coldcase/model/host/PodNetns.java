package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.Optional;
import java.util.Set;

/**
 * The network namespace of one pod.
 *
 * @param pid of its sandbox, 0 when not recorded
 * @param nstat first reading; {@code later} the second, empty when there was none
 * @param at the artifact
 */
public record PodNetns(
    int pid,
    Ifaces ifaces,
    Routes routes,
    Neighbours neighbours,
    Sockets sockets,
    Counters nstat,
    Optional<Counters> later,
    Sysctls sysctls,
    Resolver resolver,
    Set<String> sections,
    SourceRef at) {
  public PodNetns {
    sections = Set.copyOf(sections);
  }

  /** Namespace of the pod that an instance key {@code NAMESPACE_POD} names. */
  public static String namespace(String instance) {
    int cut = instance.indexOf('_');
    return cut < 0 ? "" : instance.substring(0, cut);
  }

  /** Name of the pod that an instance key {@code NAMESPACE_POD} names. */
  public static String pod(String instance) {
    return instance.substring(instance.indexOf('_') + 1);
  }

  /** The pod's own resolv.conf, if read. */
  public Optional<ResolvConf> resolvConf() {
    return resolver.file("resolv.conf");
  }
}
