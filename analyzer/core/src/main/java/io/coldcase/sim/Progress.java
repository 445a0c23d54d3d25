package io.coldcase.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one branch of a walk carries along: the way so far, its probability, the connections that
 * the hosts on the way track, the packets inside tunnels, and for an answer what its receiver
 * expects.
 */
record Progress(
    Way way,
    double probability,
    Map<String, List<State.Flow>> flows,
    int hops,
    Optional<Inner> inner,
    Optional<Packet> expected) {

  /**
   * A packet inside a tunnel; {@code mac} is the destination of the inner frame, empty for IPIP.
   */
  record Inner(Packet packet, String mac, String vni, Optional<Inner> below) {}

  static Progress start(Step first) {
    return new Progress(Way.START.then(first), 1, Map.of(), 0, Optional.empty(), Optional.empty());
  }

  Progress step(Step s) {
    return new Progress(way.then(s), probability, flows, hops, inner, expected);
  }

  Progress hop() {
    return new Progress(way, probability, flows, hops + 1, inner, expected);
  }

  Progress share(double p) {
    return new Progress(way, probability * p, flows, hops, inner, expected);
  }

  Progress wrap(Packet packet, String mac, String vni) {
    Optional<Inner> in = Optional.of(new Inner(packet, mac, vni, inner));
    return new Progress(way, probability, flows, hops, in, expected);
  }

  Progress unwrap() {
    return new Progress(way, probability, flows, hops, inner.flatMap(Inner::below), expected);
  }

  /** The walk of the answer: connections stay, the way starts anew. */
  Progress answer(Step first, Packet sent) {
    return new Progress(
        Way.START.then(first), probability, flows, 0, Optional.empty(), Optional.of(sent));
  }

  boolean answering() {
    return expected.isPresent();
  }

  /** After a hook: the branch's way and share, and the connection that the host now tracks. */
  Progress after(String host, Netfilter.Branch b) {
    Map<String, List<State.Flow>> all = flows;
    State s = b.state();
    if (!s.tracked().equals("UNTRACKED") && !s.tracked().equals("INVALID")) {
      all = new HashMap<>(flows);
      List<State.Flow> list = new ArrayList<>(all.getOrDefault(host, List.of()));
      list.removeIf(f -> f.original() == s.flow().original());
      list.add(s.flow());
      all.put(host, list);
    }
    return new Progress(b.way(), b.probability(), all, hops, inner, expected);
  }

  /**
   * The branch behind the translation of sources: a new connection to whose answers another of the
   * host is entitled gets another port (nf_nat_used_tuple).
   */
  Netfilter.Branch unclashed(String host, Netfilter.Branch b) {
    State s = b.state();
    State.Flow own = s.flow();
    if (!b.alive() || !s.hasConnection() || s.reply() || !own.snatDone()) {
      return b;
    }
    State.Flow free = own;
    while (taken(host, free) && (free == own || own.original().ports())) {
      free = free.fromOther();
    }
    Packet p = s.packet().from(s.packet().src(), free.translated().sport());
    return free == own ? b : b.at(s.with(free).with(p));
  }

  /** True when answers to it would be those of another connection of the host. */
  private boolean taken(String host, State.Flow own) {
    return flows.getOrDefault(host, List.of()).stream()
        .anyMatch(
            f -> same(f.translated(), own.translated()) && !same(f.original(), own.original()));
  }

  /** The packet as connection tracking of the host sees it (nf_conntrack_in). */
  State track(String host, State s) {
    Packet p = s.packet();
    for (State.Flow f : flows.getOrDefault(host, List.of())) {
      if (same(f.translated(), p.answer())) {
        return s.tracked("ESTABLISHED", f, true);
      }
      if (same(f.original(), p)) {
        return s.tracked("NEW", f, false);
      }
    }
    boolean late = answering() && inner.isEmpty() && p.protocol().number() != 17;
    return s.tracked(late ? "INVALID" : "NEW", State.Flow.none(p), false);
  }

  private static boolean same(Packet a, Packet b) {
    return a.src().equals(b.src())
        && a.dst().equals(b.dst())
        && a.protocol().equals(b.protocol())
        && a.sport() == b.sport()
        && (a.dport() == b.dport() || !a.ports());
  }
}
