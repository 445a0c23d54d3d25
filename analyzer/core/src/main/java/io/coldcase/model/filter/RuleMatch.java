package io.coldcase.model.filter;

import java.util.List;
import java.util.Set;

/**
 * One condition of a rule. All conditions of a rule must hold. What the analyzer cannot judge is
 * {@link Unmodelled}: neither a match nor a non-match.
 */
public sealed interface RuleMatch {
  /** Which port of a packet. */
  enum Side {
    SOURCE,
    DESTINATION,
    EITHER
  }

  /** Source or destination address in one of the ranges. */
  record Address(boolean source, List<Value.Ips> ranges, boolean negated) implements RuleMatch {
    public Address {
      ranges = List.copyOf(ranges);
    }
  }

  /** Layer-4 protocol is one of the numbers. */
  record Proto(List<Integer> numbers, boolean negated) implements RuleMatch {
    public Proto {
      numbers = List.copyOf(numbers);
    }
  }

  /** A port of TCP, UDP, SCTP, DCCP or UDP-Lite in one of the ranges. */
  record Ports(Side side, List<Value.Numbers> ranges, boolean negated) implements RuleMatch {
    public Ports {
      ranges = List.copyOf(ranges);
    }
  }

  /** Name of the incoming or outgoing interface. */
  record Device(boolean in, List<Value.Name> names, boolean negated) implements RuleMatch {
    public Device {
      names = List.copyOf(names);
    }
  }

  /** Packet mark, or connection mark, under a mask. */
  record Mark(boolean connection, long value, long mask, boolean negated) implements RuleMatch {}

  /** Conntrack state or status: NEW, ESTABLISHED, RELATED, INVALID, UNTRACKED, SNAT, DNAT. */
  record CtState(Set<String> anyOf, boolean negated) implements RuleMatch {
    public CtState {
      anyOf = Set.copyOf(anyOf);
    }
  }

  /** True for packets of the direction: original, or reply. */
  record CtDirection(boolean reply, boolean negated) implements RuleMatch {}

  /**
   * Address or port of the connection before translation ({@code --ctorigdst}, {@code ct original
   * daddr}).
   */
  record CtOriginal(Field field, List<Value> values, boolean negated) implements RuleMatch {
    public CtOriginal {
      values = List.copyOf(values);
    }
  }

  /** Type of the address in the host's local table: LOCAL, UNICAST, BROADCAST, MULTICAST, ... */
  record AddressType(boolean source, Set<String> types, boolean negated) implements RuleMatch {
    public AddressType {
      types = Set.copyOf(types);
    }
  }

  /** True for a share of the packets, 0..1, at random. */
  record Chance(double probability) implements RuleMatch {}

  /** True at times, by rate, memory or clock that the text does not tell: both cases happen. */
  record Sometimes(String text) implements RuleMatch {}

  /** TCP flags under a mask (bits as in the header: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32). */
  record TcpFlags(int mask, int set, boolean negated) implements RuleMatch {}

  /** One of some ICMP or ICMPv6 types, code range 0..255. */
  record Icmp(boolean v6, List<Integer> types, int codeFrom, int codeTo, boolean negated)
      implements RuleMatch {
    public Icmp {
      types = List.copyOf(types);
    }
  }

  /** Membership in an ipset; for every dimension whether the source side is taken. */
  record InIpset(String set, List<Boolean> source, boolean negated) implements RuleMatch {
    public InIpset {
      source = List.copyOf(source);
    }
  }

  /** Membership in a set of the nft table, the fields concatenated. */
  record Lookup(List<Field> fields, String set, List<Element> inline, boolean negated)
      implements RuleMatch {
    public Lookup {
      fields = List.copyOf(fields);
      inline = List.copyOf(inline);
    }
  }

  /** Bridge ports of a bridged packet; empty names match any. */
  record Physdev(String in, String out, boolean bridgedOnly, boolean negated)
      implements RuleMatch {}

  /** Source MAC address, lower case. */
  record Mac(String address, boolean negated) implements RuleMatch {}

  /** Length of the IP packet in bytes. */
  record Size(long from, long to, boolean negated) implements RuleMatch {}

  /** Time to live or hop limit. */
  record Ttl(int from, int to, boolean negated) implements RuleMatch {}

  /** Bits of the traffic class (TOS byte: DSCP in the upper six, ECN in the lower two). */
  record TrafficClass(int mask, int value, boolean negated) implements RuleMatch {}

  /** How the frame was addressed: UNICAST (to this host), BROADCAST, MULTICAST, OTHER. */
  record PacketType(String type, boolean negated) implements RuleMatch {}

  /** User that owns the local sender; {@code from..to}. */
  record Owner(long from, long to, boolean negated) implements RuleMatch {}

  /** Address family of the packet, in inet tables. */
  record Family(boolean v6) implements RuleMatch {}

  /** The reverse path of the source leads out of the incoming interface (or any, when loose). */
  record ReversePath(boolean loose, boolean inverted) implements RuleMatch {}

  /** A condition that the analyzer does not model. */
  record Unmodelled(String text) implements RuleMatch {}
}
