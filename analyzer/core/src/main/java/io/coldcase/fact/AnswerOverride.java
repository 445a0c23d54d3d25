package io.coldcase.fact;

import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Corefile.Directive;
import io.coldcase.model.log.LogScan;
import io.coldcase.model.log.Requests;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An entry of the Corefile that answers a name by itself (hosts, rewrite, template), while requests
 * to that name fail.
 *
 * @param name the name, or the zone of a template
 * @param answer the fixed address or the other name, may be empty
 * @param seen a failed request went to the fixed address
 */
public record AnswerOverride(
    Subject config,
    String plugin,
    String name,
    String answer,
    boolean seen,
    List<Evidence> evidence) {
  private static final int EVIDENCE = 3;

  public AnswerOverride {
    evidence = List.copyOf(evidence);
  }

  /** An entry before anybody looked at requests. */
  private record Entry(String plugin, String name, String answer, boolean below, Directive at) {}

  static void derive(Cluster cluster, Consumer<Object> facts) {
    ClusterDns dns = ClusterDns.of(cluster);
    if (dns.corefile().isEmpty()) {
      return;
    }
    Logs logs = Logs.of(cluster);
    List<String> zones = dns.corefile().get().clusterZones();
    for (Corefile.Server s : dns.corefile().get().servers()) {
      for (Entry e : entries(s)) {
        failing(e, logs, zones, dns.configSubject(), facts);
      }
    }
  }

  private static List<Entry> entries(Corefile.Server s) {
    List<Entry> all = new ArrayList<>();
    for (Directive h : s.plugins("hosts")) {
      for (Directive line : h.block()) {
        if (Ip.tryParse(line.name()).isPresent()) {
          line.args()
              .forEach(
                  n -> all.add(new Entry("hosts", Corefile.zone(n), line.name(), false, line)));
        }
      }
      inline(h, all);
    }
    for (Directive r : s.plugins("rewrite")) {
      rewrite(r, all);
    }
    for (Directive t : s.plugins("template")) {
      List<String> zones = t.args().size() > 2 ? t.args().subList(2, t.args().size()) : List.of();
      String answer = String.join(" ", t.property("answer"));
      zones.forEach(z -> all.add(new Entry("template", Corefile.zone(z), answer, true, t)));
    }
    return all;
  }

  /** {@code hosts ADDRESS NAME} on one line. */
  private static void inline(Directive h, List<Entry> into) {
    if (!h.args().isEmpty() && Ip.tryParse(h.args().get(0)).isPresent()) {
      h.args()
          .subList(1, h.args().size())
          .forEach(n -> into.add(new Entry("hosts", Corefile.zone(n), h.args().get(0), false, h)));
    }
  }

  /** {@code rewrite [stop|continue] name [exact|suffix|...] FROM TO}. */
  private static void rewrite(Directive r, List<Entry> into) {
    List<String> args = new ArrayList<>(r.args());
    args.removeIf(a -> a.equals("stop") || a.equals("continue"));
    if (args.size() < 3 || !args.get(0).equals("name")) {
      return;
    }
    String how = args.size() > 3 ? args.get(1) : "exact";
    int from = List.of("exact", "suffix", "prefix", "substring", "regex").contains(how) ? 2 : 1;
    from = args.size() > 3 ? from : 1;
    if (from + 1 < args.size() && (how.equals("exact") || how.equals("suffix"))) {
      String name = Corefile.zone(args.get(from));
      into.add(
          new Entry(
              "rewrite",
              name.startsWith(".") ? name.substring(1) : name,
              args.get(from + 1),
              how.equals("suffix"),
              r));
    }
  }

  private static void failing(
      Entry e, Logs logs, List<String> zones, Subject config, Consumer<Object> facts) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        new Evidence(e.at().at(), "the DNS server answers this name by itself: " + e.answer()));
    boolean seen = false;
    for (LogScan scan : logs.scans()) {
      for (Requests r : scan.requests()) {
        if (!names(e, r.host(), scan.namespace(), zones)
            || r.successes() > 0
            || logs.ended(scan, r)) {
          continue;
        }
        seen |= r.ip().equals(e.answer());
        if (evidence.size() < EVIDENCE) {
          evidence.add(new Evidence(r.lastAt(), "requests to the name fail"));
        }
      }
    }
    if (evidence.size() > 1) {
      facts.accept(
          new AnswerOverride(
              config.with("Corefile, " + e.plugin() + " " + e.answer() + " " + e.name()),
              e.plugin(),
              e.name(),
              e.answer(),
              seen,
              evidence));
    }
  }

  /** True when a client in {@code namespace} that asks for {@code host} may ask for the entry. */
  private static boolean names(Entry e, String host, String namespace, List<String> zones) {
    if (host.isEmpty()) {
      return false;
    }
    String h = Corefile.zone(host);
    if (matches(e, h)) {
      return true;
    }
    for (String z : zones) {
      if (matches(e, h + "." + namespace + ".svc." + z)
          || matches(e, h + ".svc." + z)
          || matches(e, h + "." + z)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(Entry e, String name) {
    return name.equals(e.name()) || e.below() && name.endsWith("." + e.name());
  }
}
