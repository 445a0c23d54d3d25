package io.coldcase.sim;

import io.coldcase.model.host.Iface;
import io.coldcase.model.host.Route;
import io.coldcase.model.kube.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Packets in pods. */
final class PodPath {
  private final Network net;
  private final Paths paths;

  PodPath(Network net, Paths paths) {
    this.net = net;
    this.paths = paths;
  }

  List<Fate> sendPod(Pod pod, Packet p, Progress at) {
    HostNet h = net.host(pod.nodeName());
    String here = Walker.place(pod);
    if (h == null || !h.known(p.src().v6())) {
      return Fate.end(
          Verdict.UNKNOWN, "nothing was collected on node " + pod.nodeName(), here, p, at);
    }
    if (pod.ips().contains(p.dst()) || p.dst().isLoopback()) {
      return arrivePod(pod, p, at);
    }
    Optional<Iface> eth = net.pods().iface(pod);
    Optional<Step> big = Mtu.exceeded(here, "its interface", eth, p);
    if (big.isPresent() && p.dontFragment()) {
      return Fate.end(Verdict.TOO_BIG, big.get().text(), here, p, at.step(big.get()));
    }
    List<Route> routes =
        net.pods().routes(pod).stream().filter(r -> r.dst().v6() == p.dst().v6()).toList();
    Optional<Route> route =
        routes.stream()
            .filter(r -> r.dst().contains(p.dst()))
            .max(Comparator.comparingInt(r -> r.dst().length()));
    if (!routes.isEmpty() && route.isEmpty()) {
      Step s =
          Step.of(here, Step.Kind.ROUTE, "the pod has no route to " + p.dst(), routes.get(0).at());
      return Fate.end(Verdict.NO_ROUTE, s.text(), here, p, at.step(s));
    }
    Optional<Iface> port = net.pods().port(h, pod);
    Optional<Iface> down = eth.filter(i -> !i.up()).or(() -> port.filter(i -> !i.up()));
    if (down.isPresent()) {
      Step s =
          Step.of(
              here, Step.Kind.KERNEL, "its cable is down: " + down.get().name(), down.get().at());
      return Fate.end(Verdict.DROPPED, s.text(), here, p, at.step(s));
    }
    String dev =
        port.map(i -> i.master().isEmpty() ? i.name() : i.master())
            .orElseGet(() -> BridgePath.of(h, pod));
    String portIn = port.filter(i -> !i.master().isEmpty()).map(Iface::name).orElse("");
    boolean direct =
        route.map(r -> r.via().isEmpty()).orElseGet(() -> BridgePath.onLink(h, dev, p.dst()));
    Progress next =
        route.isPresent()
            ? at.step(
                Step.of(here, Step.Kind.ROUTE, route.get().at().text().strip(), route.get().at()))
            : at;
    boolean station = direct && h.holder(p.dst()).isEmpty();
    return h.iface(dev).filter(i -> i.kind().equals("bridge")).isPresent()
        ? paths.bridges().entered(h, dev, portIn, p, station, next)
        : paths.hosts().receive(h, dev, p, next);
  }

  /** A packet comes to the pod from its host. */
  List<Fate> enterPod(Pod pod, Packet p, Progress at) {
    if (!p.src().v6() && pod.ips().contains(p.src())) {
      Step s =
          Step.of(
              Walker.place(pod),
              Step.Kind.KERNEL,
              "its source " + p.src() + " is the pod's own address (martian)");
      return Fate.end(Verdict.DROPPED, s.text(), Walker.place(pod), p, at.step(s));
    }
    if (at.inner().isPresent()) {
      Step s = Step.of(Walker.place(pod), Step.Kind.DECAP, "the pod has no tunnel end for " + p);
      return Fate.end(Verdict.DROPPED, s.text(), Walker.place(pod), p, at.step(s));
    }
    return arrivePod(pod, p, at);
  }

  private List<Fate> arrivePod(Pod pod, Packet p, Progress at) {
    String here = Walker.place(pod);
    if (at.answering()) {
      return received(here, p, at, Optional.of(pod));
    }
    boolean listens =
        !p.ports()
            || net.pods()
                .sockets(pod)
                .map(s -> s.accepts(p.protocol(), p.dst(), p.dport()))
                .orElse(true);
    Step s =
        Step.of(
            here,
            Step.Kind.DELIVER,
            listens
                ? "arrives at the pod"
                : "nothing listens on " + p.protocol() + " " + p.dport());
    return List.of(
        new Fate(
            listens ? Verdict.DELIVERED : Verdict.NO_LISTENER,
            s.text(),
            here,
            p,
            at.step(s),
            Optional.of(pod)));
  }

  /** The answer is back: it counts only when it comes from whom the question went to. */
  List<Fate> received(String here, Packet p, Progress at, Optional<Pod> pod) {
    Packet sent = at.expected().orElse(p);
    boolean mine = p.dst().equals(sent.src());
    boolean right =
        mine
            && p.src().equals(sent.dst())
            && (!p.ports() || (p.sport() == sent.dport() && p.dport() == sent.sport()));
    Step s =
        Step.of(
            here,
            Step.Kind.DELIVER,
            right
                ? "the answer arrives"
                : mine
                    ? "the answer comes from "
                        + p.src()
                        + ", not from "
                        + sent.dst()
                        + ": discarded"
                    : "the answer ends up here instead of at " + sent.src());
    return List.of(
        new Fate(right ? Verdict.DELIVERED : Verdict.DROPPED, s.text(), here, p, at.step(s), pod));
  }
}
