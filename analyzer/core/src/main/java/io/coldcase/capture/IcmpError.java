package io.coldcase.capture;

import io.coldcase.net.Ip;

/**
 * An ICMP or ICMPv6 error and the packet that it quotes (RFC 792, RFC 4443), folded over equal
 * ones.
 *
 * @param reporter who sent it
 * @param mtu next-hop MTU of "fragmentation needed" (RFC 1191) or "packet too big", else 0
 * @param quotedProtocol protocol number of the quoted packet; ports 0 when not quoted
 * @param packet number of the first
 */
public record IcmpError(
    Ip reporter,
    boolean v6,
    int type,
    int code,
    int mtu,
    Ip quotedSource,
    Ip quotedTarget,
    int quotedProtocol,
    int quotedSourcePort,
    int quotedTargetPort,
    int count,
    long packet,
    long nanos) {
  /** The error in the words of the RFCs. */
  public String word() {
    return word(v6, type, code);
  }

  static String word(boolean v6, int type, int code) {
    if (v6) {
      return switch (type) {
        case 1 ->
            code == 4
                ? "port unreachable"
                : code == 1
                    ? "administratively prohibited"
                    : code == 0 ? "no route" : "unreachable";
        case 2 -> "packet too big";
        case 3 -> "time exceeded";
        default -> "icmpv6 type " + type;
      };
    }
    return switch (type) {
      case 3 ->
          switch (code) {
            case 0 -> "network unreachable";
            case 1 -> "host unreachable";
            case 2 -> "protocol unreachable";
            case 3 -> "port unreachable";
            case 4 -> "fragmentation needed";
            case 9, 10, 13 -> "administratively prohibited";
            default -> "unreachable code " + code;
          };
      case 5 -> "redirect";
      case 11 -> "time exceeded";
      case 12 -> "parameter problem";
      default -> "icmp type " + type;
    };
  }
}
