package io.coldcase.fact;

import io.coldcase.fact.Targets.Kind;
import io.coldcase.fact.Targets.Resolved;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Service;
import io.coldcase.model.log.Failure;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.model.probe.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What applications' logs say about requests that failed, as symptoms of the pod that logged. */
final class RequestSymptoms {

  private final Targets targets;
  private final Logs logs;
  private final ProbeMatrix probes;
  private final Cluster cluster;

  private RequestSymptoms(Cluster cluster) {
    this.cluster = cluster;
    targets = new Targets(cluster);
    logs = Logs.of(cluster);
    probes = ProbeMatrix.of(cluster);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    RequestSymptoms all = new RequestSymptoms(cluster);
    for (LogScan scan : all.logs.scans()) {
      if (!scan.pod().isEmpty() && !scan.previous()) {
        all.of(scan, facts);
      }
    }
  }

  private void of(LogScan scan, Consumer<Object> facts) {
    if (!scan.requests().isEmpty()) {
      facts.accept(new Client(Subject.pod(scan.namespace(), scan.pod()), logs.nodeOf(scan)));
    }
    boolean lookupsFail =
        scan.requests().stream().anyMatch(r -> r.failure().lookup() && !ended(scan, r));
    Map<String, Symptom> lookups = new LinkedHashMap<>();
    for (Requests r : scan.requests()) {
      Resolved target = targets.of(scan.namespace(), r.host(), r.ip(), r.port());
      boolean over = ended(scan, r);
      // A timeout that names no address may have been spent in the look-up
      boolean dns =
          r.failure().lookup()
              || r.failure() == Failure.TIMEOUT
                  && lookupsFail
                  && !over
                  && !r.host().isEmpty()
                  && r.ip().isEmpty();
      String id = dns ? dns(scan, r) : id(scan, r, target);
      Symptom s = symptom(id, scan, r, target, over);
      if (r.successes() > 0 && !over) {
        facts.accept(flaky(s, r, dns ? clusterDns() : target.subject()));
      }
      if (dns && r.failure() != Failure.NAME_NOT_FOUND) {
        lookups.merge(id + over, toward(s, clusterDns()), RequestSymptoms::both);
      } else {
        facts.accept(s);
      }
    }
    lookups.values().forEach(facts);
  }

  private static FlakyRequests flaky(Symptom s, Requests r, Subject target) {
    return new FlakyRequests(
        s.source(), target, r.failures(), r.successes(), s.first(), s.last(), s.evidence());
  }

  private static Symptom toward(Symptom s, Subject target) {
    return new Symptom(
        s.id(),
        s.source(),
        target,
        "look-ups fail",
        s.first(),
        s.last(),
        s.ended(),
        s.count(),
        s.evidence());
  }

  private Subject clusterDns() {
    return cluster.service("kube-system", "kube-dns").isPresent()
        ? Subject.service("kube-system", "kube-dns")
        : Subject.CLUSTER;
  }

  /** Requests of one pod that fail for want of a name are one symptom. */
  private static Symptom both(Symptom a, Symptom b) {
    boolean later = b.last().isAfter(a.last());
    return new Symptom(
        a.id(),
        a.source(),
        a.target(),
        a.detail(),
        a.first().isBefore(b.first()) ? a.first() : b.first(),
        later ? b.last() : a.last(),
        a.ended(),
        a.count() + b.count(),
        later ? b.evidence() : a.evidence());
  }

