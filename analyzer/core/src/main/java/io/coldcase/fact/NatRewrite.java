package io.coldcase.fact;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.Cluster;
import io.coldcase.sim.Outcome;
import io.coldcase.sim.Owners;
import io.coldcase.sim.Step;
import io.coldcase.sim.Sweep;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A translation rule that belongs to nobody of the cluster and rewrites traffic of pods or nodes.
 *
 * @param mesh it is in a chain of a service mesh
 * @param destination it changes where packets go; else only whom they come from
 * @param broken some of these walks fail
 * @param strange it gives packets to the outside a source that is no address of any node
 * @param growth packets between the samples, -1 not known
 */
public record NatRewrite(
    String node,
    String table,
    String chain,
    boolean mesh,
    boolean destination,
    boolean broken,
    boolean strange,
    long growth,
    Set<String> traffic,
    String example,
    SourceRef at) {
  public NatRewrite {
    traffic = Set.copyOf(traffic);
  }

  /** Gathers what the walks of a sweep meet. */
  static final class Gathering {
    private final Cluster cluster;
    private final Map<SourceRef, NatRewrite> found = new LinkedHashMap<>();

    /** By text: the same rules are met by most walks. */
    private final Map<String, Boolean> nat = new HashMap<>();

    Gathering(Cluster cluster) {
      this.cluster = cluster;
    }

    void add(Sweep.Walk w) {
      boolean inside =
          w.traffic() != Sweep.Traffic.POD_TO_OUTSIDE
              && w.traffic() != Sweep.Traffic.HOST_TO_OUTSIDE;
      for (Outcome o : w.trace().outcomes()) {
        boolean strange =
            w.traffic() == Sweep.Traffic.POD_TO_OUTSIDE
                && !o.last().src().equals(w.trace().packet().src())
                && cluster.nodeByIp(o.last().src()).isEmpty();
        if (inside || strange) {
          for (Step s : o.steps()) {
            if (translates(s)) {
              found.merge(s.at().orElseThrow(), of(s, w, o, strange), NatRewrite::merge);
            }
          }
        }
      }
    }

    private boolean translates(Step s) {
      if (s.kind() != Step.Kind.RULE
          || s.at().isEmpty()
          || !nat.computeIfAbsent(s.text(), NatRewrite::nat)) {
        return false;
      }
      String owner = Owners.of(s.table(), s.chain(), s.text());
      return owner.equals("foreign") || owner.equals("mesh");
    }

    /**
     * What was found.
     *
     * @param failed walks of probes to the outside that failed: what changes where those go counts
     */
    void facts(List<Sweep.Walk> failed, Consumer<Object> facts) {
      Map<SourceRef, NatRewrite> all = new LinkedHashMap<>();
      for (Sweep.Walk w : failed) {
        for (Outcome o : w.trace().outcomes()) {
          o.steps().stream()
              .filter(this::translates)
              .map(s -> of(s, w, o, false))
              .filter(NatRewrite::destination)
              .forEach(r -> all.merge(r.at(), r, NatRewrite::merge));
        }
      }
      found.forEach((at, r) -> all.merge(at, r, NatRewrite::merge));
      all.values().forEach(facts);
    }
  }

  private static boolean nat(String rule) {
    String t = " " + rule.toUpperCase(Locale.ROOT) + " ";
    return t.contains(" DNAT ")
        || t.contains(" REDIRECT ")
        || t.contains(" SNAT ")
        || t.contains(" MASQUERADE ")
        || t.contains(" NETMAP ");
  }

  private static NatRewrite of(Step s, Sweep.Walk w, Outcome o, boolean strange) {
    String t = " " + s.text().toUpperCase(Locale.ROOT) + " ";
    return new NatRewrite(
        s.place(),
        s.table(),
        s.chain(),
        Owners.of(s.table(), s.chain(), s.text()).equals("mesh"),
        t.contains(" DNAT ") || t.contains(" REDIRECT "),
        o.roundTrip().verdict().fails(),
        strange,
        s.growth().orElse(-1L),
        Set.of(w.traffic().name().toLowerCase(Locale.ROOT)),
        w.from() + " -> " + w.to(),
        s.at().orElseThrow());
  }

  private NatRewrite merge(NatRewrite o) {
    Set<String> both = new TreeSet<>(traffic);
    both.addAll(o.traffic);
    return new NatRewrite(
        node,
        table,
        chain,
        mesh,
        destination,
        broken || o.broken,
        strange || o.strange,
        growth,
        both,
        example,
        at);
  }
}
