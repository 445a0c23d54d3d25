package io.coldcase.parse.nft;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of nft (nft(8), EXPRESSIONS and STATEMENTS) to conditions and actions. What is not known
 * is skipped up to the next statement and kept as one unmodelled condition.
 */
final class NftRule {
  private final Cursor c;
  private final List<RuleMatch> matches = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private final Expressions expressions;
  private String comment = "";
  private long packets = -1;

  private NftRule(List<String> words) {
    this.c = new Cursor(words);
    this.expressions = new Expressions(c, matches, actions);
  }

  /** A rule and the packets that its counter shows, -1 without one. */
  record Read(Rule rule, long packets) {}

  static Read read(List<String> words) {
    NftRule r = new NftRule(words);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      shown.add(words.get(i).startsWith("\"") ? words.get(i) + "\"" : words.get(i));
      if (words.get(i).equals("counter")
          && i + 4 < words.size()
          && words.get(i + 1).equals("packets")) {
        i += 4;
      }
    }
    while (r.c.more()) {
      int before = r.c.at();
      if (!r.statement() && !r.expressions.take()) {
        r.c.back(before);
        r.skip();
      }
    }
    return new Read(new Rule(String.join(" ", shown), r.matches, r.actions, r.comment), r.packets);
  }

  private void skip() {
    int from = c.next();
    c.toStatement();
    matches.add(new RuleMatch.Unmodelled(c.since(from)));
  }

  private boolean statement() {
    switch (c.word()) {
      case "accept", "drop", "return", "continue", "jump", "goto" -> {
        Optional<Action> v = Verdicts.read(c);
        v.ifPresent(actions::add);
        return true;
      }
      case "reject" -> {
        int from = c.next();
        if (c.take("with")) {
          switch (c.word()) {
            // the answer implies the condition, which is not listed then
            case "icmp" -> matches.add(new RuleMatch.Family(false));
            case "icmpv6" -> matches.add(new RuleMatch.Family(true));
            case "tcp" -> matches.add(new RuleMatch.Proto(List.of(6), false));
            default -> {}
          }
          c.skip(c.word().equals("tcp") ? 2 : 0);
          c.toStatement();
        }
        String with = c.since(from + 2);
        actions.add(new Action.Reject(with.isEmpty() ? "icmp port-unreachable" : with));
        return true;
      }
      case "counter" -> {
        c.next();
        if (c.take("packets")) {
          packets = Values.number(c.word()).map(v -> ((Value.Numbers) v).from()).orElse(-1L);
          c.skip(3);
        } else if (c.word().equals("name")) {
          c.skip(2);
        }
        return true;
      }
      case "comment" -> {
        comment = Words.plain(c.peek(1));
        c.skip(2);
        return true;
      }
      case "log" -> {
        c.next();
        while (Set.of("prefix", "group", "level", "flags", "snaplen", "queue-threshold")
            .contains(c.word())) {
          c.skip(2);
        }
        actions.add(new Action.Pass("log"));
        return true;
      }
      case "notrack" -> {
        c.next();
        actions.add(new Action.NoTrack());
        return true;
      }
      case "masquerade" -> {
        c.next();
        actions.add(new Action.Masquerade(randomPort()));
        return true;
      }
      case "snat", "dnat", "redirect" -> {
        return translation();
      }
      case "update", "add", "delete" -> {
        return setStatement();
      }
      case "limit" -> {
        int from = c.next();
        limit();
        matches.add(new RuleMatch.Sometimes(c.since(from)));
        return true;
      }
      case "ip", "ip6" -> {
        if (!c.peek(1).equals("dscp") || !c.peek(2).equals("set")) {
          return ttl();
        }
        c.skip(4);
        actions.add(new Action.Pass("DSCP"));
        return true;
      }
      case "queue", "tproxy", "dup", "fwd", "synproxy", "xt" -> {
        return unmodelledStatement();
      }
      default -> {
        return mark();
      }
    }
  }

  /** {@code limit rate [over] 5/second [burst 5 packets]}, {@code rate 10 mbytes/second}. */
  private void limit() {
    if (!c.take("rate")) {
      c.skip(2); // name NAME
      return;
    }
    c.take("over");
    c.next();
    if (c.word().contains("bytes/")) {
      c.next();
    }
    if (c.take("burst")) {
      c.skip(2);
    }
  }

  private boolean unmodelledStatement() {
    int from = c.at();
    c.toEnd();
    String text = c.since(from);
    c.back(from);
    if (text.startsWith("xt target") || !text.startsWith("xt ")) {
      actions.add(new Action.Unmodelled(text));
    } else {
      matches.add(new RuleMatch.Unmodelled(text));
    }
    if (text.startsWith("xt ")) {
      c.skip(3);
    } else {
      c.toEnd();
    }
    return true;
  }

  /** {@code ip ttl set 1}, {@code ip6 hoplimit set 1}; false for anything else. */
  private boolean ttl() {
    boolean life = c.peek(1).equals("ttl") || c.peek(1).equals("hoplimit");
    long value = life && c.peek(2).equals("set") ? Cursor.number(c.peek(3)) : -1;
    if (value < 0 || value > 255) {
      return false;
    }
    actions.add(new Action.SetTtl((int) value));
    c.skip(4);
    return true;
  }

  private boolean setStatement() {
    while (c.more() && !c.take("}")) {
      c.next();
    }
    actions.add(new Action.Pass("set update"));
    return true;
  }

  /** {@code meta mark set ...} and {@code ct mark set ...}; false for anything else. */
  private boolean mark() {
    boolean connection = c.word().equals("ct");
    int skip = c.word().equals("mark") ? 1 : 2;
    if (!(c.word().equals("meta") || connection || skip == 1)
        || (skip == 2 && !c.peek(1).equals("mark"))
        || !c.peek(skip).equals("set")) {
      if (c.word().equals("meta") && c.peek(2).equals("set")) {
        c.skip(4);
        actions.add(new Action.Pass("meta"));
        return true;
      }
      return false;
    }
    int from = c.at();
    c.skip(skip + 1);
    long clear = 0xffffffffL;
    long flip = 0;
    boolean other = false;
    List<String> used = new ArrayList<>();
    while (c.more() && !c.statement()) {
      if (!c.word().equals("(") && !c.word().equals(")")) {
        used.add(c.word());
      }
      c.next();
    }
    String own = connection ? "ct" : "meta";
    int i = 0;
    boolean self = used.size() >= 2 && used.get(0).equals(own) && used.get(1).equals("mark");
    boolean cross = used.size() == 2 && !self && used.get(1).equals("mark");
    if (cross) {
      actions.add(new Action.CopyMark(!connection, 0xffffffffL, 0xffffffffL));
      return true;
    }
    if (self) {
      clear = 0;
      i = 2;
    } else if (!used.isEmpty()) {
      flip = Cursor.number(used.get(0));
      other = flip < 0;
      i = 1;
    }
    for (; i + 1 < used.size(); i += 2) {
      long n = Cursor.number(used.get(i + 1));
      switch (used.get(i)) {
        case "&", "and" -> {
          clear |= ~n & 0xffffffffL;
          flip &= n;
        }
        case "|", "or" -> {
          clear |= n;
          flip |= n;
        }
        case "^", "xor" -> flip ^= n;
        default -> other = true;
      }
      other |= n < 0;
    }
    actions.add(
        other || i < used.size()
            ? new Action.Unmodelled(c.since(from))
            : new Action.SetMark(connection, clear, flip));
    return true;
  }

  /** Reads the flags of a translation; true when they ask for a port at random. */
  private boolean randomPort() {
    boolean random = false;
    while (Set.of("random", "fully-random", "persistent", ",").contains(c.word())) {
      random |= c.word().endsWith("random");
      c.next();
    }
    return random;
  }

  private boolean translation() {
    String kind = c.word();
    int from = c.next();
    if (c.word().equals("ip") || c.word().equals("ip6")) {
      c.next();
    }
    Optional<Action> done = Optional.empty();
    if (c.take("to")) {
      String to = c.word();
      if (to.equals("numgen") || to.equals("jhash")) {
        done = Verdicts.spread(c, NftRule::destination);
      } else if (!c.statement() && Character.digit(to.isEmpty() ? 'x' : to.charAt(0), 16) >= 0
          || to.startsWith(":")
          || to.startsWith("[")) {
        c.next();
        done = kind.equals("snat") ? source(to) : destination(kind, to);
      }
    } else if (kind.equals("redirect")) {
      done = Optional.of(new Action.Redirect(0, 0));
    }
    boolean random = randomPort();
    if (done.isPresent() && done.get() instanceof Action.Snat s && random) {
      done = Optional.of(new Action.Snat(s.from(), s.to(), true));
    }
    if (done.isEmpty()) {
      c.toEnd();
      done = Optional.of(new Action.Unmodelled(c.since(from)));
    }
    actions.add(done.get());
    return true;
  }

  private static Optional<Action> source(String to) {
    String[] hp = split(to);
    Optional<Ip> ip = Ip.tryParse(hp[0]);
    return ip.map(i -> new Action.Snat(Optional.of(i), Optional.of(i), !hp[1].isEmpty()));
  }

  private static Optional<Action> destination(String to) {
    return destination("dnat", to);
  }

  private static Optional<Action> destination(String kind, String to) {
    String[] hp = split(to);
    Optional<Ip> ip = Ip.tryParse(hp[0]);
    if (!hp[0].isEmpty() && ip.isEmpty()) {
      return Optional.empty();
    }
    Optional<Value> port =
        hp[1].isEmpty() ? Optional.of(Value.Numbers.of(0)) : Values.number(hp[1]);
    return port.map(
        v -> {
          Value.Numbers n = (Value.Numbers) v;
          return kind.equals("redirect")
              ? new Action.Redirect((int) n.from(), (int) n.to())
              : new Action.Dnat(ip, ip, (int) n.from(), (int) n.to());
        });
  }

  private static String[] split(String to) {
    int bracket = to.indexOf(']');
    int colon =
        bracket >= 0
            ? to.indexOf(':', bracket)
            : to.indexOf(':') == to.lastIndexOf(':') ? to.indexOf(':') : -1;
    String host = colon < 0 ? to : to.substring(0, colon);
    return new String[] {
      host.replace("[", "").replace("]", ""), colon < 0 ? "" : to.substring(colon + 1)
    };
  }
}
