package io.coldcase.sim;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a packet through all base chains of a hook as the kernel does (nf_hook_slow): by priority,
 * until one drops. Chance is explored completely: one branch for every outcome. A condition that is
 * not modelled ends its branch as unknown, at its line.
 */
final class Netfilter {
  private static final int DEPTH = 48;
  private static final int BRANCHES = 400;

  private final HostNet host;
  private final Matcher matcher;
  private final Translation translation;
  private final @Nullable Particulars particulars;

  Netfilter(HostNet host) {
    this(host, null);
  }

  /** Notes what of the host itself has a say, for one walk. */
  Netfilter(HostNet host, @Nullable Particulars particulars) {
    this.host = host;
    this.particulars = particulars;
    this.matcher = new Matcher(host);
    this.translation = new Translation(host);
  }

  /** How one branch left the chain, the table or the hook. */
  enum End {
    /** Fell off the end, or returned: the caller goes on. */
    CONTINUE,
    RETURN,
    ACCEPT,
    DROP,
    REJECT,
    UNKNOWN,
    /** A translation was decided: the rest of this chain is not run. */
    TRANSLATED,
    /** Handed to a local socket. */
    STOLEN
  }

  /** One branch: where the packet stands, how likely, and the way so far. */
  record Branch(State state, double probability, End end, Way way, String why) {
    Branch at(State s) {
      return new Branch(s, probability, end, way, why);
    }

    Branch ended(End e, String because) {
      return new Branch(state, probability, e, way, because);
    }

    Branch share(double p) {
      return new Branch(state, probability * p, end, way, why);
    }

    Branch step(Step s) {
      return new Branch(state, probability, end, way.then(s), why);
    }

    boolean alive() {
      return end == End.CONTINUE;
    }
  }

  /** All branches behind the hook; CONTINUE means accepted. */
  List<Branch> run(Hook hook, Branch in) {
    boolean v6 = in.state().packet().src().v6();
    List<Branch> live = run(hook, host.filters().at(hook, v6), in);
    List<Filters.Placed> other = host.filters().otherwiseAt(hook, v6);
    return other.isEmpty() || same(live, run(hook, other, in))
        ? live
        : List.of(
            unknown(
                in,
                other.get(0).chain().at(),
                "chains of iptables-legacy and nftables decide differently, and what was loaded"
                    + " last runs first"));
  }

  private List<Branch> run(Hook hook, List<Filters.Placed> all, Branch in) {
    boolean source = hook == Hook.POSTROUTING || hook == Hook.INPUT;
    int natAt = hook == Hook.FORWARD ? Integer.MAX_VALUE : source ? 100 : -100;
    List<Branch> live = List.of(in);
    boolean translated = hook == Hook.FORWARD;
    for (Filters.Placed p : all) {
      if (p.base().type().equals("nat")) {
        continue;
      }
      if (!translated && p.base().priority() > natAt) {
        live = each(live, b -> nat(hook, source, all, b));
        translated = true;
      }
      live = each(live, b -> base(hook, p, b));
    }
    return translated ? live : each(live, b -> nat(hook, source, all, b));
  }

  /** The chains that hang on a device itself (netdev, inet ingress): before connection tracking. */
  List<Branch> device(Hook hook, String dev, Branch in) {
    List<Branch> live = List.of(in);
    for (Filters.Placed p : host.filters().on(dev, hook, in.state().packet().src().v6())) {
      live = each(live, b -> base(hook, p, b));
    }
    return live;
  }

  private interface Stage {
    List<Branch> apply(Branch b);
  }

  private static List<Branch> each(List<Branch> in, Stage stage) {
    List<Branch> out = new ArrayList<>(in.size());
    for (Branch b : in) {
      if (b.alive()) {
        out.addAll(stage.apply(b));
      } else {
        out.add(b);
      }
    }
    return out;
  }

  private List<Branch> base(Hook hook, Filters.Placed p, Branch b) {
    State s = b.state();
    boolean early = early(hook, p, s);
    Branch in = early ? b.at(s.tracked("INVALID", s.flow(), s.reply())) : b;
    List<Branch> out = new ArrayList<>();
    for (Branch left : chain(hook, p.table(), p.chain(), 0, 0, in)) {
      State t = left.state();
      Branch e =
          early && t.tracked().equals("INVALID")
              ? left.at(t.tracked(s.tracked(), t.flow(), t.reply()))
              : left;
      if (hook == Hook.OUTPUT && p.base().type().equals("route") && t.mark() != s.mark()) {
        e = e.at(e.state().toBeRouted());
      }
      out.add(
          switch (e.end()) {
            case CONTINUE, RETURN -> policy(hook, p, e);
            case ACCEPT, TRANSLATED -> e.ended(End.CONTINUE, "");
            default -> e;
          });
    }
    return out;
  }

