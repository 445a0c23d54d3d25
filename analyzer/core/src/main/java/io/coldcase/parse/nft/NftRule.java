package io.coldcase.parse.nft;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleMatch.Side;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of nft (nft(8), EXPRESSIONS and STATEMENTS) to conditions and actions. What is not known
 * is skipped up to the next statement and kept as one unmodelled condition.
 */
final class NftRule {
  private static final Set<String> STATEMENTS =
      Set.of(
          "accept",
          "drop",
          "return",
          "continue",
          "reject",
          "jump",
          "goto",
          "counter",
          "log",
          "masquerade",
          "snat",
          "dnat",
          "redirect",
          "notrack",
          "comment",
          "queue",
          "tproxy");

  private final List<String> words;
  private final List<RuleMatch> matches = new ArrayList<>();
  private final List<Action> actions = new ArrayList<>();
  private String comment = "";
  private long packets = -1;
  private int at;

  private NftRule(List<String> words) {
    this.words = words;
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
    while (r.at < words.size()) {
      int before = r.at;
      if (!r.statement() && !r.expression()) {
        r.at = before;
        r.skip();
      }
    }
    return new Read(new Rule(String.join(" ", shown), r.matches, r.actions, r.comment), r.packets);
  }

  private String word() {
    return at < words.size() ? words.get(at) : "";
  }

