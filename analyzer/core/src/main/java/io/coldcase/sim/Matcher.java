package io.coldcase.sim;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleMatch.Side;
import io.coldcase.model.filter.Table;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges conditions of rules for a packet in a host; chance is the caller's business. */
final class Matcher {
  /** The usual net.ipv4.ip_local_port_range. */
  private static final int FIRST_LOCAL = 32768;

  private static final int LAST_LOCAL = 60999;

  private final HostNet host;

  Matcher(HostNet host) {
    this.host = host;
  }

  Tri test(RuleMatch m, State s, Table table) {
    Packet p = s.packet();
    if (m instanceof RuleMatch.Address a) {
      return Tri.of(in(a.ranges(), a.source() ? p.src() : p.dst())).negated(a.negated());
    }
    if (m instanceof RuleMatch.Proto a) {
      return Tri.of(a.numbers().contains(p.protocol().number())).negated(a.negated());
    }
    if (m instanceof RuleMatch.Ports a) {
      return ports(a, p);
    }
    if (m instanceof RuleMatch.CtState a) {
      return Tri.of(a.anyOf().stream().anyMatch(w -> ctState(w, s))).negated(a.negated());
    }
    boolean connection =
        m instanceof RuleMatch.CtDirection
            || m instanceof RuleMatch.CtOriginal
            || (m instanceof RuleMatch.Mark k && k.connection());
    if (connection && !s.hasConnection()) {
      return Tri.NO; // also where the condition is negated
    }
    if (m instanceof RuleMatch.Mark a) {
      long mark = a.connection() ? s.flow().mark() : s.mark();
      return Tri.of((mark & a.mask()) == (a.value() & 0xffffffffL)).negated(a.negated());
    }
    if (m instanceof RuleMatch.Device a) {
      String dev = a.in() ? s.in() : s.out();
      return Tri.of(!dev.isEmpty() && a.names().stream().anyMatch(n -> n.matches(dev)))
          .negated(a.negated());
    }
    if (m instanceof RuleMatch.AddressType a) {
      return addressType(a, a.source() ? p.src() : p.dst(), table).negated(a.negated());
    }
    if (m instanceof RuleMatch.Family a) {
      return Tri.of(a.v6() == p.src().v6());
    }
    if (m instanceof RuleMatch.Lookup a) {
      return lookup(a, s, table);
    }
    if (m instanceof RuleMatch.InIpset a) {
      return ipset(a, p);
    }
    return rare(m, s);
  }

  private Tri addressType(RuleMatch.AddressType a, Ip ip, Table table) {
    String type = host.addressType(ip);
    // xt_addrtype takes every IPv6 address that is not multicast for unicast, local ones too
    boolean unicast =
        ip.v6()
            && table.backend() != Backend.NFT
            && !ip.isMulticast()
            && a.types().contains("UNICAST");
    return Tri.of(unicast || a.types().stream().anyMatch(t -> t.equalsIgnoreCase(type)));
  }

  private Tri rare(RuleMatch m, State s) {
    Packet p = s.packet();
    if (m instanceof RuleMatch.TcpFlags a) {
      int flags = p.answering() ? 0x12 : 0x02;
      return !p.protocol().equals(Protocol.TCP)
          ? Tri.NO
          : Tri.of((flags & a.mask()) == a.set()).negated(a.negated());
    }
    if (m instanceof RuleMatch.Icmp a) {
      Protocol want = a.v6() ? Protocol.ICMP6 : Protocol.ICMP;
      return !p.protocol().equals(want)
          ? Tri.NO
          : Tri.of(a.types().contains(p.dport()) && a.codeFrom() == 0).negated(a.negated());
    }
    if (m instanceof RuleMatch.CtDirection a) {
      return Tri.of(s.reply() == a.reply()).negated(a.negated());
    }
    if (m instanceof RuleMatch.CtOriginal a) {
      return original(a, s.flow().original()).negated(a.negated());
    }
    if (m instanceof RuleMatch.Physdev a) {
      // what came in by a port and does not leave by one has no name that is another (physdev_mt)
      if (!s.portIn().isEmpty() && s.portOut().isEmpty() && !a.out().matches("\\+?")) {
        return Tri.NO;
      }
      boolean yes =
          (a.in().isEmpty()
                  || (!s.portIn().isEmpty() && new Value.Name(a.in()).matches(s.portIn())))
              && (a.out().isEmpty()
                  || (!s.portOut().isEmpty() && new Value.Name(a.out()).matches(s.portOut())))
              && (!a.bridgedOnly() || (!s.portIn().isEmpty() && !s.portOut().isEmpty()));
      return Tri.of(yes).negated(a.negated());
    }
    if (m instanceof RuleMatch.Size a) {
      return Tri.of(a.from() <= p.size() && p.size() <= a.to()).negated(a.negated());
    }
    if (m instanceof RuleMatch.Ttl a) {
      return Tri.of(a.from() <= p.ttl() && p.ttl() <= a.to()).negated(a.negated());
    }
    if (m instanceof RuleMatch.TrafficClass a) {
      // walks send packets of class 0, and no further know what rules set
      return host.filters().setsTrafficClass()
          ? Tri.UNKNOWN
          : Tri.of(a.value() == 0).negated(a.negated());
    }
    if (m instanceof RuleMatch.PacketType a) {
      return Tri.of(a.type().equals(p.dst().isMulticast() ? "MULTICAST" : "UNICAST"))
          .negated(a.negated());
    }
    if (m instanceof RuleMatch.Owner) {
      // forwarded and received packets have no owner; whose the local sender is, nobody says
      return s.in().isEmpty() ? Tri.UNKNOWN : Tri.NO;
    }
    if (m instanceof RuleMatch.ReversePath a) {
      Tri back = s.in().equals("lo") ? Tri.YES : host.reversePath(s, a.loose(), "");
      return back.negated(a.inverted());
    }
    return Tri.UNKNOWN;
  }

