package io.coldcase.model.filter;

import io.coldcase.net.Ip;
import java.util.List;
import java.util.Optional;

/** What a rule does to a packet that meets all its conditions. */
public sealed interface Action {
  record Accept() implements Action {}

  record Drop() implements Action {}

  /** Answers with the ICMP code or TCP reset that {@code with} names, and drops. */
  record Reject(String with) implements Action {}

  record Return() implements Action {}

  record Jump(String chain) implements Action {}

  /** Like a jump, but the end of the chain returns to the caller of this chain. */
  record Goto(String chain) implements Action {}

  /** {@code mark = (mark & ~clear) ^ flip}; on the packet or on the connection. */
  record SetMark(boolean connection, long clear, long flip) implements Action {}

  /**
   * Copies the mark of the connection to the packet, or back: {@code to = (to & ~clear) ^ (from &
   * take)}.
   */
  record CopyMark(boolean toPacket, long clear, long take) implements Action {}

  /**
   * New destination; empty address keeps it (redirect goes to the receiving interface), port 0
   * keeps it.
   */
  record Dnat(Optional<Ip> from, Optional<Ip> to, int portFrom, int portTo) implements Action {}

  /** To an own address of the incoming interface (127.0.0.1 for local packets); port 0 keeps it. */
  record Redirect(int portFrom, int portTo) implements Action {}

  /** New source; {@code otherPort} where the rule changes its port even if the address stays. */
  record Snat(Optional<Ip> from, Optional<Ip> to, boolean otherPort) implements Action {}

  /** Source becomes the address of the outgoing interface; {@code otherPort} as above. */
  record Masquerade(boolean otherPort) implements Action {}

  /** The packet takes no part in connection tracking. */
  record NoTrack() implements Action {}

  /** Sets the time to live. */
  record SetTtl(int ttl) implements Action {}

  /** Delivered to a local socket on the port, whatever the destination. */
  record TransparentProxy(int port) implements Action {}

  /** The verdict that the concatenated fields have in a map; none: the next rule. */
  record VerdictMap(List<Field> fields, String map, List<Element> inline) implements Action {
    public VerdictMap {
      fields = List.copyOf(fields);
      inline = List.copyOf(inline);
    }
  }

  /** One of several actions, each with its probability (sum at most 1; the rest: the next rule). */
  record Choice(List<Weighted> options) implements Action {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /** An action and its probability. */
  record Weighted(Action action, double probability) {}

  /** Changes nothing that decides a walk: logging, counting, clamping, set updates. */
  record Pass(String text) implements Action {}

  /** An action that the analyzer does not model. */
  record Unmodelled(String text) implements Action {}
}
