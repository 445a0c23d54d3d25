package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.model.Cluster;
import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.model.probe.Probe;
import io.coldcase.model.probe.Probes;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A domain of a node's search list in which every name has an address, while requests by names that
 * are looked up there first fail.
 *
 * @param answer the address that any name there has; NOERROR without one (the name exists, but has
 *     no address, RFC 2308 section 2.2) is no such domain
 * @param seen a failed request went to that address
 * @param evidence the search line, the probe, the requests
 */
public record WildcardSearch(
    String node, String domain, String answer, boolean seen, List<Evidence> evidence) {
  /** What the collector puts before a search domain: nobody has a host of this name. */
  private static final String NOBODY = "coldcase-nosuch-name.";

  /** Names with as many dots are looked up as they are. */
  private static final int NDOTS = 5;

  private static final int EVIDENCE = 3;

  public WildcardSearch {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Set<String> told = new LinkedHashSet<>();
    for (Node n : cluster.nodes()) {
      Optional<ResolvConf> file = NodeResolv.of(n);
      for (String domain : file.map(ResolvConf::search).orElse(List.of())) {
        n.get(Kinds.PROBES).map(Probes::list).orElse(List.of()).stream()
            .filter(p -> p.ok() && p.name().equals(NOBODY + domain + "."))
            .filter(p -> !p.answer().isEmpty())
            .findFirst()
            .filter(p -> told.add(domain))
            .flatMap(p -> harm(cluster, n.name(), domain, file.orElseThrow(), p))
            .ifPresent(facts);
      }
    }
  }

  private static Optional<WildcardSearch> harm(
      Cluster cluster, String node, String domain, ResolvConf file, Probe probe) {
    String answer = probe.answer();
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    List<Evidence> direct = new ArrayList<>();
    List<Evidence> likely = new ArrayList<>();
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        boolean searched =
            !r.host().isEmpty()
                && Ip.tryParse(r.host()).isEmpty()
                && r.host().chars().filter(c -> c == '.').count() < NDOTS;
        if (!searched || r.failure().lookup() || logs.ended(scan, r)) {
          continue;
        }
        if (r.ip().equals(answer)) {
          direct.add(new Evidence(r.lastAt(), "a request by a name goes to that address"));
        } else if (r.ip().isEmpty() && !targets.internal(scan.namespace(), r.host())) {
          likely.add(new Evidence(r.lastAt(), "a request by a name that is looked up there first"));
        }
      }
    }
    if (direct.isEmpty() && likely.isEmpty()) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(probe.at(), "a name that nobody has is answered in this domain"));
    evidence.add(new Evidence(file.searchAt(), "pods inherit this search list"));
    (direct.isEmpty() ? likely : direct).stream().limit(EVIDENCE).forEach(evidence::add);
    return Optional.of(new WildcardSearch(node, domain, answer, !direct.isEmpty(), evidence));
  }
}