  private static boolean in(List<Value.Ips> ranges, Ip ip) {
    for (Value.Ips r : ranges) {
      if (r.contains(ip)) {
        return true;
      }
    }
    return false;
  }

  private static Tri ports(RuleMatch.Ports a, Packet p) {
    if (!p.ports()) {
      return others(a, p).negated(a.negated());
    }
    Tri source = a.side() == Side.DESTINATION ? Tri.NO : within(a.ranges(), p.sport());
    Tri goal = a.side() == Side.SOURCE ? Tri.NO : within(a.ranges(), p.dport());
    return (goal == Tri.NO || source == Tri.YES ? source : goal).negated(a.negated());
  }

  /**
   * {@code th dport} takes the bytes for a port, whatever they are: for ICMP the first two are its
   * type and code, the next a checksum, which is hardly one number, but maybe one of many.
   */
  private static Tri others(RuleMatch.Ports a, Packet p) {
    boolean icmp = p.protocol().equals(Protocol.ICMP) || p.protocol().equals(Protocol.ICMP6);
    if (icmp && a.side() == Side.SOURCE) {
      return Tri.of(in(a.ranges(), p.dport() << 8));
    }
    return a.ranges().stream().allMatch(r -> r.from() == r.to()) ? Tri.NO : Tri.UNKNOWN;
  }

  private static boolean in(List<? extends Value> ranges, int port) {
    return ranges.stream().anyMatch(v -> v instanceof Value.Numbers n && n.contains(port));
  }

  private static Tri within(List<? extends Value> ranges, int port) {
    if (Packet.told(port)) {
      return Tri.of(in(ranges, port));
    }
    boolean hashed = port == Packet.HASHED;
    int first = hashed ? FIRST_LOCAL : 1024;
    int last = hashed ? LAST_LOCAL : 65535;
    Tri all = Tri.NO;
    for (Value v : ranges) {
      if (v instanceof Value.Numbers n && n.from() <= last && n.to() >= first) {
        boolean sure = n.from() <= first && n.to() >= last;
        all = sure || all == Tri.YES ? Tri.YES : Tri.UNKNOWN;
      }
    }
    return all;
  }

  private static boolean untold(List<Field> fields, Packet p) {
    return (fields.contains(Field.SPORT) && !Packet.told(p.sport()))
        || (fields.contains(Field.DPORT) && !Packet.told(p.dport()));
  }

