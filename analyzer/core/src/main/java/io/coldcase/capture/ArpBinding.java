package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.List;

/**
 * What ARP (RFC 826) or neighbour discovery (RFC 4861) said about one address.
 *
 * @param claims MACs that spoke for it, in the order of their first packet
 * @param requests how often it was asked for
 * @param replies answers; {@code gratuitous} announcements that nobody had asked for
 * @param moves how often another MAC spoke than the time before
 * @param packet number of the first packet about it
 */
public record ArpBinding(
    Ip ip, List<Claim> claims, int requests, int replies, int gratuitous, int moves, long packet) {
  public ArpBinding {
    claims = List.copyOf(claims);
  }

  /** A MAC that spoke for the address: number of its first packet, and how many there were. */
  public record Claim(String mac, long packet, int count) {}

  public List<String> macs() {
    return claims.stream().map(Claim::mac).toList();
  }

  /** True when it was asked for and nobody ever spoke for it. */
  public boolean unanswered() {
    return requests > 0 && claims.isEmpty();
  }

  /** True when more than one MAC claimed it. */
  public boolean conflict() {
    return claims.size() > 1;
  }
}