  private String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead) : "";
  }

  private boolean take(String word) {
    if (word().equals(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void skip() {
    int from = at++;
    while (at < words.size() && !STATEMENTS.contains(word())) {
      at++;
    }
    matches.add(new RuleMatch.Unmodelled(String.join(" ", words.subList(from, at))));
  }

  private boolean statement() {
    switch (word()) {
      case "accept", "drop", "return", "continue", "jump", "goto" -> {
        Optional<Action> v = verdict();
        v.ifPresent(actions::add);
        return true;
      }
      case "reject" -> {
        int from = at++;
        if (take("with")) {
          at += word().equals("tcp") ? 2 : 0;
          while (at < words.size() && !STATEMENTS.contains(word())) {
            at++;
          }
        }
        String with = String.join(" ", words.subList(Math.min(from + 2, at), at));
        actions.add(new Action.Reject(with.isEmpty() ? "icmp port-unreachable" : with));
        return true;
      }
      case "counter" -> {
        at++;
        if (take("packets")) {
          packets = Values.number(word()).map(v -> ((Value.Numbers) v).from()).orElse(-1L);
          at += 3;
        } else if (word().equals("name")) {
          at += 2;
        }
        return true;
      }
      case "comment" -> {
        comment = Words.plain(peek(1));
        at += 2;
        return true;
      }
      case "log" -> {
        at++;
        while (Set.of("prefix", "group", "level", "flags", "snaplen", "queue-threshold")
            .contains(word())) {
          at += 2;
        }
        actions.add(new Action.Pass("log"));
        return true;
      }
      case "notrack" -> {
        at++;
        actions.add(new Action.NoTrack());
        return true;
      }
      case "masquerade" -> {
        at++;
        actions.add(new Action.Masquerade(nat().contains("fully-random")));
        return true;
      }
      case "snat", "dnat", "redirect" -> {
        return translation();
      }
      case "update", "add", "delete" -> {
        return setStatement();
      }
      case "limit" -> {
        int from = at++;
        while (at < words.size() && !STATEMENTS.contains(word())) {
          at++;
        }
        matches.add(new RuleMatch.Sometimes(String.join(" ", words.subList(from, at))));
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

  private boolean unmodelledStatement() {
    String text = String.join(" ", words.subList(at, words.size()));
    if (text.startsWith("xt target") || !text.startsWith("xt ")) {
      actions.add(new Action.Unmodelled(text));
    } else {
      matches.add(new RuleMatch.Unmodelled(text));
    }
    at += text.startsWith("xt ") ? 3 : words.size() - at;
    return true;
  }

  private Optional<Action> verdict() {
    String w = word();
    at++;
    return switch (w) {
      case "accept" -> Optional.of(new Action.Accept());
      case "drop" -> Optional.of(new Action.Drop());
      case "return" -> Optional.of(new Action.Return());
      case "continue" -> Optional.of(new Action.Pass("continue"));
      case "jump" -> Optional.of(new Action.Jump(words.get(Math.min(at++, words.size() - 1))));
      case "goto" -> Optional.of(new Action.Goto(words.get(Math.min(at++, words.size() - 1))));
      default -> Optional.empty();
    };
  }

  private Set<String> nat() {
    Set<String> flags = new HashSet<>();
    while (Set.of("random", "fully-random", "persistent", ",").contains(word())) {
      flags.add(word());
      at++;
    }
    return flags;
  }

  private boolean translation() {
    String kind = word();
    int from = at++;
    if (word().equals("ip") || word().equals("ip6")) {
      at++;
    }
    Optional<Action> done = Optional.empty();
    if (take("to")) {
      String to = word();
      if (to.equals("numgen") || to.equals("jhash")) {
        done = spread(this::destination);
      } else if (!STATEMENTS.contains(to)
              && Character.digit(to.isEmpty() ? 'x' : to.charAt(0), 16) >= 0
          || to.startsWith(":")
          || to.startsWith("[")) {
        at++;
        done = kind.equals("snat") ? source(to) : destination(kind, to);
      }
    } else if (kind.equals("redirect")) {
      done = Optional.of(new Action.Redirect(0, 0));
    }
    nat();
    if (done.isEmpty()) {
      at = words.size();
      done = Optional.of(new Action.Unmodelled(String.join(" ", words.subList(from, at))));
    }
    actions.add(done.get());
    return true;
  }

  private static Optional<Action> source(String to) {
    String[] hp = split(to);
    Optional<Ip> ip = Ip.tryParse(hp[0]);
    return ip.map(i -> new Action.Snat(Optional.of(i), Optional.of(i)));
  }

  private Optional<Action> destination(String to) {
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

  private boolean setStatement() {
    while (at < words.size() && !take("}")) {
      at++;
    }
    actions.add(new Action.Pass("set update"));
    return true;
  }

  /** {@code meta mark set ...} and {@code ct mark set ...}; false for anything else. */
  private boolean mark() {
    boolean connection = word().equals("ct");
    int skip = word().equals("mark") ? 1 : 2;
    if (!(word().equals("meta") || connection || skip == 1)
        || (skip == 2 && !peek(1).equals("mark"))
        || !peek(skip).equals("set")) {
      if (word().equals("meta") && peek(2).equals("set")) {
        at += 4;
        actions.add(new Action.Pass("meta"));
        return true;
      }
      return false;
    }
    int from = at;
    at += skip + 1;
    long clear = 0xffffffffL;
    long flip = 0;
    boolean other = false;
    List<String> used = new ArrayList<>();
    while (at < words.size() && !STATEMENTS.contains(word())) {
      if (!word().equals("(") && !word().equals(")")) {
        used.add(word());
      }
      at++;
    }
    String own = connection ? "ct" : "meta";
    int i = 0;
    boolean self = used.size() >= 2 && used.get(0).equals(own) && used.get(1).equals("mark");
    boolean cross = used.size() == 2 && !self && used.get(1).equals("mark");
    if (cross) {
      actions.add(new Action.CopyMark(!connection, 0xffffffffL));
      return true;
    }
    if (self) {
      clear = 0;
      i = 2;
    } else if (!used.isEmpty()) {
      flip = number(used.get(0));
      other = flip < 0;
      i = 1;
    }
    for (; i + 1 < used.size(); i += 2) {
      long n = number(used.get(i + 1));
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
            ? new Action.Unmodelled(String.join(" ", words.subList(from, at)))
            : new Action.SetMark(connection, clear, flip));
    return true;
  }

  private static long number(String word) {
    return Values.number(word).map(v -> ((Value.Numbers) v).from()).orElse(-1L);
  }

  // --- expressions

  private boolean expression() {
    switch (word()) {
      case "numgen", "jhash", "symhash" -> {
        return choice();
      }
      case "icmp", "icmpv6" -> {
        return icmp();
      }
      case "ct" -> {
        return conntrack();
      }
      case "tcp" -> {
        if (peek(1).equals("flags")) {
          return flags();
        }
      }
      case "meta" -> {
        if (peek(1).equals("nfproto")) {
          at += 2;
          boolean not = take("!=");
          boolean v6 = word().equals("ipv6");
          at++;
          matches.add(new RuleMatch.Family(v6 != not));
          return true;
        }
      }
      default -> {}
    }
    List<Field> fields = new ArrayList<>();
    List<RuleMatch> implied = new ArrayList<>();
    do {
      Optional<Field> f = field(implied);
      if (f.isEmpty()) {
        return false;
      }
      fields.add(f.get());
    } while (take("."));
    matches.addAll(implied);
    if (take("vmap")) {
      return vmap(fields);
    }
    if (word().equals("&") || word().equals("and")) {
      return masked(fields.get(0));
    }
    boolean not = take("!=");
    if (!not) {
      take("==");
    }
    if (fields.size() == 1 && !word().startsWith("@") && !word().equals("{")) {
      Optional<Value> v = Values.read(fields.get(0), word());
      at++;
      v.ifPresent(x -> matches.add(one(fields.get(0), List.of(x), not)));
      return v.isPresent();
    }
    if (word().startsWith("@")) {
      matches.add(new RuleMatch.Lookup(fields, word().substring(1), List.of(), not));
      at++;
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
      case SADDR_TYPE, DADDR_TYPE ->
          new RuleMatch.AddressType(
              f == Field.SADDR_TYPE,
              Set.copyOf(values.stream().map(v -> ((Value.Name) v).text()).distinct().toList()),
              not);
    };
  }

  private boolean masked(Field f) {
    at++;
    long mask = number(word());
    at++;
    boolean not = take("!=");
    if (!not && !take("==")) {
      return false;
    }
    long value = number(word());
    at++;
    if ((f != Field.MARK && f != Field.CT_MARK) || mask < 0 || value < 0) {
      return false;
    }
    matches.add(new RuleMatch.Mark(f == Field.CT_MARK, value, mask, not));
    return true;
  }

  private Optional<Field> field(List<RuleMatch> implied) {
    String a = word();
    String b = peek(1);
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
        if (peek(2).equals("type")) {
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
      at += used;
    }
    return f;
  }

  private boolean vmap(List<Field> fields) {
    if (word().startsWith("@")) {
      actions.add(new Action.VerdictMap(fields, word().substring(1), List.of()));
      at++;
      return true;
    }
    Optional<List<Element>> inline = elements(fields);
    inline.ifPresent(e -> actions.add(new Action.VerdictMap(fields, "", e)));
    return inline.isPresent();
  }

  /** {@code { a . b : verdict, ... }} for the fields; empty when an element is not understood. */
  private Optional<List<Element>> elements(List<Field> fields) {
    if (!take("{")) {
      return Optional.empty();
    }
    List<Element> out = new ArrayList<>();
    while (at < words.size() && !take("}")) {
      List<Value> key = new ArrayList<>();
      do {
        Field f = fields.get(Math.min(key.size(), fields.size() - 1));
        Optional<Value> v = Values.read(f, word());
        at++;
        if (v.isEmpty()) {
          return Optional.empty();
        }
        key.add(v.get());
      } while (take("."));
      Optional<Action> verdict = take(":") ? verdict() : Optional.empty();
      out.add(new Element(key, verdict));
      take(",");
    }
    return Optional.of(out);
  }

  /** Parses the right side of one option of a spread. */
  private interface Option {
    Optional<Action> read(String word);
  }

  private boolean choice() {
    int from = at;
    Optional<Action> c = spread(w -> Optional.empty());
    if (c.isEmpty()) {
      at = from;
      return false;
    }
    actions.add(c.get());
    return true;
  }

  /** {@code numgen random mod N vmap {0-1 : verdict, ...}}, or {@code map} with addresses. */
  private Optional<Action> spread(Option option) {
    long mod = 0;
    while (at < words.size() && !word().equals("vmap") && !word().equals("map")) {
      if (take("mod")) {
        mod = number(word());
      }
      at++;
    }
    at++;
    if (mod <= 0 || !take("{")) {
      return Optional.empty();
    }
    List<Action.Weighted> options = new ArrayList<>();
    while (at < words.size() && !take("}")) {
      Optional<Value> n = Values.number(word());
      at++;
      if (n.isEmpty() || !take(":")) {
        return Optional.empty();
      }
      Optional<Action> a = STATEMENTS.contains(word()) ? verdict() : address(option);
      if (a.isEmpty()) {
        return Optional.empty();
      }
      Value.Numbers r = (Value.Numbers) n.get();
      options.add(new Action.Weighted(a.get(), (r.to() - r.from() + 1.0) / mod));
      take(",");
    }
    return Optional.of(new Action.Choice(options));
  }

  private Optional<Action> address(Option option) {
    String host = word();
    at++;
    if (take(".")) {
      host = host + ":" + word();
      at++;
    }
    return option.read(host);
  }

  private boolean conntrack() {
    switch (peek(1)) {
      case "state", "status" -> {
        at += 2;
        boolean not = take("!=");
        Set<String> words = names();
        words.removeIf(w -> w.equals("confirmed") || w.equals("assured"));
        if (words.isEmpty()) {
          return false;
        }
        matches.add(new RuleMatch.CtState(words, not));
        return true;
      }
      case "direction" -> {
        at += 2;
        boolean not = take("!=");
        matches.add(new RuleMatch.CtDirection(word().equals("reply") || word().equals("1"), not));
        at++;
        return true;
      }
      case "original" -> {
        at += 2;
        if (word().equals("ip") || word().equals("ip6")) {
          at++;
        }
        Optional<Field> f =
            switch (word()) {
              case "saddr" -> Optional.of(Field.SADDR);
              case "daddr" -> Optional.of(Field.DADDR);
              case "proto-dst" -> Optional.of(Field.DPORT);
              case "proto-src" -> Optional.of(Field.SPORT);
              default -> Optional.empty();
            };
        at++;
        boolean not = take("!=");
        Optional<Value> v = f.flatMap(x -> Values.read(x, word()));
        at++;
        v.ifPresent(x -> matches.add(new RuleMatch.CtOriginal(f.get(), List.of(x), not)));
        return v.isPresent();
      }
      default -> {
        List<Field> one = new ArrayList<>();
        field(new ArrayList<>()).ifPresent(one::add);
        if (one.isEmpty()) {
          return false;
        }
        if (word().equals("&") || word().equals("and")) {
          return masked(one.get(0));
        }
        boolean not = take("!=");
        long n = number(word());
        at++;
        matches.add(new RuleMatch.Mark(true, n, 0xffffffffL, not));
        return n >= 0;
      }
    }
  }

  /** {@code a,b} or {@code { a, b }} in upper case. */
  private Set<String> names() {
    Set<String> out = new HashSet<>();
    boolean braces = take("{");
    do {
      out.add(word().toUpperCase(Locale.ROOT));
      at++;
    } while (take(","));
    if (braces) {
      take("}");
    }
    return out;
  }

  private boolean icmp() {
    boolean v6 = word().equals("icmpv6");
    if (!peek(1).equals("type")) {
      return false;
    }
    at += 2;
    boolean not = take("!=");
    List<Integer> types = new ArrayList<>();
    boolean braces = take("{");
    do {
      types.add(icmpType(word()));
      at++;
    } while (braces && take(","));
    if (braces) {
      take("}");
    }
    if (types.contains(-1) || (types.size() > 1 && not)) {
      return false;
    }
    if (types.size() == 1) {
      matches.add(new RuleMatch.Icmp(v6, types.get(0), 0, 255, not));
      return true;
    }
    if (types.contains(8) || types.contains(128)) {
      // of all types walks only send echo requests
      matches.add(new RuleMatch.Icmp(v6, v6 ? 128 : 8, 0, 255, false));
      return true;
    }
    matches.add(new RuleMatch.Icmp(v6, types.get(0), 0, 255, false));
    return true;
  }

  private static int icmpType(String word) {
    return switch (word) {
      case "echo-reply" -> 0;
      case "destination-unreachable" -> 3;
      case "echo-request" -> 8;
      case "time-exceeded" -> 11;
      case "parameter-problem" -> 12;
      case "nd-router-solicit" -> 133;
      case "nd-router-advert" -> 134;
      case "nd-neighbor-solicit" -> 135;
      case "nd-neighbor-advert" -> 136;
      default -> (int) number(word);
    };
  }

  /** {@code tcp flags & (fin|syn) == syn}, {@code tcp flags syn / fin,syn,rst,ack}. */
  private boolean flags() {
    at += 2;
    List<String> rest = new ArrayList<>();
    while (at < words.size()
        && !STATEMENTS.contains(word())
        && !Set.of("ip", "ip6", "tcp", "meta", "ct", "iifname", "oifname", "limit")
            .contains(word())) {
      rest.add(word());
      at++;
    }
    String text = String.join(" ", rest).replace("( ", "").replace(" )", "");
    int slash = text.indexOf(" / ");
    int eq = text.indexOf("== ");
    int ne = text.indexOf("!= ");
    int cut = eq >= 0 ? eq : ne;
    int set;
    int mask;
    if (slash > 0) {
      set = bits(text.substring(0, slash).replace("!= ", ""));
      mask = bits(text.substring(slash + 3));
    } else if (cut > 0 && text.startsWith("& ")) {
      mask = bits(text.substring(2, cut));
      set = bits(text.substring(cut + 3));
    } else {
      return false;
    }
    matches.add(new RuleMatch.Proto(List.of(6), false));
    matches.add(new RuleMatch.TcpFlags(mask, set, ne >= 0));
    return true;
  }

  private static int bits(String text) {
    int n = 0;
    for (String f : text.strip().split("[ ,|]+")) {
      n |=
          switch (f) {
            case "fin" -> 1;
            case "syn" -> 2;
            case "rst" -> 4;
            case "psh" -> 8;
            case "ack" -> 16;
            case "urg" -> 32;
            default -> 0;
          };
    }
    return n;
  }
}