  /**
   * True before connection tracking has seen the packet (NF_IP_PRI_CONNTRACK); what comes back over
   * the loopback device was seen on its way out.
   */
  private static boolean early(Hook hook, Filters.Placed p, State s) {
    if (hook == Hook.INGRESS) {
      return s.hasConnection();
    }
    boolean entry = hook == Hook.OUTPUT || (hook == Hook.PREROUTING && !s.in().equals("lo"));
    return entry && p.base().priority() < -200 && s.hasConnection();
  }

  private Branch policy(Hook hook, Filters.Placed p, Branch b) {
    if (!p.base().drop()) {
      return b.ended(End.CONTINUE, "");
    }
    int end = p.chain().rules().size();
    Step s =
        step(
            hook,
            Step.Kind.POLICY,
            p.table(),
            p.chain(),
            "policy drop",
            p.chain().at(end),
            p.chain().growth(end));
    return b.step(s)
        .ended(End.DROP, "the policy of " + p.table().key() + " " + p.chain().name() + " drops it");
  }

  /**
   * The translation of one hook: decided by the nat chains for the first packet, then remembered.
   */
  private List<Branch> nat(Hook hook, boolean source, List<Filters.Placed> chains, Branch b) {
    State s = b.state();
    if (!s.hasConnection() || !host.filters().tracks(s.packet().src().v6())) {
      return List.of(b);
    }
    if (s.reply()
        || !s.tracked().equals("NEW")
        || (source ? s.flow().snatDone() : s.flow().dnatDone())) {
      Branch e = translation.remembered(source, b);
      return List.of(hook == Hook.OUTPUT ? moved(s, e) : e);
    }
    List<Branch> live = natChains(hook, chains, b);
    if (hook == Hook.OUTPUT) {
      live = live.stream().map(e -> moved(s, e)).toList();
    }
    // also "no translation" is decided once, by the first packet
    return live.stream()
        .map(e -> e.end() == End.TRANSLATED ? e.ended(End.CONTINUE, "") : e)
        .map(e -> e.at(e.state().with(e.state().flow().decided(source))))
        .toList();
  }

  private static Branch moved(State before, Branch b) {
    return b.state().packet().dst().equals(before.packet().dst())
        ? b
        : b.at(b.state().toBeRouted());
  }

  private List<Branch> natChains(Hook hook, List<Filters.Placed> chains, Branch b) {
    List<Branch> live = List.of(b);
    for (Filters.Placed p : chains) {
      if (p.base().type().equals("nat")) {
        live = each(live, one -> natChain(hook, p, one));
      }
    }
    return live;
  }

  /** True when both come to the same, whatever the way; who stops a packet makes no difference. */
  private static boolean same(List<Branch> a, List<Branch> b) {
    return results(a).equals(results(b));
  }

  private static Set<Result> results(List<Branch> branches) {
    Set<Result> results = new HashSet<>();
    for (Branch b : branches) {
      boolean unknown = b.end() == End.UNKNOWN;
      results.add(new Result(unknown, Optional.of(b.state()).filter(s -> b.alive())));
    }
    return results;
  }

  /** How a packet goes on; {@code state} is empty when it does not. */
  private record Result(boolean unknown, Optional<State> state) {}

  private List<Branch> natChain(Hook hook, Filters.Placed p, Branch b) {
    List<Branch> out = new ArrayList<>(2);
    for (Branch e : chain(hook, p.table(), p.chain(), 0, 0, b)) {
      out.add(
          switch (e.end()) {
            case CONTINUE, RETURN -> policy(hook, p, e);
            case ACCEPT -> e.ended(End.CONTINUE, "");
            default -> e;
          });
    }
    return out;
  }

