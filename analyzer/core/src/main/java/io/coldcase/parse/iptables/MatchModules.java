package io.coldcase.parse.iptables;

import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.RuleMatch;
import io.coldcase.model.filter.RuleMatch.Side;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The match modules of iptables-extensions(8): options to conditions; empty when not understood.
 */
final class MatchModules {
  private MatchModules() {}

  static Optional<List<RuleMatch>> read(String module, List<String> options) {
    Options o = new Options(options);
    List<RuleMatch> out = new ArrayList<>();
    switch (module) {
      case "tcp", "udp", "sctp", "dccp", "udplite" -> ports(o, out);
      case "multiport" -> multiport(o, out);
      case "conntrack", "state" -> conntrack(o, out);
      case "mark", "connmark" -> mark(module.equals("connmark"), o, out);
      case "addrtype" -> addrtype(o, out);
      case "statistic" -> statistic(o, out);
      case "iprange" -> iprange(o, out);
      case "set" -> set(o, out);
      case "physdev" -> physdev(o, out);
      case "mac" -> mac(o, out);
      case "icmp", "icmp6", "icmpv6" -> icmp(!module.equals("icmp"), o, out);
      case "length", "ttl", "hl" -> amount(module, o, out);
      case "dscp", "tos", "ecn" -> trafficClass(o, out);
      case "pkttype" -> packetType(o, out);
      case "owner" -> owner(o, out);
      case "rpfilter" -> rpfilter(o, out);
      case "recent" -> recent(options, out);
      case "nfacct", "quota2" -> {
        // counts, and matches every packet
        return module.equals("nfacct") ? Optional.of(List.of()) : Optional.empty();
      }
      case "limit", "hashlimit", "connlimit", "time", "connbytes" ->
          out.add(new RuleMatch.Sometimes("-m " + module + " " + String.join(" ", options)));
      default -> {
        return Optional.empty();
      }
    }
    return o.understood() ? Optional.of(out) : Optional.empty();
  }

  private static void ports(Options o, List<RuleMatch> out) {
    while (o.next()) {
      switch (o.name()) {
        case "--sport", "--source-port" -> port(Side.SOURCE, o, out);
        case "--dport", "--destination-port" -> port(Side.DESTINATION, o, out);
        case "--syn" -> out.add(new RuleMatch.TcpFlags(0x17, 2, o.negated()));
        case "--tcp-flags" -> {
          int mask = flags(o.value(), o);
          out.add(new RuleMatch.TcpFlags(mask, flags(o.value(), o), o.negated()));
        }
        default -> o.fail();
      }
    }
  }

  private static void port(Side side, Options o, List<RuleMatch> out) {
    boolean not = o.negated();
    out.add(new RuleMatch.Ports(side, List.of(o.range(':', 65535)), not));
  }

  private static int flags(String text, Options o) {
    int bits = 0;
    for (String f : text.split(",")) {
      switch (f) {
        case "FIN" -> bits |= 1;
        case "SYN" -> bits |= 2;
        case "RST" -> bits |= 4;
        case "PSH" -> bits |= 8;
        case "ACK" -> bits |= 16;
        case "URG" -> bits |= 32;
        case "ALL" -> bits |= 63;
        case "NONE" -> {}
        default -> o.fail();
      }
    }
    return bits;
  }

  private static void multiport(Options o, List<RuleMatch> out) {
    while (o.next()) {
      Side side =
          switch (o.name()) {
            case "--sports", "--source-ports" -> Side.SOURCE;
            case "--dports", "--destination-ports" -> Side.DESTINATION;
            default -> Side.EITHER;
          };
      if (side == Side.EITHER && !o.name().equals("--ports")) {
        o.fail();
        return;
      }
      boolean not = o.negated();
      List<Value.Numbers> ranges = new ArrayList<>();
      for (String p : o.value().split(",")) {
        Value.Numbers r = Options.range(p, ':', 65535);
        if (r.from() > r.to()) {
          o.fail();
        }
        ranges.add(r);
      }
      out.add(new RuleMatch.Ports(side, ranges, not));
    }
  }

