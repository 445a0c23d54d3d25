package io.coldcase.parse.nft;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleMatch.Side;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Expressions of nft(8) that compare fields with values, sets and maps. */
final class Expressions {
  private final Cursor c;
  private final List<RuleMatch> matches;
  private final List<Action> actions;
  private final Special special;

  Expressions(Cursor c, List<RuleMatch> matches, List<Action> actions) {
    this.c = c;
    this.matches = matches;
    this.actions = actions;
    this.special = new Special(c, matches, this);
  }

  /** Takes one expression; false when there is none that is understood. */
  boolean take() {
    switch (c.word()) {
      case "numgen", "jhash", "symhash" -> {
        return choice();
      }
      case "fib" -> {
        if (special.reversePath()) {
          return true;
        }
      }
      case "icmp", "icmpv6" -> {
        return special.icmp();
      }
      case "ct" -> {
        return special.conntrack();
      }
      case "tcp" -> {
        if (c.peek(1).equals("flags")) {
          return special.flags();
        }
      }
      case "ip", "ip6" -> {
        if (special.trafficClass() || special.amount()) {
          return true;
        }
      }
      case "meta" -> {
        if (special.amount() || special.packetType() || special.random()) {
          return true;
        }
        if (c.peek(1).equals("nfproto")) {
          c.skip(2);
          boolean not = c.take("!=");
          boolean v6 = c.word().equals("ipv6");
          c.next();
          matches.add(new RuleMatch.Family(v6 != not));
          return true;
        }
      }
      default -> {
        if (special.amount()) {
          return true;
        }
      }
    }
    List<Field> fields = new ArrayList<>();
    List<RuleMatch> implied = new ArrayList<>();
    do {
      Optional<Field> f = field(implied);
      if (f.isEmpty()) {
        return false;
      }
      fields.add(f.get());
    } while (c.take("."));
    matches.addAll(implied);
    if (c.take("vmap")) {
      return vmap(fields);
    }
    if (c.word().equals("&") || c.word().equals("and")) {
      return masked(fields.get(0));
    }
    String relation = Values.RELATIONS.contains(c.word()) ? c.pull() : "==";
    if (fields.size() == 1 && !c.word().startsWith("@") && !c.word().equals("{")) {
      Optional<RuleMatch> one = compared(fields.get(0), relation);
      one.ifPresent(matches::add);
      return one.isPresent();
    }
    boolean not = relation.equals("!=");
    if (!not && !relation.equals("==")) {
      return false;
    }
    if (c.word().startsWith("@")) {
      matches.add(new RuleMatch.Lookup(fields, c.word().substring(1), List.of(), not));
      c.next();
      return true;
    }
    Optional<List<Element>> inline = elements(fields);
    if (inline.isEmpty()) {
      return false;
    }
    if (fields.size() == 1) {
      matches.add(one(fields.get(0), inline.get().stream().map(e -> e.key().get(0)).toList(), not));
    } else {
      matches.add(new RuleMatch.Lookup(fields, "", inline.get(), not));
    }
    return true;
  }

  private Optional<RuleMatch> compared(Field f, String relation) {
    Optional<Value> read = Values.read(f, c.pull());
    boolean not = read.filter(v -> Values.negated(relation, v)).isPresent();
    boolean number = f == Field.SPORT || f == Field.DPORT || f == Field.MARK || f == Field.CT_MARK;
    if (!number) {
      return read.filter(v -> not || relation.equals("==")).map(v -> one(f, List.of(v), not));
    }
    long limit = f == Field.SPORT || f == Field.DPORT ? 65535 : 0xffffffffL;
    return read.filter(v -> v instanceof Value.Numbers)
        .map(v -> Values.compared(relation, (Value.Numbers) v, limit))
        .map(v -> one(f, List.of(v), not));
  }

  /** The plain condition for one field, the same that iptables rules have. */
  private static RuleMatch one(Field f, List<Value> values, boolean not) {
    return switch (f) {
      case SADDR, DADDR ->
          new RuleMatch.Address(
              f == Field.SADDR, values.stream().map(v -> (Value.Ips) v).toList(), not);
      case L4PROTO ->
          new RuleMatch.Proto(
              values.stream().map(v -> (int) ((Value.Numbers) v).from()).toList(), not);
      case SPORT, DPORT ->
          new RuleMatch.Ports(
              f == Field.SPORT ? Side.SOURCE : Side.DESTINATION,
              values.stream().map(v -> (Value.Numbers) v).toList(),
              not);
      case IIF, OIF ->
          new RuleMatch.Device(
              f == Field.IIF, values.stream().map(v -> (Value.Name) v).toList(), not);
      case MARK, CT_MARK ->
          values.size() == 1 && values.get(0) instanceof Value.Numbers n && n.from() == n.to()
              ? new RuleMatch.Mark(f == Field.CT_MARK, n.from(), 0xffffffffL, not)
              : new RuleMatch.Lookup(
                  List.of(f),
                  "",
                  values.stream().map(v -> new Element(List.of(v), Optional.empty())).toList(),
                  not);
      case CT_STATE ->
          new RuleMatch.CtState(
              Set.copyOf(values.stream().map(v -> ((Value.Name) v).text()).distinct().toList()),
              not);
      case SADDR_TYPE, DADDR_TYPE ->
          new RuleMatch.AddressType(
              f == Field.SADDR_TYPE,
              Set.copyOf(values.stream().map(v -> ((Value.Name) v).text()).distinct().toList()),
              not);
    };
  }

