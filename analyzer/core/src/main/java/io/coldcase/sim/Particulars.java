package io.coldcase.sim;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.ChainBody;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Table;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What had a say in a packet's way through one hook of a host: the chains that it met, and
 * conditions on the host itself or on the packet's source. On a host where all of them are the
 * same, so is what comes of the packet.
 */
final class Particulars {
  private final Hook hook;
  private final State start;
  private final Filters filters;
  private final List<Test> tests = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final List<Met> chains = new ArrayList<>();
  private boolean settled = true;

  /** A condition, and what came of it. */
  private record Test(RuleMatch match, State state, Table table, Tri answer) {}

  /** A map was asked, and the element that it gave. */
  private record Asked(Action.VerdictMap map, State state, Table table, Optional<Element> answer) {}

  /** A chain that a packet to {@code dst} came to. */
  private record Met(Table table, Chain chain, Ip dst) {}

  Particulars(Filters filters, Hook hook, State start) {
    this.filters = filters;
    this.hook = hook;
    this.start = start;
  }

  Hook hook() {
    return hook;
  }

  void met(Table table, Chain chain, State s) {
    chains.add(new Met(table, chain, s.packet().dst()));
  }

  void tested(RuleMatch m, State s, Table table, Tri answer) {
    if (ofHost(m)) {
      tests.add(new Test(m, s, table, answer));
      settled &= !s.flow().isSnat();
    }
  }

  void asked(Action.VerdictMap map, State s, Table table, Optional<Element> answer) {
    asked.add(new Asked(map, s, table, answer));
    settled &= !s.flow().isSnat() && (answer.isPresent() || complete(map, table));
  }

  /** Something happened that may be different elsewhere. */
  void unsettled() {
    settled = false;
  }

  /** Whether a walk that begins like this on another host is sure to end the same. */
  boolean hold(HostNet host, State other) {
    boolean v6 = start.packet().src().v6();
    Filters others = host.filters();
    if (!settled
        || !start.packet().alike(other.packet())
        || others.tracks(v6) != filters.tracks(v6)
        || !others.order(hook, v6).equals(filters.order(hook, v6))) {
      return false;
    }
    Table last = null;
    Table t = null;
    for (Met m : chains) {
      if (m.table != last) {
        last = m.table;
        t = others.like(last);
      }
      ChainBody body = t == null ? null : t.chains().body(m.chain);
      if (body == null || !body.sameFor(m.dst, m.chain.body())) {
        return false;
      }
    }
    Matcher matcher = new Matcher(host);
    State was = start;
    State is = other;
    for (Test x : tests) {
      if (x.table != last) {
        last = x.table;
        t = others.like(last);
      }
      if (x.state != was) {
        was = x.state;
        is = was.asOf(other);
      }
      if (t == null || matcher.test(x.match, is, t) != x.answer) {
        return false;
      }
    }
    for (Asked x : asked) {
      t = others.like(x.table);
      if (t == null
          || !x.answer.equals(matcher.find(x.map, x.state.asOf(other), t))
          || (x.answer.isEmpty() && !complete(x.map, t))) {
        return false;
      }
    }
    return true;
  }

  /** Nothing is missing from the map that was read. */
  private static boolean complete(Action.VerdictMap v, Table table) {
    NamedSet map = table.sets().get(v.map());
    return v.map().isEmpty() || (map != null && map.understood());
  }

  /** False for what the chains and the packet's destination alone decide. */
  private static boolean ofHost(RuleMatch m) {
    if (m instanceof RuleMatch.Address a) {
      return a.source();
    }
    return !(m instanceof RuleMatch.Proto
        || m instanceof RuleMatch.Ports
        || m instanceof RuleMatch.CtState
        || m instanceof RuleMatch.CtDirection
        || m instanceof RuleMatch.Mark
        || m instanceof RuleMatch.Family
        || m instanceof RuleMatch.Unmodelled);
  }
}