  /** Runs a chain from rule {@code from}; every returned branch has left it. */
  private List<Branch> chain(Hook hook, Table table, Chain chain, int from, int depth, Branch in) {
    if (depth > DEPTH) {
      return List.of(unknown(in, chain.at(), "chains call each other too deeply"));
    }
    if (particulars != null && from == 0) {
      particulars.met(table, chain, in.state());
    }
    List<Branch> out = new ArrayList<>(2);
    Branch b = in;
    for (int i : chain.body().candidates(in.state().packet().dst(), from)) {
      Rule rule = chain.rules().get(i);
      double chance = matches(rule, b.state(), table);
      if (chance == 0) {
        continue;
      }
      if (chance < 0) {
        if (harmless(rule)) {
          continue;
        }
        out.add(
            unknown(
                b.step(
                    step(
                        hook,
                        Step.Kind.UNKNOWN,
                        table,
                        chain,
                        rule.text(),
                        chain.at(i),
                        chain.growth(i))),
                chain.at(i),
                "not modelled: " + unmodelled(rule)));
        return out;
      }
      boolean idle = chance < 1 && chain.packets(i).filter(n -> n == 0).isPresent();
      List<Branch> after = apply(hook, table, chain, i, depth, b.share(chance), idle);
      boolean more = chance < 1;
      List<Branch> going = new ArrayList<>();
      for (Branch a : after) {
        if (a.alive()) {
          going.add(a);
        } else {
          out.add(a);
        }
      }
      if (!more && going.isEmpty()) {
        return out;
      }
      if (!more && going.size() == 1) {
        b = going.get(0);
        continue;
      }
      if (out.size() + going.size() > BRANCHES) {
        out.add(unknown(b, chain.at(i), "too many branches"));
        return out;
      }
      for (Branch g : going) {
        out.addAll(chain(hook, table, chain, i + 1, depth, g));
      }
      if (!more) {
        return out;
      }
      b = b.share(1 - chance);
    }
    out.add(b);
    return out;
  }

  static Branch unknown(Branch b, SourceRef at, String why) {
    return b.ended(End.UNKNOWN, why + " (" + at + ")");
  }

  private static String unmodelled(Rule rule) {
    for (RuleMatch m : rule.matches()) {
      if (m instanceof RuleMatch.Unmodelled u) {
        return u.text();
      }
    }
    return rule.text();
  }

  /** A rule that cannot decide anything may stay unjudged. */
  private static boolean harmless(Rule rule) {
    return rule.actions().stream().allMatch(a -> a instanceof Action.Pass);
  }

  /** 0 no, 1 yes, between: at random or at times; -1 cannot be told. */
  private double matches(Rule rule, State s, Table table) {
    double p = 1;
    boolean unknown = false;
    for (RuleMatch m : rule.matches()) {
      if (m instanceof RuleMatch.Chance c) {
        p *= Math.max(0, Math.min(1, c.probability()));
      } else if (m instanceof RuleMatch.Sometimes) {
        p *= 0.5;
      } else {
        Tri t = matcher.test(m, s, table);
        if (particulars != null) {
          particulars.tested(m, s, table, t);
        }
        if (t == Tri.NO) {
          return 0;
        }
        unknown |= t == Tri.UNKNOWN;
      }
    }
    return unknown ? -1 : p;
  }

  private List<Branch> apply(
      Hook hook, Table table, Chain chain, int i, int depth, Branch in, boolean idle) {
    Rule rule = chain.rules().get(i);
    boolean shows = !harmless(rule);
    Branch b =
        shows
            ? in.step(
                step(hook, Step.Kind.RULE, table, chain, rule.text(), chain.at(i), chain.growth(i))
                    .idle(idle))
            : in;
    List<Branch> live = List.of(b);
    for (Action a : rule.actions()) {
      live = each(live, one -> act(hook, table, chain, i, depth, a, one));
    }
    return live;
  }