  private static void conntrack(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--ctstate", "--state" ->
            out.add(new RuleMatch.CtState(Set.copyOf(List.of(words(o.value()))), not));
        case "--ctdir" -> out.add(new RuleMatch.CtDirection(o.value().equals("REPLY"), not));
        case "--ctorigdst" -> original(Field.DADDR, o, not, out);
        case "--ctorigsrc" -> original(Field.SADDR, o, not, out);
        case "--ctorigdstport" -> originalPort(Field.DPORT, o, not, out);
        case "--ctorigsrcport" -> originalPort(Field.SPORT, o, not, out);
        default -> o.fail();
      }
    }
  }

  private static String[] words(String text) {
    return java.util.Arrays.stream(text.split(",")).distinct().toArray(String[]::new);
  }

  private static void original(Field f, Options o, boolean not, List<RuleMatch> out) {
    Optional<Prefix> p = Prefix.tryParse(o.value());
    if (p.isEmpty()) {
      o.fail();
    } else {
      out.add(new RuleMatch.CtOriginal(f, List.of(Value.Ips.of(p.get())), not));
    }
  }

  private static void originalPort(Field f, Options o, boolean not, List<RuleMatch> out) {
    out.add(new RuleMatch.CtOriginal(f, List.of(o.range(':', 65535)), not));
  }

  private static void mark(boolean connection, Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      if (!o.name().equals("--mark")) {
        o.fail();
        return;
      }
      String v = o.value();
      int slash = v.indexOf('/');
      long value = Options.number(slash < 0 ? v : v.substring(0, slash)).orElse(-1);
      long mask = slash < 0 ? 0xffffffffL : Options.number(v.substring(slash + 1)).orElse(-1);
      if (value < 0 || mask < 0) {
        o.fail();
      }
      out.add(new RuleMatch.Mark(connection, value, mask, not));
    }
  }

  private static void addrtype(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--src-type" ->
            out.add(new RuleMatch.AddressType(true, Set.of(words(o.value())), not));
        case "--dst-type" ->
            out.add(new RuleMatch.AddressType(false, Set.of(words(o.value())), not));
        default -> o.fail(); // --limit-iface-in, --limit-iface-out
      }
    }
  }

  private static void statistic(Options o, List<RuleMatch> out) {
    double every = 0;
    while (o.next()) {
      if (o.negated()) {
        o.fail();
      }
      switch (o.name()) {
        case "--mode" -> o.value();
        case "--probability" -> {
          try {
            out.add(new RuleMatch.Chance(Double.parseDouble(o.value())));
          } catch (NumberFormatException e) {
            o.fail();
          }
        }
        case "--every" -> every = o.number();
        case "--packet" -> o.value();
        default -> o.fail();
      }
    }
    if (every > 0) {
      out.add(new RuleMatch.Chance(1 / every));
    }
  }

  private static void iprange(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      boolean source = o.name().equals("--src-range");
      if (!source && !o.name().equals("--dst-range")) {
        o.fail();
        return;
      }
      String[] ends = o.value().split("-");
      Optional<Ip> from = Ip.tryParse(ends[0]);
      Optional<Ip> to = Ip.tryParse(ends[ends.length - 1]);
      if (from.isEmpty() || to.isEmpty()) {
        o.fail();
        return;
      }
      out.add(new RuleMatch.Address(source, List.of(new Value.Ips(from.get(), to.get())), not));
    }
  }

  private static void set(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--match-set" -> {
          String set = o.value();
          List<Boolean> source = new ArrayList<>();
          for (String d : o.value().split(",")) {
            source.add(d.equals("src"));
          }
          out.add(new RuleMatch.InIpset(set, source, not));
        }
        case "--return-nomatch" -> o.fail();
        default -> o.fail();
      }
    }
  }

  private static void physdev(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--physdev-in" -> out.add(new RuleMatch.Physdev(o.value(), "", false, not));
        case "--physdev-out" -> out.add(new RuleMatch.Physdev("", o.value(), false, not));
        case "--physdev-is-bridged" -> out.add(new RuleMatch.Physdev("", "", true, not));
        case "--physdev-is-in" -> out.add(new RuleMatch.Physdev("+", "", false, not));
        case "--physdev-is-out" -> out.add(new RuleMatch.Physdev("", "+", false, not));
        default -> o.fail();
      }
    }
  }

  private static void mac(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      if (o.name().equals("--mac-source")) {
        out.add(new RuleMatch.Mac(o.value().toLowerCase(Locale.ROOT), not));
      } else {
        o.fail();
      }
    }
  }

  private static void icmp(boolean v6, Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      if (!o.name().equals("--icmp-type") && !o.name().equals("--icmpv6-type")) {
        o.fail();
        return;
      }
      String v = o.value();
      if (v.equals("any") || v.equals("255")) {
        out.add(new RuleMatch.Proto(List.of(v6 ? 58 : 1), not));
        continue;
      }
      int slash = v.indexOf('/');
      long type = Options.number(slash < 0 ? v : v.substring(0, slash)).orElse(-1);
      long code = slash < 0 ? -1 : Options.number(v.substring(slash + 1)).orElse(-2);
      if (type < 0 || code == -2) {
        o.fail();
        return;
      }
      out.add(
          new RuleMatch.Icmp(
              v6,
              List.of((int) type),
              code < 0 ? 0 : (int) code,
              code < 0 ? 255 : (int) code,
              not));
    }
  }

  private static void amount(String module, Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--length" -> {
          Value.Numbers r = o.range(':', 65535);
          out.add(new RuleMatch.Size(r.from(), r.to(), not));
        }
        case "--ttl-eq", "--hl-eq" -> {
          int n = (int) o.number();
          out.add(new RuleMatch.Ttl(n, n, not));
        }
        case "--ttl-lt", "--hl-lt" -> out.add(new RuleMatch.Ttl(0, (int) o.number() - 1, not));
        case "--ttl-gt", "--hl-gt" -> out.add(new RuleMatch.Ttl((int) o.number() + 1, 255, not));
        default -> o.fail();
      }
    }
  }

  private static void trafficClass(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      switch (o.name()) {
        case "--dscp" -> out.add(new RuleMatch.TrafficClass(0xfc, (int) o.number() << 2, not));
        case "--ecn-ip-ect" -> out.add(new RuleMatch.TrafficClass(0x03, (int) o.number(), not));
        case "--tos" -> {
          String[] v = o.value().split("/", 2);
          long value = Options.number(v[0]).orElse(-1);
          long mask = v.length > 1 ? Options.number(v[1]).orElse(-1) : 0xff;
          if (value < 0 || mask < 0) {
            o.fail();
          }
          out.add(new RuleMatch.TrafficClass((int) mask, (int) value, not));
        }
        default -> o.fail();
      }
    }
  }

  private static void packetType(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      if (o.name().equals("--pkt-type")) {
        out.add(new RuleMatch.PacketType(o.value().toUpperCase(Locale.ROOT), not));
      } else {
        o.fail();
      }
    }
  }

  private static void owner(Options o, List<RuleMatch> out) {
    while (o.next()) {
      boolean not = o.negated();
      if (o.name().equals("--uid-owner")) {
        Value.Numbers r = o.range('-', 0xffffffffL);
        out.add(new RuleMatch.Owner(r.from(), r.to(), not));
      } else {
        o.fail();
      }
    }
  }

  private static void rpfilter(Options o, List<RuleMatch> out) {
    boolean loose = false;
    boolean invert = false;
    while (o.next()) {
      switch (o.name()) {
        case "--loose" -> loose = true;
        case "--invert" -> invert = true;
        case "--validmark", "--accept-local" -> {}
        default -> o.fail();
      }
    }
    out.add(new RuleMatch.ReversePath(loose, invert));
  }

  /** {@code --set} always matches; {@code --rcheck} and the like depend on memory. */
  private static void recent(List<String> options, List<RuleMatch> out) {
    if (!options.contains("--set") || options.contains("!")) {
      out.add(new RuleMatch.Sometimes("-m recent " + String.join(" ", options)));
    }
  }
}
