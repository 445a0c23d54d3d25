package io.coldcase.parse.ipvs;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.host.Ipvs;
import io.coldcase.net.Ip;
import io.coldcase.net.Protocol;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of IPVS: {@code ipvsadm -Ln}, with {@code --stats} (ipvsadm(8), no forwarding and no
 * weights then), or {@code /proc/net/ip_vs} with its hexadecimal addresses. Of two samples the last
 * counts. Timeouts and connections are passed over; so are services by firewall mark.
 */
public final class IpvsParser implements Parser<Ipvs> {
  /** An address and a port. */
  private record End(Ip ip, int port) {}

  @Override
  public ParseResult<Ipvs> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    List<Ipvs.Virtual> out = new ArrayList<>();
    TextLines lines = new TextLines(content);
    String sample = "";
    boolean inside = false;
    while (lines.next()) {
      String text = lines.text();
      if (!lines.sample().equals(sample)) {
        sample = lines.sample();
        out.clear();
        inside = false;
      }
      String section = lines.section();
      String[] w = text.strip().split(" +");
      if (text.isBlank() || section.equals("timeout") || section.equals("connections")) {
        continue;
      }
      SourceRef at = SourceRef.line(artifact.path(), lines.line(), text);
      if (w[0].equals("->") && w.length >= 2 && !w[1].startsWith("RemoteAddress")) {
        Optional<Ipvs.Real> real = inside ? real(w, at) : Optional.empty();
        real.ifPresent(r -> out.set(out.size() - 1, with(out.get(out.size() - 1), r)));
        if (inside && real.isEmpty()) {
          unknowns.line(lines.line(), text);
        }
        continue;
      }
      Optional<Ipvs.Virtual> v = virtual(w, at);
      v.ifPresent(out::add);
      inside = v.isPresent();
      if (!inside && !heading(w[0]) && !w[0].equals("FWM")) {
        unknowns.line(lines.line(), text);
      }
    }
    return unknowns.result(new Ipvs(out), out.isEmpty());
  }

  private static boolean heading(String word) {
    return word.equals("IP") || word.equals("Prot") || word.equals("->") || word.equals("ipvs:");
  }

  private static Ipvs.Virtual with(Ipvs.Virtual v, Ipvs.Real r) {
    List<Ipvs.Real> reals = new ArrayList<>(v.reals());
    reals.add(r);
    return new Ipvs.Virtual(v.protocol(), v.ip(), v.port(), reals, v.at());
  }

  private static Optional<Ipvs.Virtual> virtual(String[] w, SourceRef at) {
    Optional<Protocol> protocol =
        w.length >= 2 && (w[0].equals("TCP") || w[0].equals("UDP") || w[0].equals("SCTP"))
            ? Protocol.tryParse(w[0])
            : Optional.empty();
    return protocol.flatMap(
        p -> end(w[1]).map(e -> new Ipvs.Virtual(p, e.ip(), e.port(), List.of(), at)));
  }

  /** {@code -> 10.244.1.2:80 Masq 1 0 0}; with --stats five numbers follow instead. */
  private static Optional<Ipvs.Real> real(String[] w, SourceRef at) {
    boolean told = w.length >= 4 && !w[2].isEmpty() && Character.isLetter(w[2].charAt(0));
    int weight = told ? number(w[3], 10) : 1;
    return weight < 0
        ? Optional.empty()
        : end(w[1]).map(e -> new Ipvs.Real(e.ip(), e.port(), told ? w[2] : "Masq", weight, at));
  }

  private static Optional<End> end(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      return Optional.empty();
    }
    String host = text.substring(0, colon).replace("[", "").replace("]", "");
    boolean hex = host.length() == 8 && host.indexOf('.') < 0 && host.indexOf(':') < 0;
    // the kernel prints IPv6 in brackets and ports in hexadecimal, four digits
    String port = text.substring(colon + 1);
    boolean kernel = hex || (host.indexOf(':') >= 0 && port.length() == 4 && host.length() == 39);
    int number = number(port, kernel ? 16 : 10);
    return number < 0 || number > 65535
        ? Optional.empty()
        : (hex ? fromHex(host) : Ip.tryParse(host)).map(ip -> new End(ip, number));
  }

  private static Optional<Ip> fromHex(String host) {
    try {
      return Optional.of(new Ip(false, 0, Long.parseLong(host, 16)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static int number(String text, int radix) {
    try {
      return Integer.parseInt(text, radix);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
