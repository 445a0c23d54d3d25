package io.coldcase.net;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An IP protocol number (IANA protocol-numbers, 0 to 255); unknown numbers are legal. */
public record Protocol(int number) {
  public static final Protocol ICMP = new Protocol(1);
  public static final Protocol IPIP = new Protocol(4);
  public static final Protocol TCP = new Protocol(6);
  public static final Protocol UDP = new Protocol(17);
  public static final Protocol ICMP6 = new Protocol(58);
  public static final Protocol SCTP = new Protocol(132);

  /** The protocol that a name (any case) or a decimal number spells, or empty. */
  public static Optional<Protocol> tryParse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "icmp" -> Optional.of(ICMP);
      case "ipip", "ipencap", "ipv4" -> Optional.of(IPIP);
      case "tcp" -> Optional.of(TCP);
      case "udp" -> Optional.of(UDP);
      case "icmpv6", "ipv6-icmp", "icmp6" -> Optional.of(ICMP6);
      case "sctp" -> Optional.of(SCTP);
      case "esp" -> Optional.of(new Protocol(50));
      case "ah" -> Optional.of(new Protocol(51));
      case "gre" -> Optional.of(new Protocol(47));
      case "udplite" -> Optional.of(new Protocol(136));
      case "igmp" -> Optional.of(new Protocol(2));
      case "vrrp" -> Optional.of(new Protocol(112));
      default ->
          text.length() <= 3
                  && !text.isEmpty()
                  && text.chars().allMatch(c -> c >= '0' && c <= '9')
                  && Integer.parseInt(text) < 256
              ? Optional.of(new Protocol(Integer.parseInt(text)))
              : Optional.empty();
    };
  }

  @Override
  public String toString() {
    return switch (number) {
      case 1 -> "icmp";
      case 4 -> "ipip";
      case 6 -> "tcp";
      case 17 -> "udp";
      case 58 -> "icmpv6";
      case 132 -> "sctp";
      default -> Integer.toString(number);
    };
  }

  // what a record makes of itself costs every start some milliseconds

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Protocol p && number == p.number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
