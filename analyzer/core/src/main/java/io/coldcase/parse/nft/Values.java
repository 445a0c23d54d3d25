package io.coldcase.parse.nft;

import io.coldcase.model.filter.Field;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.net.Protocol;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Values of nft expressions by the field that they are compared with. */
final class Values {
  private Values() {}

  static Optional<Value> read(Field field, String word) {
    if (word.equals("*")) {
      return Optional.of(new Value.Any());
    }
    return switch (field) {
      case SADDR, DADDR -> address(word);
      case L4PROTO -> Protocol.tryParse(Words.plain(word)).map(p -> Value.Numbers.of(p.number()));
      case SPORT, DPORT -> number(word);
      case MARK, CT_MARK -> number(word);
      case IIF, OIF -> Optional.of(new Value.Name(Words.plain(word)));
      case SADDR_TYPE, DADDR_TYPE, CT_STATE ->
          Optional.of(new Value.Name(word.toUpperCase(Locale.ROOT)));
    };
  }

  /** The value of a set element by the type that the set declares. */
  static Optional<Value> typed(String type, String word) {
    if (word.equals("*")) {
      return Optional.of(new Value.Any());
    }
    return switch (type) {
      case "ipv4_addr", "ipv6_addr" -> address(word);
      case "inet_proto" -> read(Field.L4PROTO, word);
      case "inet_service", "mark" -> number(word);
      case "ifname" -> Optional.of(new Value.Name(Words.plain(word)));
      default -> Optional.empty();
    };
  }

  static Optional<Value> address(String word) {
    int dash = word.indexOf('-');
    if (dash > 0) {
      Optional<Ip> from = Ip.tryParse(word.substring(0, dash));
      Optional<Ip> to = Ip.tryParse(word.substring(dash + 1));
      return from.isPresent() && to.isPresent()
          ? Optional.of(new Value.Ips(from.get(), to.get()))
          : Optional.empty();
    }
    return Prefix.tryParse(word).map(Value.Ips::of);
  }

  static Optional<Value> number(String word) {
    int dash = word.indexOf('-', 1);
    try {
      long from = Long.decode(dash < 0 ? word : word.substring(0, dash));
      return Optional.of(
          new Value.Numbers(from, dash < 0 ? from : Long.decode(word.substring(dash + 1))));
    } catch (NumberFormatException e) {
      return service(word).map(Value.Numbers::of);
    }
  }

  static final Set<String> RELATIONS = Set.of("==", "!=", "<", ">", "<=", ">=");

  /**
   * The numbers up to a limit that are in a relation to others. {@code < 64} and {@code > 5} in one
   * rule are printed as {@code != 64-5}: those between them.
   */
  static Value.Numbers compared(String relation, Value.Numbers n, long limit) {
    return switch (relation) {
      case "<" -> new Value.Numbers(0, n.from() - 1);
      case "<=" -> new Value.Numbers(0, n.to());
      case ">" -> new Value.Numbers(n.from() + 1, limit);
      case ">=" -> new Value.Numbers(n.from(), limit);
      default -> n.from() <= n.to() ? n : new Value.Numbers(n.to() + 1, n.from() - 1);
    };
  }

  /** True when all numbers but those of {@link #compared} are meant. */
  static boolean negated(String relation, Value v) {
    return relation.equals("!=") && !(v instanceof Value.Numbers n && n.from() > n.to());
  }

  /** Names that nft prints for ports when it is not asked for numbers. */
  private static Optional<Integer> service(String word) {
    return switch (Words.plain(word)) {
      case "ssh" -> Optional.of(22);
      case "domain" -> Optional.of(53);
      case "http" -> Optional.of(80);
      case "https" -> Optional.of(443);
      case "ntp" -> Optional.of(123);
      case "bgp" -> Optional.of(179);
      default -> Optional.empty();
    };
  }
}
