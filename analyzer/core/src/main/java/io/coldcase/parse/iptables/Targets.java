package io.coldcase.parse.iptables;

import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Value;
import io.coldcase.net.Ip;
import java.util.List;
import java.util.Optional;

/** The targets of iptables-extensions(8): name and options to actions. */
final class Targets {
  private Targets() {}

  static List<Action> read(String name, List<String> options) {
    Options o = new Options(options);
    List<Action> read =
        switch (name) {
          case "ACCEPT" -> List.of(new Action.Accept());
          case "DROP" -> List.of(new Action.Drop());
          case "RETURN" -> List.of(new Action.Return());
          case "REJECT" -> List.of(new Action.Reject(with(options)));
          case "MASQUERADE" ->
              List.of(
                  new Action.Masquerade(
                      options.contains("--random")
                          || options.contains("--random-fully")
                          || options.contains("--to-ports")));
          case "MARK", "CONNMARK" -> mark(name.equals("CONNMARK"), o);
          case "DNAT" -> dnat(o);
          case "SNAT" -> snat(o);
          case "REDIRECT" -> redirect(o);
          case "NOTRACK" -> List.of(new Action.NoTrack());
          case "CT" ->
              options.contains("--notrack")
                  ? List.of(new Action.NoTrack())
                  : unmodelled(name, options);
          case "TPROXY" -> tproxy(o);
          case "LOG",
              "NFLOG",
              "ULOG",
              "TRACE",
              "TCPMSS",
              "CHECKSUM",
              "SET",
              "DSCP",
              "TOS",
              "ECN",
              "CLASSIFY",
              "AUDIT",
              "TCPOPTSTRIP",
              "CONNSECMARK",
              "SECMARK",
              "IDLETIMER",
              "LED" ->
              List.of(new Action.Pass(name));
          case "TTL", "HL" -> ttl(o);
          case "QUEUE",
              "NFQUEUE",
              "NETMAP",
              "HMARK",
              "SYNPROXY",
              "TEE",
              "RATEEST",
              "CLUSTERIP",
              "DNPT",
              "SNPT",
              "MIRROR" ->
              unmodelled(name, options);
          default -> options.isEmpty() ? List.of(new Action.Jump(name)) : unmodelled(name, options);
        };
    return o.understood() ? read : unmodelled(name, options);
  }

  /** Counting down or up by a few decides nothing; a fixed value may. */
  private static List<Action> ttl(Options o) {
    Action read = new Action.Pass("TTL");
    while (o.next()) {
      switch (o.name()) {
        case "--ttl-set", "--hl-set" -> read = new Action.SetTtl((int) o.number());
        case "--ttl-dec", "--ttl-inc", "--hl-dec", "--hl-inc" -> o.number();
        default -> o.fail();
      }
    }
    return List.of(read);
  }

  private static List<Action> unmodelled(String name, List<String> options) {
    return List.of(new Action.Unmodelled(("-j " + name + " " + String.join(" ", options)).strip()));
  }

  private static String with(List<String> options) {
    int i = options.indexOf("--reject-with");
    return i >= 0 && i + 1 < options.size() ? options.get(i + 1) : "icmp-port-unreachable";
  }

  /** MARK and CONNMARK; --set-xmark V/M is {@code mark & ~M ^ V}, --set-mark V/M is {@code | V}. */
  private static List<Action> mark(boolean connection, Options o) {
    long nfmask = 0xffffffffL;
    long ctmask = 0xffffffffL;
    String verb = "";
    long value = 0;
    long mask = 0xffffffffL;
    while (o.next()) {
      switch (o.name()) {
        case "--set-xmark", "--set-mark", "--and-mark", "--or-mark", "--xor-mark" -> {
          verb = o.name();
          String v = o.value();
          int slash = v.indexOf('/');
          value = Options.number(slash < 0 ? v : v.substring(0, slash)).orElse(-1);
          mask = slash < 0 ? 0xffffffffL : Options.number(v.substring(slash + 1)).orElse(-1);
          if (value < 0 || mask < 0) {
            o.fail();
          }
        }
        case "--save-mark", "--restore-mark" -> verb = o.name();
        case "--nfmask" -> nfmask = o.number();
        case "--ctmask" -> ctmask = o.number();
        case "--mask" -> {
          nfmask = o.number();
          ctmask = nfmask;
        }
        default -> o.fail();
      }
    }
    return List.of(
        switch (verb) {
          case "--set-xmark" -> new Action.SetMark(connection, mask, value);
          case "--set-mark" -> new Action.SetMark(connection, mask | value, value);
          case "--and-mark" -> new Action.SetMark(connection, ~value & 0xffffffffL, 0);
          case "--or-mark" -> new Action.SetMark(connection, value, value);
          case "--xor-mark" -> new Action.SetMark(connection, 0, value);
          case "--save-mark" -> new Action.CopyMark(false, ctmask, nfmask);
          case "--restore-mark" -> new Action.CopyMark(true, nfmask, ctmask);
          default -> new Action.Unmodelled("mark");
        });
  }

