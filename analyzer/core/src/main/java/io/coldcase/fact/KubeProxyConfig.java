package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.EndpointSlice;
import io.coldcase.model.kube.Pod;
import io.coldcase.net.Ip;
import java.util.HashSet;
import java.util.List;
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
 */
public record KubeProxyConfig(
    String mode,
    boolean modeValid,
    boolean hasConfig,
    boolean hasKubeconfig,
    String server,
    boolean serverKnown,
    SourceRef at) {
  private static final Set<String> MODES =
      Set.of("", "iptables", "ipvs", "nftables", "userspace", "kernelspace");

  static void derive(Cluster cluster, Consumer<Object> facts) {
    for (ConfigMap c : cluster.objects(ConfigMap.class)) {
      if (c.key().equals("kube-system/kube-proxy")) {
        String mode = value(c.data().getOrDefault("config.conf", ""), "mode:");
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
                c.at().withText("mode: \"" + mode + "\", server: " + url)));
      }
    }
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

  private static boolean known(Cluster cluster, String server) {
    int colon = server.lastIndexOf(':');
    String host = colon > 0 ? server.substring(0, colon) : server;
    Optional<Ip> ip = Ip.tryParse(host.replace("[", "").replace("]", ""));
    return server.isEmpty() || ip.isEmpty() || apiServers(cluster).contains(ip.get());
  }

  /** Addresses that API servers are known to have. */
  private static Set<Ip> apiServers(Cluster cluster) {
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
