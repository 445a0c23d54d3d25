package io.coldcase.parse.nft;

import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Expressions with a grammar of their own: ct, icmp, tcp flags, lengths and TTL. */
final class Special {
  private final Cursor c;
  private final List<RuleMatch> matches;
  private final Expressions expressions;

  Special(Cursor c, List<RuleMatch> matches, Expressions expressions) {
    this.c = c;
    this.matches = matches;
    this.expressions = expressions;
  }

  boolean conntrack() {
    switch (c.peek(1)) {
      case "state", "status" -> {
        return state();
      }
      case "direction" -> {
        c.skip(2);
        boolean not = c.take("!=");
        matches.add(
            new RuleMatch.CtDirection(c.word().equals("reply") || c.word().equals("1"), not));
        c.next();
        return true;
      }
      case "original" -> {
        c.skip(2);
        if (c.word().equals("ip") || c.word().equals("ip6")) {
          c.next();
        }
        Optional<Field> f =
            switch (c.word()) {
              case "saddr" -> Optional.of(Field.SADDR);
              case "daddr" -> Optional.of(Field.DADDR);
              case "proto-dst" -> Optional.of(Field.DPORT);
              case "proto-src" -> Optional.of(Field.SPORT);
              default -> Optional.empty();
            };
        c.next();
        boolean not = c.take("!=");
        Optional<Value> v = f.flatMap(x -> Values.read(x, c.word()));
        c.next();
        v.ifPresent(x -> matches.add(new RuleMatch.CtOriginal(f.get(), List.of(x), not)));
        return v.isPresent();
      }
      default -> {
        List<Field> one = new ArrayList<>();
        expressions.field(new ArrayList<>()).ifPresent(one::add);
        if (one.isEmpty()) {
          return false;
        }
        if (c.word().equals("&") || c.word().equals("and")) {
          return expressions.masked(one.get(0));
        }
        boolean not = c.take("!=");
        long n = Cursor.number(c.word());
        c.next();
        matches.add(new RuleMatch.Mark(true, n, 0xffffffffL, not));
        return n >= 0;
      }
    }
  }

  /**
   * {@code ct state a,b} holds for any of the bits, {@code ct state { a, b }} for one of the
   * values; {@code != a | b} compares with the sum of the bits, which no packet has.
   */
  private boolean state() {
    boolean status = c.peek(1).equals("status");
    c.skip(2);
    if (c.word().equals("vmap")) {
      return !status && expressions.map(Field.CT_STATE);
    }
    boolean not = c.take("!=");
    boolean braces = c.take("{");
    Set<String> names = new HashSet<>();
    do {
      names.add(c.pull().toUpperCase(Locale.ROOT));
    } while (c.take(",") || c.take("|"));
    if (braces && !c.take("}")) {
      return false;
    }
    if (status && not) {
      // unlike a state, a status is of a connection only, also where it is negated
      matches.add(new RuleMatch.CtState(Set.of("INVALID", "UNTRACKED"), true));
    }
    if (not && !braces && (status || names.size() > 1)) {
      return true; // a status has more than one bit, a state never has two
    }
    names.removeIf(w -> w.equals("CONFIRMED") || w.equals("ASSURED"));
    if (names.isEmpty()) {
      return false;
    }
    matches.add(new RuleMatch.CtState(names, not));
    return true;
  }

  /** {@code fib saddr [. iif] oif missing|exists}: false, and nothing taken, for anything else. */
  boolean reversePath() {
    boolean strict = c.peek(2).equals(".") && c.peek(3).equals("iif");
    int n = strict ? 4 : 2;
    String what = c.peek(n + 1);
    if (!c.peek(1).equals("saddr")
        || !c.peek(n).equals("oif")
        || !(what.equals("missing") || what.equals("exists"))) {
      return false;
    }
    c.skip(n + 2);
    matches.add(new RuleMatch.ReversePath(!strict, what.equals("missing")));
    return true;
  }