  private static Symptom symptom(
      String id, LogScan scan, Requests r, Resolved target, boolean over) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new Evidence(r.at(), "the application logs a failed request"));
    if (r.lastAt().line() != r.at().line()) {
      evidence.add(
          new Evidence(
              r.lastAt(), "the last of " + r.failures() + " such lines, " + r.successes() + " ok"));
    }
    return new Symptom(
        id,
        Subject.pod(scan.namespace(), scan.pod()),
        target.subject().with(r.port() > 0 ? "port " + r.port() : ""),
        words(r.failure()),
        r.first(),
        r.last(),
        over,
        r.failures(),
        evidence);
  }

  /**
   * True when the failures stopped: so many successes followed that chance does not explain them
   * (less than 1 in 20 at the share of failures seen before), or the log went on without.
   */
  private boolean ended(LogScan scan, Requests r) {
    if (r.successesAfter() > 0) {
      double share = (double) r.failures() / (r.failures() + r.successes() + 1);
      if (Math.pow(1 - share, r.successesAfter()) < 0.05) {
        return true;
      }
    }
    return logs.ended(scan, r) || recovered(scan, r);
  }

  /**
   * A healthy DNS server logs nothing: its upstream answers the nodes, and it missed none since.
   */
  private boolean recovered(LogScan scan, Requests r) {
    if (!scan.component().equals("coredns")
        || Duration.between(r.last(), logs.fetched()).getSeconds() <= Logs.RECOVERED_SECONDS) {
      return false;
    }
    List<Probe> asked =
        probes.rows().stream()
            .map(ProbeMatrix.Row::probe)
            .filter(p -> p.kind().equals("dns") && p.address().equals(r.ip()))
            .toList();
    return !asked.isEmpty() && asked.stream().noneMatch(Probe::failed);
  }

  /** The DNS symptom of the pod: as probes of its node show it, else from the names that fail. */
  private String dns(LogScan scan, Requests r) {
    if (r.failure() == Failure.NAME_NOT_FOUND) {
      return "sym-dns-nxdomain";
    }
    Optional<String> probed = probes.dnsOfPods(logs.nodeOf(scan));
    if (probed.isPresent()) {
      return probed.get().isEmpty() ? "sym-single-pod-dns-fails" : probed.get();
    }
    boolean internal = false;
    boolean external = false;
    for (Requests o : scan.requests()) {
      boolean name =
          o.failure() == Failure.LOOKUP_FAILED
              || o.failure() == Failure.TIMEOUT && !o.host().isEmpty() && o.ip().isEmpty();
      if (name && !ended(scan, o)) {
        boolean in = targets.internal(scan.namespace(), o.host());
        internal |= in;
        external |= !in;
      }
    }
    return internal && !external
        ? "sym-dns-internal-fail"
        : external && !internal ? "sym-dns-external-fail" : "sym-dns-all-fail";
  }

  private String id(LogScan scan, Requests r, Resolved target) {
    if (target.kind() == Kind.API
        && r.failure() != Failure.TLS_VERIFY
        && r.failure() != Failure.OTHER_PROTOCOL) {
      return "sym-pod-to-apiserver-fails";
    }
    if (nodePort(r, target)) {
      return "sym-nodeport-unreachable";
    }
    return switch (r.failure()) {
      case REFUSED -> "sym-tcp-connection-refused";
      case NO_ROUTE -> "sym-tcp-no-route-to-host";
      case NET_UNREACHABLE ->
          clusterIp(target) ? "sym-clusterip-unreachable" : "sym-tcp-no-route-to-host";
      case TLS_VERIFY, OTHER_PROTOCOL -> "sym-tls-verify-fails";
      case TLS_TIMEOUT -> "sym-tls-handshake-hangs";
      case RESET -> "sym-tcp-reset-midstream";
      case BODY_STALLED -> "sym-large-payload-hangs";
      case HTTP_503 -> "sym-http-503-noendpoint";
      case HTTP_502_504 -> "sym-http-502-504";
      case NAME_NOT_FOUND, LOOKUP_FAILED -> dns(scan, r);
      case NO_PORT, TIMEOUT -> timeout(scan, r, target);
    };
  }

  private String timeout(LogScan scan, Requests r, Resolved target) {
    if (scan.component().equals("coredns") && r.port() == 53) {
      return "sym-dns-external-fail";
    }
    if (clusterIp(target)) {
      return r.successes() > 0 ? "sym-clusterip-intermittent" : "sym-clusterip-unreachable";
    }
    String own = logs.nodeOf(scan);
    return switch (target.kind()) {
      case POD ->
          target.node().equals(own)
              ? "sym-same-node-pod-traffic-fails"
              : "sym-cross-node-pod-traffic-fails";
      case EXTERNAL -> "sym-pod-to-external-fails";
      default -> "sym-tcp-syn-no-answer";
    };
  }

  private boolean nodePort(Requests r, Resolved target) {
    return target.kind() == Kind.NODE
        && (r.failure() == Failure.TIMEOUT || r.failure() == Failure.REFUSED)
        && cluster.objects(Service.class).stream()
            .anyMatch(s -> s.ports().stream().anyMatch(p -> p.nodePort() == r.port()));
  }

  private boolean clusterIp(Resolved target) {
    return target.subject().kind().equals("service")
        && cluster
            .service(target.subject().namespace(), target.subject().name())
            .map(Service::headless)
            .filter(headless -> !headless)
            .isPresent();
  }

  private static String words(Failure failure) {
    return switch (failure) {
      case NAME_NOT_FOUND -> "no such host";
      case LOOKUP_FAILED -> "look-up failed";
      case REFUSED -> "connection refused";
      case NO_ROUTE -> "no route to host";
      case NET_UNREACHABLE -> "network is unreachable";
      case NO_PORT -> "no local port or address to send from";
      case TLS_VERIFY -> "certificate not accepted";
      case OTHER_PROTOCOL -> "TLS meets plain text";
      case RESET -> "connection reset";
      case BODY_STALLED -> "the answer stalled";
      case HTTP_503 -> "HTTP 503";
      case HTTP_502_504 -> "HTTP 502 or 504";
      case TLS_TIMEOUT -> "TLS handshake timeout";
      case TIMEOUT -> "no answer in time";
    };
  }
}
