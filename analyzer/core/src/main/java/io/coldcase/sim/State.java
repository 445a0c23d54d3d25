package io.coldcase.sim;

import io.coldcase.net.Ip;

/**
 * A packet inside a host: header, marks, interfaces and what connection tracking says. Immutable.
 *
 * @param in incoming device, empty for local packets
 * @param out outgoing device, empty before routing
 * @param portIn bridge port that it came in by, or empty
 * @param tracked NEW, ESTABLISHED, RELATED, INVALID or UNTRACKED
 * @param flow its connection as this host tracks it
 * @param reply true in the direction of the answer
 * @param rerouted true when a chain of OUTPUT changed what its route depends on
 *     (ip_route_me_harder)
 */
record State(
    Packet packet,
    long mark,
    String in,
    String out,
    String portIn,
    String portOut,
    String tracked,
    Flow flow,
    boolean reply,
    boolean rerouted) {

  static State local(Packet p) {
    return new State(p, 0, "", "", "", "", "NEW", Flow.none(p), false, false);
  }

  static State arriving(Packet p, String in, String portIn) {
    return new State(p, 0, in, "", portIn, "", "NEW", Flow.none(p), false, false);
  }

  /** False for packets that connection tracking left out or did not understand. */
  boolean hasConnection() {
    return !tracked.equals("UNTRACKED") && !tracked.equals("INVALID");
  }

  State with(Packet p) {
    return new State(p, mark, in, out, portIn, portOut, tracked, flow, reply, rerouted);
  }

  State marked(long m) {
    return new State(
        packet, m & 0xffffffffL, in, out, portIn, portOut, tracked, flow, reply, rerouted);
  }

  State with(Flow f) {
    return new State(packet, mark, in, out, portIn, portOut, tracked, f, reply, rerouted);
  }

  State toBeRouted() {
    return new State(packet, mark, in, out, portIn, portOut, tracked, flow, reply, true);
  }

  State toward(String dev, String port) {
    return new State(packet, mark, in, dev, portIn, port, tracked, flow, reply, rerouted);
  }

  /** The same in the walk of another packet: from its source, by its interfaces. */
  State asOf(State other) {
    Ip src = other.packet.src();
    return new State(
        packet.from(src),
        mark,
        other.in,
        other.out,
        portIn,
        portOut,
        tracked,
        flow.asFrom(src),
        reply,
        rerouted);
  }

  State tracked(String t, Flow f, boolean isReply) {
    return new State(packet, mark, in, out, portIn, portOut, t, f, isReply, rerouted);
  }

  /**
   * A connection as one host tracks it: the first packet before any translation, and what it
   * became.
   *
   * @param otherPort the source got another port (or ICMP the number), whatever its address
   * @param dnatDone the destination was decided, maybe to stay as it is
   * @param snatDone the source likewise
   */
  record Flow(
      Packet original,
      Packet translated,
      boolean otherPort,
      long mark,
      boolean dnatDone,
      boolean snatDone) {
    static Flow none(Packet p) {
      return new Flow(p, p, false, 0, false, false);
    }

    Flow dnat(Ip dst, int port) {
      return new Flow(original, translated.to(dst, port), otherPort, mark, true, snatDone);
    }

    /** From another source, with {@code port} also from a port that is not known. */
    Flow snat(Ip src, boolean port) {
      Flow f = new Flow(original, translated.from(src), port, mark, dnatDone, true);
      return port ? f.fromOther() : f;
    }

    /** With the source port that it gets when its own is taken, a further one each time. */
    Flow fromOther() {
      int port = Math.min(translated.sport() - 1, Packet.OTHER);
      Packet t = translated.from(translated.src(), original.ports() ? port : original.sport());
      return new Flow(original, t, true, mark, dnatDone, true);
    }

    Flow asFrom(Ip src) {
      return new Flow(
          original.from(src), translated.from(src), otherPort, mark, dnatDone, snatDone);
    }

    Flow decided(boolean source) {
      return new Flow(
          original, translated, otherPort, mark, dnatDone || !source, snatDone || source);
    }

    Flow marked(long m) {
      return new Flow(original, translated, otherPort, m & 0xffffffffL, dnatDone, snatDone);
    }

    boolean isDnat() {
      return !original.dst().equals(translated.dst()) || original.dport() != translated.dport();
    }

    boolean isSnat() {
      return otherPort || !original.src().equals(translated.src());
    }
  }
}
