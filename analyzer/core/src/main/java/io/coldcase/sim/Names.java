package io.coldcase.sim;

import io.coldcase.model.Cluster;
import io.coldcase.model.host.HostsEntry;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.kube.Service;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Resolves a name as a process in a pod would: hosts file, then the search list by ndots
 * (resolv.conf(5)), each candidate answered by what the cluster DNS knows of Services
 * (kubernetes/dns specification). What an upstream server would say is not in a bundle.
 */
final class Names {
  private static final int NDOTS = 1;

  private final Cluster cluster;
  private final List<String> zones;

  Names(Cluster cluster) {
    this.cluster = cluster;
    List<String> all =
        cluster.objects(Corefile.class).stream()
            .flatMap(c -> c.clusterZones().stream())
            .filter(z -> !z.endsWith(".arpa"))
            .toList();
    this.zones = all.isEmpty() ? List.of("cluster.local") : all;
  }

  /**
   * What asking came to.
   *
   * @param ip empty when nobody in the bundle knows the name
   * @param server whom the pod asked; empty when the hosts file knew it
   * @param log one line for every name that was tried
   */
  record Resolution(Optional<Ip> ip, Optional<Ip> server, List<String> log) {
    Resolution {
      log = List.copyOf(log);
    }
  }

  /** {@code netns}: empty when the pod's files were not collected; the usual ones are assumed. */
  Resolution resolve(Pod pod, Optional<PodNetns> netns, String name) {
    List<String> log = new ArrayList<>();
    String wanted = name.toLowerCase(Locale.ROOT);
    for (HostsEntry e : netns.map(n -> n.resolver().hosts()).orElse(List.of())) {
      if (e.names().contains(wanted)) {
        log.add("the pod's hosts file: " + wanted + " is " + e.ip());
        return new Resolution(Optional.of(e.ip()), Optional.empty(), log);
      }
    }
    Optional<ResolvConf> conf = netns.flatMap(PodNetns::resolvConf);
    Optional<Ip> server =
        conf.flatMap(c -> c.servers().stream().findFirst())
            .map(ResolvConf.Server::ip)
            .or(
                () ->
                    cluster
                        .service("kube-system", "kube-dns")
                        .flatMap(s -> s.clusterIps().stream().findFirst()));
    for (String candidate : candidates(pod, conf, wanted)) {
      Optional<Optional<Ip>> answer = answer(candidate);
      if (answer.isEmpty()) {
        log.add(candidate + " is not of the cluster: an upstream server decides");
        return new Resolution(Optional.empty(), server, log);
      }
      log.add(candidate + answer.get().map(ip -> " is " + ip).orElse(": no such name"));
      if (answer.get().isPresent()) {
        return new Resolution(answer.get(), server, log);
      }
    }
    return new Resolution(Optional.empty(), server, log);
  }

  private List<String> candidates(Pod pod, Optional<ResolvConf> conf, String name) {
    if (name.endsWith(".")) {
      return List.of(name.substring(0, name.length() - 1));
    }
    String zone = zones.get(0);
    List<String> search =
        conf.map(ResolvConf::search)
            .orElse(List.of(pod.namespace() + ".svc." + zone, "svc." + zone, zone));
    int ndots = conf.map(Names::ndots).orElse(5);
    long dots = name.chars().filter(ch -> ch == '.').count();
    List<String> out = new ArrayList<>();
    if (dots >= ndots) {
      out.add(name);
    }
    search.forEach(s -> out.add(name + "." + s));
    if (dots < ndots) {
      out.add(name);
    }
    return out;
  }

  private static int ndots(ResolvConf c) {
    try {
      return Integer.parseInt(c.options().getOrDefault("ndots", "" + NDOTS));
    } catch (NumberFormatException e) {
      return NDOTS;
    }
  }

  /** Empty for names of other zones; an empty answer is NXDOMAIN. */
  private Optional<Optional<Ip>> answer(String name) {
    for (String zone : zones) {
      if (name.endsWith("." + zone)) {
        String[] labels = name.substring(0, name.length() - zone.length() - 1).split("\\.");
        int n = labels.length;
        return Optional.of(
            n >= 3 && labels[n - 1].equals("svc")
                ? cluster
                    .service(labels[n - 2], labels[n - 3])
                    .flatMap(s -> address(s, n == 4 ? labels[0] : ""))
                : Optional.empty());
      }
    }
    return Optional.empty();
  }

  /** The cluster IP; of a headless Service an endpoint, that of the named pod if one is named. */
  private Optional<Ip> address(Service s, String host) {
    if (!s.headless() && host.isEmpty()) {
      return s.clusterIps().stream().findFirst();
    }
    return cluster.slices(s).stream()
        .flatMap(x -> x.endpoints().stream())
        .filter(e -> host.isEmpty() || e.target().equals(host))
        .flatMap(e -> e.addresses().stream())
        .findFirst();
  }
}