  /**
   * {@code meta random & 2147483647 < 715827883}, what statistic of iptables is translated to:
   * false, and nothing taken, for anything else.
   */
  boolean random() {
    if (!c.peek(1).equals("random")) {
      return false;
    }
    int from = c.at();
    c.skip(2);
    long mask = c.take("&") ? Cursor.number(c.pull()) : 0xffffffffL;
    boolean less = c.take("<");
    long limit = Cursor.number(c.pull());
    if (!less || mask <= 0 || limit < 0) {
      c.back(from);
      return false;
    }
    matches.add(new RuleMatch.Chance(Math.min(1, limit / (mask + 1.0))));
    return true;
  }

  /**
   * {@code numgen inc mod 4 < 3}, {@code jhash ip saddr mod 10 { 0, 5-7 }}: one of N numbers, which
   * every packet (or sender) gets as often as another; false, and nothing taken, for anything else,
   * a map of verdicts above all: kube-proxy writes one for each Service.
   */
  boolean share() {
    int from = c.at();
    while (c.more() && !c.statement() && !c.word().equals("mod")) {
      c.next();
    }
    long of = c.take("mod") ? Cursor.number(c.pull()) : -1;
    if (c.take("seed")) {
      c.next();
    }
    long first = c.take("offset") ? Cursor.number(c.pull()) : 0;
    if (c.word().equals("vmap") || of <= 0 || first < 0) {
      c.back(from);
      return false;
    }
    String relation = Values.RELATIONS.contains(c.word()) ? c.pull() : "==";
    boolean set = c.take("{");
    long taken = 0;
    do {
      Optional<Value> v = Values.number(c.pull());
      if (v.isEmpty()) {
        c.back(from);
        return false;
      }
      Value.Numbers n = Values.compared(relation, (Value.Numbers) v.get(), first + of - 1);
      taken += Math.max(0, Math.min(n.to(), first + of - 1) - Math.max(n.from(), first) + 1);
    } while (set && (c.take(",") || !c.take("}")));
    double share = Math.min(1, (double) taken / of);
    matches.add(new RuleMatch.Chance(relation.equals("!=") ? 1 - share : share));
    return true;
  }

  /** {@code meta pkttype host}: false, and nothing taken, for anything else. */
  boolean packetType() {
    if (!c.peek(1).equals("pkttype")) {
      return false;
    }
    int from = c.at();
    c.skip(2);
    boolean not = c.take("!=");
    String type = c.pull().toUpperCase(Locale.ROOT);
    if (!Set.of("HOST", "UNICAST", "BROADCAST", "MULTICAST", "OTHER").contains(type)) {
      c.back(from);
      return false;
    }
    matches.add(new RuleMatch.PacketType(type.equals("HOST") ? "UNICAST" : type, not));
    return true;
  }

  /** {@code ip dscp cs0}, {@code ip ecn not-ect}: false, and nothing taken, for anything else. */
  boolean trafficClass() {
    boolean dscp = c.peek(1).equals("dscp");
    if (!dscp && !c.peek(1).equals("ecn")) {
      return false;
    }
    int from = c.at();
    boolean v6 = c.word().equals("ip6");
    c.skip(2);
    boolean not = c.take("!=");
    String v = c.pull();
    long n =
        v.equals("cs0") || v.equals("not-ect")
            ? 0
            : v.startsWith("cs") && v.length() == 3
                ? Character.digit(v.charAt(2), 8) << 3
                : Cursor.number(v);
    if (n < 0 || v.contains("-") && n != 0) {
      c.back(from);
      return false;
    }
    matches.add(new RuleMatch.Family(v6));
    matches.add(new RuleMatch.TrafficClass(dscp ? 0xfc : 3, (int) (dscp ? n << 2 : n), not));
    return true;
  }

  boolean icmp() {
    boolean v6 = c.word().equals("icmpv6");
    if (!c.peek(1).equals("type")) {
      return false;
    }
    c.skip(2);
    boolean not = c.take("!=");
    List<Integer> types = new ArrayList<>();
    boolean braces = c.take("{");
    do {
      types.add(v6 ? icmp6Type(c.word()) : icmpType(c.word()));
      c.next();
    } while (braces && c.take(","));
    if (braces) {
      c.take("}");
    }
    if (types.contains(-1)) {
      return false;
    }
    matches.add(new RuleMatch.Icmp(v6, types, 0, 255, not));
    return true;
  }