  boolean masked(Field f) {
    c.next();
    long mask = Cursor.number(c.word());
    c.next();
    boolean not = c.take("!=");
    if (!not && !c.take("==")) {
      return false;
    }
    long value = Cursor.number(c.word());
    c.next();
    if ((f != Field.MARK && f != Field.CT_MARK) || mask < 0 || value < 0) {
      return false;
    }
    matches.add(new RuleMatch.Mark(f == Field.CT_MARK, value, mask, not));
    return true;
  }

  Optional<Field> field(List<RuleMatch> implied) {
    String a = c.word();
    String b = c.peek(1);
    int used = 2;
    Optional<Field> f = Optional.empty();
    switch (a) {
      case "ip", "ip6" -> {
        f =
            switch (b) {
              case "saddr" -> Optional.of(Field.SADDR);
              case "daddr" -> Optional.of(Field.DADDR);
              case "protocol", "nexthdr" -> Optional.of(Field.L4PROTO);
              default -> Optional.empty();
            };
        implied.add(new RuleMatch.Family(a.equals("ip6")));
      }
      case "tcp", "udp", "sctp", "dccp", "udplite", "th" -> {
        f =
            b.equals("dport")
                ? Optional.of(Field.DPORT)
                : b.equals("sport") ? Optional.of(Field.SPORT) : Optional.empty();
        if (!a.equals("th")) {
          Protocol.tryParse(a)
              .ifPresent(p -> implied.add(new RuleMatch.Proto(List.of(p.number()), false)));
        }
      }
      case "meta" ->
          f =
              switch (b) {
                case "l4proto" -> Optional.of(Field.L4PROTO);
                case "iifname", "iif" -> Optional.of(Field.IIF);
                case "oifname", "oif" -> Optional.of(Field.OIF);
                case "mark" -> Optional.of(Field.MARK);
                default -> Optional.empty();
              };
      case "iifname", "iif" -> {
        f = Optional.of(Field.IIF);
        used = 1;
      }
      case "oifname", "oif" -> {
        f = Optional.of(Field.OIF);
        used = 1;
      }
      case "mark" -> {
        f = Optional.of(Field.MARK);
        used = 1;
      }
      case "ct" -> f = b.equals("mark") ? Optional.of(Field.CT_MARK) : Optional.empty();
      case "fib" -> {
        if (c.peek(2).equals("type")) {
          f =
              b.equals("saddr")
                  ? Optional.of(Field.SADDR_TYPE)
                  : b.equals("daddr") ? Optional.of(Field.DADDR_TYPE) : Optional.empty();
          used = 3;
        }
      }
      default -> {}
    }
    if (f.isPresent()) {
      c.skip(used);
    }
    return f;
  }

  /** A verdict map over one field that only maps are looked up by. */
  boolean map(Field f) {
    return c.take("vmap") && vmap(List.of(f));
  }

  private boolean vmap(List<Field> fields) {
    if (c.word().startsWith("@")) {
      actions.add(new Action.VerdictMap(fields, c.word().substring(1), List.of()));
      c.next();
      return true;
    }
    Optional<List<Element>> inline = elements(fields);
    inline.ifPresent(e -> actions.add(new Action.VerdictMap(fields, "", e)));
    return inline.isPresent();
  }

  /** {@code { a . b : verdict, ... }} for the fields; empty when an element is not understood. */
  private Optional<List<Element>> elements(List<Field> fields) {
    if (!c.take("{")) {
      return Optional.empty();
    }
    List<Element> out = new ArrayList<>();
    while (c.more() && !c.take("}")) {
      List<Value> key = new ArrayList<>();
      do {
        Field f = fields.get(Math.min(key.size(), fields.size() - 1));
        Optional<Value> v = Values.read(f, c.word());
        c.next();
        if (v.isEmpty()) {
          return Optional.empty();
        }
        key.add(v.get());
      } while (c.take("."));
      Optional<Action> verdict = c.take(":") ? Verdicts.read(c) : Optional.empty();
      out.add(new Element(key, verdict));
      c.take(",");
    }
    return Optional.of(out);
  }

  private boolean choice() {
    int from = c.at();
    if (special.share()) {
      return true;
    }
    Optional<Action> choice = Verdicts.spread(c, w -> Optional.empty());
    if (choice.isEmpty()) {
      c.back(from);
      return false;
    }
    actions.add(choice.get());
    return true;
  }
}
