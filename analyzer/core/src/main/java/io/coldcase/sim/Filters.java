package io.coldcase.sim;

import io.coldcase.model.Kinds;
import io.coldcase.model.Node;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Base;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleSet;
import io.coldcase.model.filter.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All packet filters that act on one host, by hook in the kernel's order. Both iptables back ends
 * and native nft tables act at once; a table that iptables-nft shows is not taken a second time
 * from {@code nft list ruleset}, which leaves out what it cannot print.
 */
public final class Filters {
  private final Map<Hook, List<Placed>> hooks4;
  private final Map<Hook, List<Placed>> hooks6;
  private final Map<Hook, List<Placed>> others4;
  private final Map<Hook, List<Placed>> others6;
  private final List<Table> tables;
  private final Map<String, NamedSet> ipsets = new HashMap<>();
  private final boolean known;
  private final boolean trafficClass;
  private final Map<Hook, String> order4;
  private final Map<Hook, String> order6;
  private final boolean tracks4;
  private final boolean tracks6;

  /**
   * A base chain and its table.
   *
   * @param age of two chains of nf_tables the one with the higher number was made later
   */
  record Placed(Table table, Chain chain, Base base, int age) {
    private boolean legacy() {
      return table.backend() == Backend.LEGACY;
    }

    /** True where one chain is of iptables-legacy, one of nf_tables, and nothing orders them. */
    private boolean mayFollow(Placed other) {
      return legacy()
          && !other.legacy()
          && base.priority() == other.base.priority()
          && base.type().equals("nat") == other.base.type().equals("nat")
          && !chain.rules().isEmpty()
          && !other.chain.rules().isEmpty();
    }
  }

  public Filters(Node node) {
    List<Table> all = new ArrayList<>();
    Optional<RuleSet> main = node.get(Kinds.IPTABLES_SAVE);
    Optional<RuleSet> legacy = node.get(Kinds.IPTABLES_LEGACY_SAVE).filter(RuleSet::loaded);
    Optional<RuleSet> nft = node.get(Kinds.IPTABLES_NFT_SAVE);
    main.ifPresent(s -> all.addAll(s.tables()));
    if (main.map(s -> s.backend() != Backend.LEGACY || s.tables().isEmpty()).orElse(true)) {
      legacy.ifPresent(s -> all.addAll(s.tables()));
    }
    if (main.map(s -> s.backend() == Backend.LEGACY || s.tables().isEmpty()).orElse(true)) {
      nft.ifPresent(s -> all.addAll(s.tables()));
    }
    Optional<RuleSet> six = node.get(Kinds.IP6TABLES_SAVE);
    six.ifPresent(s -> all.addAll(s.tables()));
    if (six.map(s -> s.backend() != Backend.LEGACY || s.tables().isEmpty()).orElse(true)) {
      node.get(Kinds.IP6TABLES_LEGACY_SAVE).ifPresent(s -> all.addAll(s.tables()));
    }
    all.removeIf(t -> !t.compatible());
    Set<String> shown = new HashSet<>();
    all.stream().filter(t -> t.backend() == Backend.IPTABLES_NFT).forEach(t -> shown.add(t.key()));
    Optional<RuleSet> nativeSet = node.get(Kinds.NFT_RULESET);
    nativeSet.ifPresent(
        s -> s.tables().stream().filter(t -> !shown.contains(t.key())).forEach(all::add));
    this.tables = List.copyOf(all);
    node.get(Kinds.IPSET).ifPresent(l -> l.list().forEach(s -> ipsets.put(s.name(), s)));
    this.known = main.isPresent() || nativeSet.isPresent() || legacy.isPresent();
    this.trafficClass = tables.stream().anyMatch(t -> t.chains().setTrafficClass());
    this.tracks4 = tracks(tables, "ip");
    this.tracks6 = tracks(tables, "ip6");
    List<String> made =
        nativeSet.map(s -> s.tables().stream().map(Table::key).toList()).orElse(List.of());
    this.hooks4 = byHook(tables, "ip", made);
    this.hooks6 = byHook(tables, "ip6", made);
    this.others4 = others(hooks4);
    this.others6 = others(hooks6);
    this.order4 = order(hooks4);
    this.order6 = order(hooks6);
  }

  /** Every table that acts, legacy and nft. */
  public List<Table> tables() {
    return tables;
  }

  /** The table of the same name and back end; null without one. */
  @Nullable Table like(Table other) {
    for (Table t : tables) {
      if (t.backend() == other.backend() && t.key().equals(other.key())) {
        return t;
      }
    }
    return null;
  }

  /** Equal for hosts with the same base chains at the hook, in the same order. */
  String order(Hook hook, boolean v6) {
    return (v6 ? order6 : order4).getOrDefault(hook, "");
  }

  private static Map<Hook, String> order(Map<Hook, List<Placed>> hooks) {
    Map<Hook, String> order = new EnumMap<>(Hook.class);
    hooks.forEach(
        (hook, chains) -> {
          StringBuilder of = new StringBuilder();
          for (Placed p : chains) {
            Base b = p.base();
            of.append(p.table().backend().shortWord()).append(' ').append(p.table().key());
            of.append(' ').append(p.chain().name()).append(' ').append(b.type());
            of.append(' ').append(b.priority()).append(' ').append(b.drop());
            of.append(' ').append(b.devices()).append(p.chain().rules().isEmpty()).append('\n');
          }
          order.put(hook, of.toString());
        });
    return order;
  }