  private static int icmpType(String word) {
    return switch (word) {
      case "echo-reply" -> 0;
      case "destination-unreachable" -> 3;
      case "source-quench" -> 4;
      case "redirect" -> 5;
      case "echo-request" -> 8;
      case "router-advertisement" -> 9;
      case "router-solicitation" -> 10;
      case "time-exceeded" -> 11;
      case "parameter-problem" -> 12;
      case "timestamp-request" -> 13;
      case "timestamp-reply" -> 14;
      case "info-request" -> 15;
      case "info-reply" -> 16;
      case "address-mask-request" -> 17;
      case "address-mask-reply" -> 18;
      default -> (int) Cursor.number(word);
    };
  }

  private static int icmp6Type(String word) {
    return switch (word) {
      case "destination-unreachable" -> 1;
      case "packet-too-big" -> 2;
      case "time-exceeded" -> 3;
      case "parameter-problem" -> 4;
      case "echo-request" -> 128;
      case "echo-reply" -> 129;
      case "mld-listener-query" -> 130;
      case "mld-listener-report" -> 131;
      case "mld-listener-done", "mld-listener-reduction" -> 132;
      case "nd-router-solicit" -> 133;
      case "nd-router-advert" -> 134;
      case "nd-neighbor-solicit" -> 135;
      case "nd-neighbor-advert" -> 136;
      case "nd-redirect" -> 137;
      case "mld2-listener-report" -> 143;
      default -> (int) Cursor.number(word);
    };
  }

  /**
   * {@code tcp flags syn / fin,syn}: of the second those of the first; {@code tcp flags syn,ack}:
   * any of them; {@code tcp flags == 0x12}: exactly.
   */
  boolean flags() {
    c.skip(2);
    boolean not = c.take("!=");
    boolean exact = not || c.take("==");
    boolean masked = c.take("&") || c.take("and");
    int first = bits();
    if (first < 0) {
      return false;
    }
    matches.add(new RuleMatch.Proto(List.of(6), false));
    if (masked) {
      not = c.take("!=");
      if (!not && !c.take("==")) {
        return false;
      }
      matches.add(new RuleMatch.TcpFlags(first, bits(), not));
    } else if (c.take("/")) {
      matches.add(new RuleMatch.TcpFlags(bits(), first, not));
    } else if (exact) {
      matches.add(new RuleMatch.TcpFlags(0xff, first, not));
    } else {
      matches.add(new RuleMatch.TcpFlags(first, 0, true));
    }
    return true;
  }

  /** Flags by name, in parentheses or not, or a number; -1 for anything else. */
  private int bits() {
    boolean open = c.take("(");
    int n = 0;
    do {
      int bit =
          switch (c.word()) {
            case "fin" -> 1;
            case "syn" -> 2;
            case "rst" -> 4;
            case "psh" -> 8;
            case "ack" -> 16;
            case "urg" -> 32;
            case "ecn" -> 64;
            case "cwr" -> 128;
            default -> (int) Cursor.number(c.word());
          };
      if (bit < 0) {
        return -1;
      }
      n |= bit;
      c.next();
    } while (c.take(",") || c.take("|"));
    return open && !c.take(")") ? -1 : n;
  }

  /** {@code ip ttl < 5}, {@code meta length 0-99}: false, and nothing taken, for anything else. */
  boolean amount() {
    String what = c.word() + " " + c.peek(1);
    boolean ttl = what.equals("ip ttl") || what.equals("ip6 hoplimit");
    if (!ttl && !what.equals("meta length") && !what.equals("ip length")) {
      return false;
    }
    int from = c.at();
    c.skip(2);
    String relation = Values.RELATIONS.contains(c.word()) ? c.pull() : "==";
    Optional<Value> v = Values.number(c.pull());
    if (v.isEmpty()) {
      c.back(from);
      return false;
    }
    Value.Numbers n = Values.compared(relation, (Value.Numbers) v.get(), ttl ? 255 : 65535);
    boolean not = Values.negated(relation, v.get());
    if (!ttl) {
      matches.add(new RuleMatch.Size(n.from(), n.to(), not));
      return true;
    }
    matches.add(new RuleMatch.Family(what.startsWith("ip6")));
    matches.add(new RuleMatch.Ttl((int) n.from(), (int) n.to(), not));
    return true;
  }
}