  private static boolean ctState(String word, State s) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "DNAT" -> s.flow().isDnat();
      case "SNAT" -> s.flow().isSnat();
      default -> word.equalsIgnoreCase(s.tracked());
    };
  }

  /** For ICMP the source port is the number of the echo, the other one its type and code. */
  private static Tri original(RuleMatch.CtOriginal a, Packet o) {
    if (!o.ports() && a.field() == Field.SPORT) {
      return Tri.UNKNOWN;
    }
    return switch (a.field()) {
      case SADDR -> Tri.of(contain(a.values(), o.src()));
      case DADDR -> Tri.of(contain(a.values(), o.dst()));
      case SPORT -> within(a.values(), o.sport());
      case DPORT -> Tri.of(in(a.values(), o.ports() ? o.dport() : o.dport() << 8));
      default -> Tri.NO;
    };
  }

  private static boolean contain(List<Value> values, Ip ip) {
    return values.stream().anyMatch(v -> v instanceof Value.Ips i && i.contains(ip));
  }

  private Tri lookup(RuleMatch.Lookup a, State s, Table table) {
    if (untold(a.fields(), s.packet())) {
      return Tri.UNKNOWN;
    }
    Optional<Element> hit = find(a.fields(), a.inline(), s);
    NamedSet set = table.sets().get(a.set());
    if (hit.isEmpty() && !a.set().isEmpty()) {
      if (set == null) {
        return Tri.UNKNOWN;
      }
      hit = find(a.fields(), set.elements(), s);
      if (hit.isEmpty() && (!set.understood() || set.dynamic())) {
        return set.understood() ? Tri.NO : Tri.UNKNOWN;
      }
    }
    return Tri.of(hit.isPresent()).negated(a.negated());
  }

  /** The element of a verdict map that holds the packet. */
  Optional<Element> find(Action.VerdictMap v, State s, Table table) {
    Optional<Element> hit = find(v.fields(), v.inline(), s);
    NamedSet map = table.sets().get(v.map());
    return hit.isPresent() || map == null ? hit : find(v.fields(), map.elements(), s);
  }

  /** The first element whose every value holds the packet's field. */
  Optional<Element> find(List<Field> fields, List<Element> elements, State s) {
    next:
    for (Element e : elements) {
      if (e.key().size() == 1 && e.key().get(0) instanceof Value.Any) {
        return Optional.of(e);
      }
      if (e.key().size() != fields.size()) {
        continue;
      }
      for (int i = 0; i < fields.size(); i++) {
        if (!holds(fields.get(i), e.key().get(i), s)) {
          continue next;
        }
      }
      return Optional.of(e);
    }
    return Optional.empty();
  }

  /** The narrowest of all elements that hold the packet: what ipset looks up first. */
  private Optional<Element> narrowest(List<Field> fields, NamedSet set, State s) {
    if (set.elements().stream().noneMatch(Element::except)) {
      return find(fields, set.elements(), s);
    }
    return set.elements().stream()
        .filter(e -> find(fields, List.of(e), s).isPresent())
        .min(Matcher::byWidth);
  }

  /** Compares the address ranges of two elements that overlap, the first of each first. */
  private static int byWidth(Element a, Element b) {
    for (int i = 0; i < a.key().size(); i++) {
      if (a.key().get(i) instanceof Value.Ips x
          && b.key().get(i) instanceof Value.Ips y
          && !x.equals(y)) {
        return y.contains(x.from()) && y.contains(x.to()) ? -1 : 1;
      }
    }
    return 0;
  }

  private boolean holds(Field f, Value v, State s) {
    Packet p = s.packet();
    return switch (f) {
      case SADDR -> v instanceof Value.Ips i && i.contains(p.src());
      case DADDR -> v instanceof Value.Ips i && i.contains(p.dst());
      case L4PROTO -> v instanceof Value.Numbers n && n.contains(p.protocol().number());
      case SPORT -> p.ports() && v instanceof Value.Numbers n && n.contains(p.sport());
      case DPORT -> p.ports() && v instanceof Value.Numbers n && n.contains(p.dport());
      case IIF -> v instanceof Value.Name n && !s.in().isEmpty() && n.matches(s.in());
      case OIF -> v instanceof Value.Name n && !s.out().isEmpty() && n.matches(s.out());
      case MARK -> v instanceof Value.Numbers n && n.contains(s.mark());
      case CT_MARK -> v instanceof Value.Numbers n && n.contains(s.flow().mark());
      case CT_STATE -> v instanceof Value.Name n && ctState(n.text(), s);
      case SADDR_TYPE ->
          v instanceof Value.Name n && n.text().equalsIgnoreCase(host.addressType(p.src()));
      case DADDR_TYPE ->
          v instanceof Value.Name n && n.text().equalsIgnoreCase(host.addressType(p.dst()));
    };
  }

  private Tri ipset(RuleMatch.InIpset a, Packet p) {
    NamedSet set = host.ipset(a.set()).orElse(null);
    return set == null ? Tri.UNKNOWN : ipset(a, set, p, 0).negated(a.negated());
  }

  private Tri ipset(RuleMatch.InIpset a, NamedSet set, Packet p, int depth) {
    if (set.type().startsWith("list:") && depth < 2) {
      Tri all = Tri.NO;
      for (Element e : set.elements()) {
        if (e.key().get(0) instanceof Value.Name n) {
          Tri one = host.ipset(n.text()).map(x -> ipset(a, x, p, depth + 1)).orElse(Tri.UNKNOWN);
          all = one == Tri.NO ? all : one == Tri.YES ? Tri.YES : all == Tri.YES ? all : one;
        }
      }
      return all;
    }
    String[] dims = set.type().substring(set.type().indexOf(':') + 1).split(",");
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      boolean source = i < a.source().size() ? a.source().get(i) : a.source().get(0);
      switch (dims[i]) {
        case "ip", "net" -> fields.add(source ? Field.SADDR : Field.DADDR);
        case "port" -> {
          fields.add(Field.L4PROTO);
          fields.add(source ? Field.SPORT : Field.DPORT);
        }
        case "mark" -> fields.add(Field.MARK);
        default -> {
          return Tri.UNKNOWN;
        }
      }
    }
    if (set.type().equals("bitmap:port")) {
      fields.remove(Field.L4PROTO);
    }
    if (untold(fields, p)) {
      return Tri.UNKNOWN;
    }
    State s = State.local(p);
    Optional<Element> hit = narrowest(fields, set, s);
    return hit.filter(e -> !e.except()).isPresent()
        ? Tri.YES
        : set.understood() ? Tri.NO : Tri.UNKNOWN;
  }
}
