package io.coldcase.fact;

import io.coldcase.fact.ProbeMatrix.Row;
import io.coldcase.fact.Targets.Kind;
import io.coldcase.finding.Evidence;
import io.coldcase.finding.Subject;
import io.coldcase.model.Cluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A TCP port outside of the cluster that nodes themselves probed and that some do not reach, while
 * they reach another address outside.
 *
 * @param target the address with {@code port N}
 * @param everywhere no node reaches it; else others do
 * @param rejected the error is one that a router's answer makes: no route to host
 * @param failing nodes that do not reach it
 */
public record ExternalTarget(
    Subject target,
    boolean everywhere,
    boolean rejected,
    List<Subject> failing,
    String error,
    List<Evidence> evidence) {
  public ExternalTarget {
    failing = List.copyOf(failing);
    evidence = List.copyOf(evidence);
  }

  static void derive(Cluster cluster, Consumer<Object> facts) {
    Map<String, List<Row>> byTarget = new LinkedHashMap<>();
    Map<String, Set<String>> reached = new LinkedHashMap<>();
    for (Row r : ProbeMatrix.of(cluster).rows()) {
      if (r.target().kind() == Kind.EXTERNAL && !r.probe().fromPod()) {
        if (r.probe().kind().equals("tcp")) {
          byTarget
              .computeIfAbsent(
                  r.probe().address() + " " + r.probe().number(), k -> new ArrayList<>())
              .add(r);
        }
        if (!r.probe().failed()) {
          reached.computeIfAbsent(r.node(), k -> new TreeSet<>()).add(r.probe().address());
        }
      }
    }
    byTarget.values().forEach(rows -> judge(rows, reached, facts));
  }

  private static void judge(
      List<Row> rows, Map<String, Set<String>> reached, Consumer<Object> facts) {
    List<Row> failing =
        rows.stream()
            .filter(
                r ->
                    r.probe().failed()
                        && reached.getOrDefault(r.node(), Set.of()).stream()
                            .anyMatch(a -> !a.equals(r.probe().address())))
            .toList();
    long sources = rows.stream().map(Row::node).distinct().count();
    if (failing.isEmpty() || sources < 2) {
      return;
    }
    boolean everywhere = failing.size() == rows.size();
    boolean someOk = rows.stream().anyMatch(r -> r.probe().ok());
    if (!everywhere && !someOk) {
      return;
    }
    Row first = failing.get(0);
    List<Evidence> evidence = new ArrayList<>();
    for (Row r : failing) {
      evidence.add(
          new Evidence(r.probe().at(), "from the node itself, which reaches others outside"));
    }
    rows.stream()
        .filter(r -> r.probe().ok())
        .findFirst()
        .ifPresent(r -> evidence.add(new Evidence(r.probe().at(), "another node reaches it")));
    facts.accept(
        new ExternalTarget(
            Subject.address(first.probe().address()).with("port " + first.probe().number()),
            everywhere,
            failing.stream().allMatch(r -> r.probe().error().contains("No route to host")),
            failing.stream().map(r -> Subject.node(r.node())).distinct().toList(),
            first.probe().error(),
            evidence));
  }
}
