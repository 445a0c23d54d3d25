package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.util.List;
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
    List<PodRule> rules,
    Set<String> sections,
    SourceRef at) {
  public PodNetns {
    rules = List.copyOf(rules);
    sections = Set.copyOf(sections);
  }

  /**
   * A line of {@code iptables-save -c} in the namespace: a rule, or the policy of a built-in chain.
   *
   * @param target ACCEPT, DROP, REDIRECT, a chain, ...
   * @param packets that it counted, -1 when not shown
   */
  public record PodRule(
      String table, String chain, String target, String text, long packets, SourceRef at) {
    /** The port of {@code --to-ports N}; 0 for anything else. */
    public int toPort() {
      int i = text.indexOf("--to-ports ");
      int end = i + 11;
      int port = 0;
      while (i >= 0 && end < text.length() && port < 65536 && Character.isDigit(text.charAt(end))) {
        port = 10 * port + text.charAt(end++) - '0';
      }
      return port;
    }
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
