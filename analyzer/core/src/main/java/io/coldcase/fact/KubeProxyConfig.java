package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.KubeNode;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The ConfigMap kube-system/kube-proxy: what it says about mode and API server.
 *
 * @param mode value of {@code mode}, empty when unset
 * @param modeValid one that kube-proxy knows: empty, iptables, ipvs, nftables, userspace,
 *     kernelspace
 * @param hasConfig the key config.conf exists; {@code hasKubeconfig} likewise for kubeconfig.conf
 * @param server of the kubeconfig, host and port
 * @param serverKnown server is a name, or an address of an API server that the bundle shows
 * @param minSync minSyncPeriod of the mode as written, empty when unset; {@code minSyncSeconds} its
 *     length
 * @param nodePortAddresses as written; {@code withoutNodePorts} nodes none of whose addresses lie
 *     in them
 */
public record KubeProxyConfig(
    String mode,
    boolean modeValid,
    boolean hasConfig,
    boolean hasKubeconfig,
    String server,
    boolean serverKnown,
    String minSync,
    long minSyncSeconds,
    String nodePortAddresses,
    List<String> withoutNodePorts,
    SourceRef at) {
  public KubeProxyConfig {
    withoutNodePorts = List.copyOf(withoutNodePorts);
  }

  private static final Set<String> MODES =
      Set.of("", "iptables", "ipvs", "nftables", "userspace", "kernelspace");

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (ConfigMap c : cluster.objects(ConfigMap.class)) {
      if (c.key().equals("kube-system/kube-proxy")) {
        String config = c.data().getOrDefault("config.conf", "");
        String mode = value(config, "mode:");
        String minSync = below(config, mode.isEmpty() ? "iptables:" : mode + ":", "minSyncPeriod:");
        List<String> ranges = list(config, "nodePortAddresses:");
        String url = value(c.data().getOrDefault("kubeconfig.conf", ""), "server:");
        String server = url.substring(url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3);
        facts.accept(
            new KubeProxyConfig(
                mode,
                MODES.contains(mode),
                c.data().containsKey("config.conf"),
                c.data().containsKey("kubeconfig.conf"),
                server,
                known(cluster, server),
                minSync,
                seconds(minSync),
                String.join(", ", ranges),
                outside(cluster, ranges),
                c.at().withText("mode: \"" + mode + "\", server: " + url)));
      }
    }
  }

  /** Where mode iptables is told to leave node ports off loopback addresses, if it is. */
  static Optional<SourceRef> noLocalhost(Cluster cluster) {
    return cluster.objects(ConfigMap.class).stream()
        .filter(c -> c.key().equals("kube-system/kube-proxy"))
        .filter(
            c ->
                below(c.data().getOrDefault("config.conf", ""), "iptables:", "localhostNodePorts:")
                    .equals("false"))
        .map(c -> c.at().withText("localhostNodePorts: false"))
        .findFirst();
  }

  /** The value of the first line that begins with {@code key} below any indentation. */
  private static String value(String yaml, String key) {
    for (String line : yaml.lines().toList()) {
      String t = line.strip();
      if (t.startsWith(key)) {
        return t.substring(key.length()).strip().replace("\"", "").replace("'", "");
      }
    }
    return "";
  }

  /** The value of {@code key} in the section {@code section}. */
  private static String below(String yaml, String section, String key) {
    int depth = -1;
    for (String line : yaml.lines().toList()) {
      String t = line.strip();
      int indent = line.indexOf(t);
      if (depth >= 0 && indent <= depth && !t.isEmpty()) {
        return "";
      }
      if (t.equals(section)) {
        depth = indent;
      } else if (depth >= 0 && t.startsWith(key)) {
        return value(line, key);
      }
    }
    return "";
  }

  /** The items of a list, in flow or block style; empty for null. */
  private static List<String> list(String yaml, String key) {
    List<String> items = new ArrayList<>();
    boolean block = false;
    for (String line : yaml.lines().toList()) {
      String t = line.strip();
      if (block && t.startsWith("- ")) {
        items.add(t.substring(2).strip().replace("\"", "").replace("'", ""));
      } else if (block) {
        break;
      }
      if (t.startsWith(key)) {
        String rest = t.substring(key.length()).strip();
        block = rest.isEmpty();
        if (rest.startsWith("[")) {
          for (String item : rest.replace("[", "").replace("]", "").split(",")) {
            items.add(item.strip().replace("\"", "").replace("'", ""));
          }
        }
      }
    }
    items.removeIf(String::isEmpty);
    return items;
  }

  /** A duration as Go writes it ({@code 1h30m0s}) in whole seconds; 0 when it is none. */
  private static long seconds(String duration) {
    try {
      return duration.isEmpty()
          ? 0
          : Duration.parse("PT" + duration.toUpperCase(Locale.ROOT)).toSeconds();
    } catch (DateTimeParseException e) {
      return 0; // milliseconds and smaller, which ISO 8601 does not know
    }
  }

  /** Nodes none of whose addresses lie in the ranges; none when the ranges say nothing about it. */
  private static List<String> outside(Cluster cluster, List<String> ranges) {
    List<Prefix> known = ranges.stream().flatMap(r -> Prefix.tryParse(r).stream()).toList();
    if (known.isEmpty() || known.size() < ranges.size()) {
      return List.of();
    }
    return cluster.objects(KubeNode.class).stream()
        .filter(n -> !n.internalIps().isEmpty())
        .filter(
            n ->
                n.internalIps().stream()
                    .noneMatch(ip -> known.stream().anyMatch(p -> p.contains(ip))))
        .map(KubeNode::name)
        .toList();
  }

  private static boolean known(Cluster cluster, String server) {
    int colon = server.lastIndexOf(':');
    String host = colon > 0 ? server.substring(0, colon) : server;
    Optional<Ip> ip = Ip.tryParse(host.replace("[", "").replace("]", ""));
    return server.isEmpty() || ip.isEmpty() || apiServers(cluster).contains(ip.get());
  }

  /** Addresses that API servers are known to have. */
  static Set<Ip> apiServers(Cluster cluster) {
    Set<Ip> all = new HashSet<>();
    for (Pod p : cluster.objects(Pod.class)) {
      if (p.name().startsWith("kube-apiserver")) {
        all.addAll(p.ips());
        p.hostIp().ifPresent(all::add);
      }
    }
    for (EndpointSlice e : cluster.objects(EndpointSlice.class)) {
      if (e.serviceKey().equals("default/kubernetes")) {
        e.endpoints().forEach(x -> all.addAll(List.copyOf(x.addresses())));
      }
    }
    return all;
  }
}
