package io.coldcase.parse.ip;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Route;
import io.coldcase.net.Ip;
import io.coldcase.net.Prefix;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects the words behind the destination of one {@code ip route} line. */
final class RouteBuilder {
  private static final Set<String> FLAGS =
      Set.of(
          "onlink",
          "linkdown",
          "dead",
          "pervasive",
          "offload",
          "rt_offload",
          "trap",
          "rt_trap",
          "notify",
          "unresolved",
          "offload_failed",
          "rt_offload_failed",
          "cache",
          "redirected",
          "cloned");
  private static final Set<String> WITH_VALUE =
      Set.of(
          "pref",
          "error",
          "expires",
          "nhid",
          "hoplimit",
          "advmss",
          "rtt",
          "rttvar",
          "window",
          "cwnd",
          "initcwnd",
          "initrwnd",
          "ssthresh",
          "realm",
          "realms",
          "uid",
          "iif",
          "oif",
          "mark",
          "tos",
          "users",
          "age",
          "rto_min",
          "quickack",
          "congctl",
          "features",
          "fastopen_no_cookie",
          "ttl-propagate",
          "ipid",
          "reordering",
          "used",
          "ipproto",
          "sport",
          "dport");

  String type = "unicast";
  private final SourceRef at;
  private final List<Route.Hop> hops = new ArrayList<>();
  private final Set<String> flags = new HashSet<>();
  private Optional<Ip> via = Optional.empty();
  private String dev = "";
  private int weight = 1;
  private boolean hop;
  private String table = "main";
  private Optional<Ip> src = Optional.empty();
  private String scope = "";
  private String proto = "";
  private long metric;
  private int mtu;

  RouteBuilder(SourceRef at) {
    this.at = at;
  }

  /** Takes the words of a route; false when one of them is not known. */
  boolean words(Words w) {
    boolean ok = true;
    while (w.hasNext()) {
      String word = w.next();
      switch (word) {
        case "via" -> {
          String gateway = w.next();
          via = Ip.tryParse(gateway.equals("inet6") || gateway.equals("inet") ? w.next() : gateway);
          hop = true;
        }
        case "dev" -> {
          dev = w.next();
          hop = true;
        }
        case "weight" -> weight = Words.integer(w.next(), 1);
        case "nexthop" -> endHop();
        case "table" -> table = w.next();
        case "src", "from" -> {
          Optional<Ip> ip = Ip.tryParse(w.next());
          src = word.equals("src") ? ip : src;
        }
        case "scope" -> scope = w.next();
        case "proto" -> proto = w.next();
        case "metric" -> metric = Words.number(w.next(), 0);
        case "mtu" -> mtu = Words.integer(valueOf(w), 0);
        case "encap" -> {
          flags.add("encap");
          return ok;
        }
        default -> {
          if (FLAGS.contains(word)) {
            flags.add(word);
          } else if (WITH_VALUE.contains(word)) {
            w.next();
          } else if (!word.startsWith("<") && !word.equals("is") && !word.startsWith("[")) {
            ok = false;
          }
        }
      }
    }
    return ok;
  }

  /** The number behind {@code mtu}; {@code lock} may stand before it. */
  private static String valueOf(Words w) {
    w.take("lock");
    return w.next();
  }

  private void endHop() {
    if (hop) {
      hops.add(new Route.Hop(via, dev, weight));
    }
    via = Optional.empty();
    dev = "";
    weight = 1;
    hop = false;
  }

  List<Route.Hop> hops() {
    endHop();
    return hops;
  }

  boolean v6Gateway() {
    return via.isPresent() && via.get().v6() || src.isPresent() && src.get().v6();
  }

  Route build(Prefix dst) {
    return new Route(type, table, dst, hops(), src, scope, proto, metric, mtu, flags, at);
  }
}