  Map<String, NamedSet> ipsets() {
    return ipsets;
  }

  /**
   * True when connections of the family are tracked: the kernel does so only where a rule needs it
   * (nf_ct_netns_get). Chains of type nat see tracked packets only.
   */
  boolean tracks(boolean v6) {
    return v6 ? tracks6 : tracks4;
  }

  private static boolean tracks(List<Table> tables, String family) {
    return tables.stream()
        .filter(t -> !t.family().equals(family.equals("ip") ? "ip6" : "ip"))
        .flatMap(t -> t.chains().values().stream())
        .flatMap(c -> c.rules().stream())
        .anyMatch(Filters::needsTracking);
  }

  private static boolean needsTracking(Rule r) {
    for (RuleMatch m : r.matches()) {
      boolean tracked =
          m instanceof RuleMatch.CtState
              || m instanceof RuleMatch.CtDirection
              || m instanceof RuleMatch.CtOriginal
              || (m instanceof RuleMatch.Mark k && k.connection());
      // an unmodelled condition may be one of the many on connections
      if (tracked
          || m instanceof RuleMatch.Unmodelled
          || (m instanceof RuleMatch.Lookup l && l.fields().contains(Field.CT_STATE))
          || (m instanceof RuleMatch.Lookup k && k.fields().contains(Field.CT_MARK))
          || (m instanceof RuleMatch.Sometimes s && s.text().contains("conn"))) {
        return true;
      }
    }
    return r.actions().stream().anyMatch(Filters::needsTracking);
  }

  private static boolean needsTracking(Action a) {
    return a instanceof Action.Dnat
        || a instanceof Action.Redirect
        || a instanceof Action.Snat
        || a instanceof Action.Masquerade
        || a instanceof Action.CopyMark
        || a instanceof Action.Unmodelled
        || (a instanceof Action.SetMark m && m.connection())
        || (a instanceof Action.VerdictMap v && v.fields().contains(Field.CT_STATE))
        || (a instanceof Action.Choice c
            && c.options().stream().anyMatch(o -> needsTracking(o.action())));
  }

  /** True when a rule sets the traffic class of packets. */
  boolean setsTrafficClass() {
    return trafficClass;
  }

  /** True when at least one listing of the host is in the bundle. */
  public boolean known() {
    return known;
  }

  /**
   * Base chains of a hook for IPv4 or IPv6, lowest priority first. Of equal ones the kernel runs
   * first what was made last (nf_hook_entries_grow); the tables of nf_tables are listed in the
   * order in which they were made.
   */
  List<Placed> at(Hook hook, boolean v6) {
    return (v6 ? hooks6 : hooks4).getOrDefault(hook, List.of());
  }

  /**
   * The chains in the other order that they may have: nobody lists whether iptables-legacy or
   * nf_tables was loaded first. Empty when there is but one order.
   */
  List<Placed> otherwiseAt(Hook hook, boolean v6) {
    return (v6 ? others6 : others4).getOrDefault(hook, List.of());
  }

  private static Map<Hook, List<Placed>> others(Map<Hook, List<Placed>> hooks) {
    Map<Hook, List<Placed>> others = new EnumMap<>(Hook.class);
    hooks.forEach(
        (hook, chains) -> {
          if (chains.stream().anyMatch(p -> chains.stream().anyMatch(p::mayFollow))) {
            List<Placed> other = new ArrayList<>(chains);
            other.sort(
                Comparator.comparingInt((Placed p) -> p.base().priority())
                    .thenComparing(p -> p.legacy() ? 0 : 1));
            others.put(hook, other);
          }
        });
    return others;
  }

  /** Base chains that hang on one device where packets come in or go out. */
  List<Placed> on(String device, Hook hook, boolean v6) {
    return at(hook, v6).stream().filter(p -> p.base().devices().contains(device)).toList();
  }

  private static Map<Hook, List<Placed>> byHook(
      List<Table> tables, String family, List<String> made) {
    Map<Hook, List<Placed>> hooks = new EnumMap<>(Hook.class);
    for (Table t : tables) {
      if (t.family().equals("inet") || t.family().equals("netdev") || t.family().equals(family)) {
        int age = (t.backend() == Backend.LEGACY ? -1 : Math.max(0, made.indexOf(t.key()))) << 16;
        for (Chain c : t.chains().bases()) {
          if (c.base().isPresent()) {
            Base b = c.base().get();
            hooks.computeIfAbsent(b.hook(), h -> new ArrayList<>()).add(new Placed(t, c, b, age++));
          }
        }
      }
    }
    Comparator<Placed> order = Comparator.comparingInt(p -> p.base().priority());
    hooks
        .values()
        .forEach(l -> l.sort(order.thenComparing(Placed::age, Comparator.reverseOrder())));
    return hooks;
  }
}
