package io.coldcase.sim;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.sim.Netfilter.Branch;
import io.coldcase.sim.Netfilter.End;
import java.util.List;
import java.util.Optional;

/**
 * Network address translation in one host: by a rule for the first packet of a connection
 * (nf_nat_setup_info), from memory for all others (nf_nat_packet).
 */
final class Translation {
  private final HostNet host;

  Translation(HostNet host) {
    this.host = host;
  }

  /** Applies what the first packet decided, or undoes it for a reply (nf_nat_packet). */
  Branch remembered(boolean source, Branch b) {
    State s = b.state();
    State.Flow f = s.flow();
    Packet p = s.packet();
    if (!s.reply()) {
      Packet t =
          source
              ? p.from(f.translated().src(), f.translated().sport())
              : p.to(f.translated().dst(), f.translated().dport());
      return became(b, s.with(t));
    }
    if (!source && f.isSnat() && p.dst().equals(f.translated().src())) {
      int port = p.ports() ? f.original().sport() : p.dport();
      return became(b, s.with(p.to(f.original().src(), port)));
    }
    if (source && f.isDnat() && p.src().equals(f.translated().dst())) {
      Packet back =
          new Packet(
              f.original().dst(),
              p.dst(),
              p.protocol(),
              f.original().dport(),
              p.dport(),
              p.size(),
              p.ttl(),
              p.dontFragment(),
              p.answering());
      return became(b, s.with(p.ports() ? back : p.from(f.original().dst())));
    }
    return b;
  }

  /** The packet that rule {@code i} makes of it; the rest of the chain is not run then. */
  List<Branch> of(Chain chain, int i, Action a, Branch b) {
    State s = b.state();
    Packet p = s.packet();
    if (a instanceof Action.Dnat d) {
      if (!d.from().equals(d.to())) {
        return List.of(Netfilter.unknown(b, chain.at(i), "a range of destinations"));
      }
      Ip dst = d.from().orElse(p.dst());
      if (dst.v6() != p.dst().v6()) {
        return List.of(b); // in inet tables a translation passes over the other family
      }
      int port = d.portFrom() == 0 || !p.ports() ? p.dport() : d.portFrom();
      return List.of(
          became(b, s.with(s.flow().dnat(dst, port)).with(p.to(dst, port)))
              .ended(End.TRANSLATED, ""));
    }
    if (a instanceof Action.Redirect r) {
      Optional<Ip> own =
          s.in().isEmpty()
              ? Optional.of(Ip.parse(p.dst().v6() ? "::1" : "127.0.0.1"))
              : host.redirect(s.in(), p.dst().v6());
      if (own.isEmpty()) {
        return List.of(
            host.ifaces().isEmpty()
                ? Netfilter.unknown(b, chain.at(i), "the address of " + s.in() + " is not known")
                : b.ended(End.DROP, "redirected on " + s.in() + ", which has no address"));
      }
      int port = r.portFrom() == 0 ? p.dport() : r.portFrom();
      return List.of(
          became(b, s.with(s.flow().dnat(own.get(), port)).with(p.to(own.get(), port)))
              .ended(End.TRANSLATED, ""));
    }
    Optional<Ip> src = Optional.empty();
    boolean otherPort = false;
    if (a instanceof Action.Masquerade m) {
      otherPort = m.otherPort();
      Ip next =
          p.dst().v6()
              ? p.dst()
              : host.route(p.src(), p.dst(), p, s.mark(), s.in())
                  .route()
                  .filter(r -> r.dev().equals(s.out()))
                  .flatMap(Route::via)
                  .orElse(p.dst());
      src = host.masquerade(s.out(), next);
    } else if (a instanceof Action.Snat n && n.from().equals(n.to())) {
      src = n.from();
      otherPort = n.otherPort();
      if (src.filter(ip -> ip.v6() != p.src().v6()).isPresent()) {
        return List.of(b);
      }
    } else if (a instanceof Action.TransparentProxy) {
      return List.of(b.ended(End.STOLEN, "handed to a transparent proxy"));
    }
    if (src.isPresent()) {
      State.Flow f = s.flow().snat(src.get(), otherPort);
      Packet t = p.from(src.get(), f.translated().sport());
      return List.of(became(b, s.with(f).with(t)).ended(End.TRANSLATED, ""));
    }
    return List.of(
        Netfilter.unknown(b, chain.at(i), "not modelled: " + chain.rules().get(i).text()));
  }

  /** The branch with the translated packet, and a step that shows it. */
  private Branch became(Branch b, State s) {
    return b.state().packet().equals(s.packet())
        ? b.at(s)
        : b.at(s).step(Step.of(host.name(), Step.Kind.NAT, "becomes " + s.packet()));
  }
}