  private static List<Action> dnat(Options o) {
    String to = "";
    while (o.next()) {
      switch (o.name()) {
        case "--to-destination" -> to = o.value();
        case "--random", "--persistent" -> {}
        default -> o.fail();
      }
    }
    // [fd00::1]:80, 10.0.0.1-10.0.0.5:80-90, :80
    int bracket = to.indexOf(']');
    int colon = bracket >= 0 ? to.indexOf(':', bracket) : lone(to);
    String host = (colon < 0 ? to : to.substring(0, colon)).replace("[", "").replace("]", "");
    String ports = colon < 0 ? "" : to.substring(colon + 1);
    Value.Numbers range =
        ports.isEmpty() ? Value.Numbers.of(0) : Options.range(cut(ports), '-', 65535);
    int dash = host.indexOf('-');
    Optional<Ip> from = Ip.tryParse(dash < 0 ? host : host.substring(0, dash));
    Optional<Ip> last = Ip.tryParse(dash < 0 ? host : host.substring(dash + 1));
    if ((from.isEmpty() && !host.isEmpty()) || range.from() > range.to()) {
      o.fail();
    }
    return List.of(new Action.Dnat(from, last, (int) range.from(), (int) range.to()));
  }

  private static int lone(String to) {
    int colon = to.indexOf(':');
    return colon >= 0 && to.indexOf(':', colon + 1) < 0 ? colon : -1;
  }

  private static String cut(String ports) {
    int slash = ports.indexOf('/');
    return slash < 0 ? ports : ports.substring(0, slash);
  }

  private static List<Action> snat(Options o) {
    String to = "";
    boolean otherPort = false;
    while (o.next()) {
      switch (o.name()) {
        case "--to-source" -> to = o.value();
        case "--random", "--random-fully" -> otherPort = true;
        case "--persistent" -> {}
        default -> o.fail();
      }
    }
    int bracket = to.indexOf(']');
    int colon = bracket >= 0 ? bracket + 1 : lone(to);
    String host = (colon < 0 ? to : to.substring(0, colon)).replace("[", "").replace("]", "");
    int dash = host.indexOf('-');
    Optional<Ip> from = Ip.tryParse(dash < 0 ? host : host.substring(0, dash));
    if (from.isEmpty()) {
      o.fail();
    }
    Optional<Ip> last = Ip.tryParse(dash < 0 ? host : host.substring(dash + 1));
    return List.of(new Action.Snat(from, last, otherPort || colon >= 0));
  }

  private static List<Action> redirect(Options o) {
    Value.Numbers range = Value.Numbers.of(0);
    while (o.next()) {
      switch (o.name()) {
        case "--to-ports" -> range = o.range('-', 65535);
        case "--random" -> {}
        default -> o.fail();
      }
    }
    return List.of(new Action.Redirect((int) range.from(), (int) range.to()));
  }

  private static List<Action> tproxy(Options o) {
    int port = 0;
    while (o.next()) {
      switch (o.name()) {
        case "--on-port" -> port = (int) o.number();
        case "--on-ip", "--tproxy-mark" -> o.value();
        default -> o.fail();
      }
    }
    return List.of(new Action.TransparentProxy(port));
  }
}