  private List<Branch> act(
      Hook hook, Table table, Chain chain, int i, int depth, Action a, Branch b) {
    State s = b.state();
    if (a instanceof Action.Accept) {
      return List.of(b.ended(End.ACCEPT, ""));
    }
    if (a instanceof Action.Drop) {
      return List.of(b.ended(End.DROP, "dropped by a rule of " + table.key() + " " + chain.name()));
    }
    if (a instanceof Action.Reject r) {
      return List.of(
          b.ended(
              End.REJECT,
              "rejected (" + r.with() + ") by a rule of " + table.key() + " " + chain.name()));
    }
    if (a instanceof Action.Return) {
      return List.of(b.ended(End.RETURN, ""));
    }
    if (a instanceof Action.Jump j) {
      return call(hook, table, chain, i, j.chain(), depth, b, false);
    }
    if (a instanceof Action.Goto g) {
      return call(hook, table, chain, i, g.chain(), depth, b, true);
    }
    boolean ofConnection =
        a instanceof Action.CopyMark || (a instanceof Action.SetMark k && k.connection());
    if (ofConnection && !s.hasConnection()) {
      return List.of(b);
    }
    if (a instanceof Action.SetMark m) {
      if (m.connection()) {
        return List.of(b.at(s.with(s.flow().marked((s.flow().mark() & ~m.clear()) ^ m.flip()))));
      }
      return List.of(b.at(s.marked((s.mark() & ~m.clear()) ^ m.flip())));
    }
    if (a instanceof Action.CopyMark c) {
      return List.of(
          b.at(
              c.toPacket()
                  ? s.marked(copied(c, s.flow().mark(), s.mark()))
                  : s.with(s.flow().marked(copied(c, s.mark(), s.flow().mark())))));
    }
    if (a instanceof Action.Pass) {
      return List.of(b);
    }
    if (a instanceof Action.SetTtl t) {
      return List.of(b.at(s.with(s.packet().living(t.ttl()))));
    }
    if (a instanceof Action.NoTrack) {
      // what is tracked already stays so, as packets of the host to itself are at PREROUTING
      return List.of(
          s.hasConnection() ? b : b.at(s.tracked("UNTRACKED", State.Flow.none(s.packet()), false)));
    }
    if (a instanceof Action.VerdictMap v) {
      return verdict(hook, table, chain, i, depth, v, b);
    }
    if (a instanceof Action.Choice c) {
      List<Branch> out = new ArrayList<>();
      double left = 1;
      for (Action.Weighted w : c.options()) {
        out.addAll(act(hook, table, chain, i, depth, w.action(), b.share(w.probability())));
        left -= w.probability();
      }
      if (left > 1e-9) {
        out.add(b.share(left));
      }
      return out;
    }
    if (particulars != null && !(a instanceof Action.Dnat)) {
      particulars.unsettled();
    }
    return translation.of(chain, i, a, b);
  }

  private static long copied(Action.CopyMark c, long from, long to) {
    return (to & ~c.clear()) ^ (from & c.take());
  }

  private List<Branch> call(
      Hook hook,
      Table table,
      Chain chain,
      int i,
      String name,
      int depth,
      Branch b,
      boolean isGoto) {
    Chain target = table.chains().get(name);
    if (target == null) {
      return List.of(unknown(b, chain.at(i), "chain or target " + name + " is not in the listing"));
    }
    List<Branch> out = new ArrayList<>(2);
    for (Branch e : chain(hook, table, target, 0, depth + 1, b)) {
      boolean back = e.end() == End.CONTINUE || e.end() == End.RETURN;
      out.add(back ? e.ended(isGoto ? End.RETURN : End.CONTINUE, "") : e);
    }
    return out;
  }

  private List<Branch> verdict(
      Hook hook, Table table, Chain chain, int i, int depth, Action.VerdictMap v, Branch b) {
    Optional<Element> hit = matcher.find(v, b.state(), table);
    if (particulars != null) {
      particulars.asked(v, b.state(), table, hit);
    }
    NamedSet map = table.sets().get(v.map());
    if (hit.isEmpty() && !v.map().isEmpty()) {
      if (map == null) {
        return List.of(unknown(b, chain.at(i), "map " + v.map() + " is not in the listing"));
      }
      if (!map.understood()) {
        return List.of(unknown(b, chain.at(i), "an element of " + v.map() + " is not understood"));
      }
    }
    if (hit.isPresent() && map != null && map.places().size() == map.elements().size()) {
      int at = map.elements().indexOf(hit.get());
      if (at >= 0) {
        SourceRef place = map.places().get(at);
        b = b.step(step(hook, Step.Kind.RULE, table, chain, place.text(), place, Optional.empty()));
      }
    }
    if (hit.isEmpty()) {
      return List.of(b);
    }
    Action a = hit.get().verdict().orElse(new Action.Unmodelled(""));
    return act(hook, table, chain, i, depth, a, b);
  }

  private Step step(
      Hook hook,
      Step.Kind kind,
      Table table,
      Chain chain,
      String text,
      SourceRef at,
      Optional<Long> growth) {
    return new Step(
        host.name(),
        kind,
        hook.word(),
        table.key(),
        chain.name(),
        text,
        Optional.of(at),
        growth,
        table.backend().shortWord(),
        false);
  }
}
