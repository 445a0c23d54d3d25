package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.kube.ConfigMap;
import io.coldcase.model.kube.Pod;
import io.coldcase.model.log.LogMatch;
import io.coldcase.model.log.LogScan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of network device that the kernel of a node does not know, asked for by an agent that ends
 * without it.
 *
 * @param module the module that would bring it, empty when nobody says which
 * @param owner the workload of the agent
 */
public record MissingModule(String node, String module, Subject owner, List<Evidence> evidence) {
  private static final List<String> KINDS =
      List.of("wireguard", "vxlan", "ipip", "geneve", "ip6_tunnel");

  private static final Pattern BACKEND = Pattern.compile("\"Type\"\\s*:\\s*\"([a-z0-9-]+)\"");

  public MissingModule {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Set<String> told = new HashSet<>();
    for (LogScan scan : logs.scans()) {
      Optional<Pod> pod = logs.pod(scan);
      for (LogMatch m : pod.isEmpty() ? List.<LogMatch>of() : scan.matches()) {
        if (m.signature().equals("flannel-device-unsupported")
            && !logs.ended(scan, m)
            && told.add(pod.get().nodeName())) {
          facts.accept(of(cluster, pod.get(), m));
        }
      }
    }
  }

  private static MissingModule of(Cluster cluster, Pod agent, LogMatch m) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(
            m.lastAt(), "the kernel does not know the kind of device, and the agent ends"));
    String said = m.groups().getOrDefault("what", "").toLowerCase(Locale.ROOT);
    String module = KINDS.stream().filter(said::contains).findFirst().orElse("");
    for (ConfigMap c : cluster.objects(ConfigMap.class)) {
      Matcher backend = BACKEND.matcher(c.value("net-conf.json"));
      if (backend.find()) {
        String type = backend.group(1);
        evidence.add(
            new Evidence(
                c.at("net-conf.json", 1, "Backend Type: " + type), "what flannel is to set up"));
        module = module.isEmpty() && KINDS.contains(type) ? type : module;
      }
    }
    String wanted = module;
    cluster
        .node(agent.nodeName())
        .flatMap((Node n) -> n.get(Kinds.MODULES))
        .flatMap(
            k ->
                Optional.ofNullable(k.missing().get(wanted))
                    .or(() -> Optional.ofNullable(k.forbidden().get(wanted))))
        .ifPresent(at -> evidence.add(new Evidence(at, "the module cannot be loaded")));
    return new MissingModule(agent.nodeName(), module, PodDns.workload(agent), evidence);
  }
}
