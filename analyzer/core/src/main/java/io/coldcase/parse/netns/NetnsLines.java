package io.coldcase.parse.netns;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Counters;
import io.coldcase.model.host.PodNetns;
import io.coldcase.model.host.Sysctls;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import io.coldcase.parse.counters.NstatLines;
import io.coldcase.parse.ip.LinkLines;
import io.coldcase.parse.ip.NeighbourLines;
import io.coldcase.parse.ip.RouteLines;
import io.coldcase.parse.resolv.ResolverLines;
import io.coldcase.parse.ss.SocketLines;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ip -d addr} of a pod's namespace, then its sections {@code route}, {@code neigh}, {@code
 * ss}, {@code nstat}, {@code sysctl}, {@code resolv.conf}, {@code hosts} (or the /proc files that
 * stand in for them) to one record. Of rule sets the lines of {@code iptables-save} are kept as
 * they are.
 */
public final class NetnsLines implements LineReader<PodNetns> {
  private final LinkLines links = new LinkLines();
  private final RouteLines routes = new RouteLines();
  private final NeighbourLines neighbours = new NeighbourLines();
  private final SocketLines sockets = new SocketLines();
  private final NstatLines nstat = new NstatLines();
  private final NstatLines later = new NstatLines();
  private final Map<String, Sysctls.Value> sysctls = new HashMap<>();
  private final ResolverLines resolver = new ResolverLines();
  private final PodRuleLines rules = new PodRuleLines();
  private final Set<String> sections = new HashSet<>();
  private int pid;
  private SourceRef first = SourceRef.of("");

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (first.artifact().isEmpty()) {
      first = SourceRef.of(at.artifact());
    }
    sections.add(section);
    return switch (section) {
      case "" -> text.startsWith("pid ") ? pid(text) : links.line("", text, at);
      case "route", "/proc/net/route", "/proc/net/ipv6_route" -> routes.line("", text, at);
      case "neigh", "/proc/net/arp" -> neighbours.line("", text, at);
      case "ss", "/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6" ->
          sockets.line(section, text, at);
      case "nstat", "/proc/net/snmp", "/proc/net/netstat" -> nstat.line("", text, at);
      case "sysctl" -> sysctl(text, at);
      case "resolv.conf", "hosts" -> resolver.line(section, text, at);
      case "iptables" -> rules.line(text, at);
      default -> !section.startsWith("nstat-later") || later.line("", text, at);
    };
  }

  private boolean pid(String text) {
    pid = Words.integer(text.substring(4).strip(), 0);
    return pid > 0;
  }

  private boolean sysctl(String text, SourceRef at) {
    int eq = text.indexOf('=');
    if (eq > 0) {
      sysctls.put(
          text.substring(0, eq).strip(), new Sysctls.Value(text.substring(eq + 1).strip(), at));
    }
    return eq > 0;
  }

  @Override
  public PodNetns value() {
    Counters second = later.value();
    return new PodNetns(
        pid,
        links.value(),
        routes.value(),
        neighbours.value(),
        sockets.value(),
        nstat.value(),
        second.values().isEmpty() ? Optional.empty() : Optional.of(second),
        new Sysctls(sysctls),
        resolver.value(),
        rules.value(),
        sections,
        first);
  }
}
