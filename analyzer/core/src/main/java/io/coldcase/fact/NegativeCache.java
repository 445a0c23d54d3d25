package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Corefile.Directive;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Service whose name was asked for before it existed and is denied since, while the DNS server is
 * told to keep denials of the cluster's own names for long.
 *
 * @param service what appeared later
 * @param client who asks
 * @param seconds how long a denial is kept
 */
public record NegativeCache(
    Subject config, Subject service, Subject client, long seconds, List<Evidence> evidence) {
  /** Up to here it is the ordinary delay after a Service appears. */
  private static final long LONG_SECONDS = 60;

  /** As CoreDNS has them, in seconds (plugins cache and kubernetes). */
  private static final long MAX_DENIAL = 1800;

  private static final long MIN_DENIAL = 5;
  private static final long KUBERNETES_TTL = 5;

  /** Clocks, and the time until the DNS server hears of a Service. */
  private static final long SLACK_SECONDS = 10;

  public NegativeCache {
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    for (Corefile.Server s :
        dns.corefile().map(Corefile::servers).orElse(List.of()).stream()
            .filter(x -> x.has("kubernetes") && x.has("cache"))
            .toList()) {
      Directive cache = s.plugins("cache").get(0);
      long seconds = kept(s.plugins("kubernetes").get(0), cache);
      if (seconds > LONG_SECONDS) {
        denied(cluster, dns.configSubject(), cache, seconds, facts);
      }
    }
  }

  /** How long a denial of a name of the cluster is kept. */
  private static long kept(Directive kubernetes, Directive cache) {
    for (Directive d : cache.block()) {
      boolean off = d.name().equals("disable") && d.args().contains("denial");
      if (off
          && (d.args().size() == 1 || kubernetes.args().stream().anyMatch(d.args()::contains))) {
        return 0;
      }
    }
    List<String> denial = cache.property("denial"); // CAPACITY [TTL] [MINTTL]
    long ttl = number(kubernetes.property("ttl"), 0).orElse(KUBERNETES_TTL);
    long max = number(denial, 1).or(() -> number(cache.args(), 0)).orElse(MAX_DENIAL);
    long min = number(denial, 2).orElse(MIN_DENIAL);
    return Math.max(min, Math.min(ttl, max));
  }

  private static Optional<Long> number(List<String> args, int index) {
    return args.size() > index && args.get(index).matches("\\d{1,9}")
        ? Optional.of(Long.parseLong(args.get(index)))
        : Optional.empty();
  }

  private static void denied(
      Cluster cluster, Subject config, Directive cache, long seconds, Consumer<Object> facts) {
    Logs logs = Logs.of(cluster);
    Targets targets = new Targets(cluster);
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        if (r.failure() != Failure.NAME_NOT_FOUND || scan.pod().isEmpty() || logs.ended(scan, r)) {
          continue;
        }
        Subject target = targets.of(scan.namespace(), r.host(), "", r.port()).subject();
        Optional<Service> s =
            target.kind().equals("service")
                ? cluster.service(target.namespace(), target.name())
                : Optional.empty();
        if (s.isPresent() && late(s.get(), r, seconds)) {
          facts.accept(
              new NegativeCache(
                  config,
                  target,
                  Subject.pod(scan.namespace(), scan.pod()),
                  seconds,
                  List.of(
                      new Evidence(cache.at(), "denials are kept for " + seconds + " s"),
                      new Evidence(r.at(), "the name was asked for before the Service existed"),
                      new Evidence(
                          s.get()
                              .at()
                              .child(
                                  "metadata/creationTimestamp",
                                  s.get().key() + " created " + s.get().meta().created()),
                          "when it appeared"),
                      new Evidence(r.lastAt(), "and is denied still"))));
        }
      }
    }
  }

  /** Asked for before it existed, denied after, for no longer than a kept denial explains. */
  private static boolean late(Service s, Requests r, long seconds) {
    Instant created = s.meta().created();
    long after = Duration.between(created, r.last()).getSeconds();
    return r.first().isAfter(Instant.EPOCH)
        && r.first().isBefore(created)
        && r.successesAfter() == 0
        && after > SLACK_SECONDS
        && after < seconds + SLACK_SECONDS;
  }
}
