package io.coldcase.capture;

import io.coldcase.net.Ip;
import java.util.List;

/**
 * What ARP said about one address: MACs that claimed it, requests for it, replies by it, gratuitous
 * announcements, first packet.
 */
public record ArpBinding(
    Ip ip, List<String> macs, int requests, int replies, int gratuitous, long packet) {
  public ArpBinding {
    macs = List.copyOf(macs);
  }

  /** True when it was asked for and nobody ever spoke for it. */
  public boolean unanswered() {
    return requests > 0 && macs.isEmpty();
  }

  /** True when more than one MAC claimed it. */
  public boolean conflict() {
    return macs.size() > 1;
  }
}
