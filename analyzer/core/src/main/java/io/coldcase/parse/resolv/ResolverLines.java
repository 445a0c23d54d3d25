package io.coldcase.parse.resolv;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.HostsEntry;
import io.coldcase.model.host.ResolvConf;
import io.coldcase.model.host.Resolver;
import io.coldcase.net.Ip;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sections of {@code resolv.txt}, one per file (resolv.conf(5), hosts(5), nsswitch.conf(5)), to
 * a resolver; the {@code ls -l} line before them to the link target. Answers of {@code resolvectl}
 * and {@code systemd-resolve} are passed over.
 */
public final class ResolverLines implements LineReader<Resolver> {
  private static final String FILE = "/etc/resolv.conf";

  /** {@code ls -l} of a file without a byte. */
  private static final Pattern EMPTY =
      Pattern.compile("^-\\S+ +\\d+ +\\S+ +\\S+ +0 .* " + FILE + "$");

  private final Map<String, Conf> confs = new LinkedHashMap<>();
  private final List<HostsEntry> hosts = new ArrayList<>();
  private String linkTarget = "";
  private List<String> nsswitch = List.of();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.isEmpty()) {
      int arrow = text.indexOf(" -> ");
      linkTarget = arrow < 0 ? linkTarget : text.substring(arrow + 4).strip();
      if (EMPTY.matcher(text).find()) {
        confs.put(FILE, new Conf(at.artifact())); // none of its lines will follow
      }
      return text.contains("resolv.conf");
    }
    if (section.startsWith("resolvectl") || section.startsWith("systemd-resolve")) {
      return true;
    }
    String content = uncommented(text, section.endsWith("hosts"));
    if (section.endsWith("nsswitch.conf")) {
      return nsswitch(content);
    }
    if (section.endsWith("hosts")) {
      return content.isBlank() || host(content, at);
    }
    Conf conf = confs.computeIfAbsent(section, k -> new Conf(at.artifact()));
    return content.isBlank() || conf.line(content, at);
  }

  /** In resolv.conf(5) a comment fills its line; in hosts(5) it may follow an entry. */
  private static String uncommented(String text, boolean anywhere) {
    String t = text.strip();
    int sign = t.indexOf('#');
    if (sign == 0 || t.startsWith(";")) {
      return "";
    }
    return anywhere && sign > 0 ? t.substring(0, sign) : t;
  }

  private boolean nsswitch(String text) {
    if (text.startsWith("hosts:")) {
      List<String> sources = new ArrayList<>();
      for (Words w = new Words(text.substring("hosts:".length())); w.hasNext(); ) {
        sources.add(w.next());
      }
      nsswitch = sources;
    }
    return true;
  }

  private boolean host(String text, SourceRef at) {
    Words w = new Words(text);
    Optional<Ip> ip = Ip.tryParse(w.next());
    List<String> names = new ArrayList<>();
    while (w.hasNext()) {
      names.add(w.next());
    }
    ip.ifPresent(i -> hosts.add(new HostsEntry(i, names, at)));
    return ip.isPresent();
  }

  @Override
  public Resolver value() {
    List<ResolvConf> list = new ArrayList<>();
    confs.forEach((path, c) -> list.add(c.build(path)));
    return new Resolver(list, hosts, linkTarget, nsswitch);
  }

  /** One resolv.conf: the last of several search or domain lines wins. */
  private static final class Conf {
    private final List<ResolvConf.Server> servers = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private List<String> search = List.of();
    private SourceRef searchAt;

    Conf(String artifact) {
      searchAt = SourceRef.of(artifact);
    }

    boolean line(String text, SourceRef at) {
      Words w = new Words(text);
      switch (w.next()) {
        case "nameserver" -> {
          Optional<Ip> ip = Ip.tryParse(w.next());
          ip.ifPresent(i -> servers.add(new ResolvConf.Server(i, at)));
          return ip.isPresent();
        }
        case "search", "domain" -> {
          search = new ArrayList<>();
          while (w.hasNext()) {
            search.add(w.next());
          }
          searchAt = at;
          return true;
        }
        case "options" -> {
          while (w.hasNext()) {
            String option = w.next();
            int colon = option.indexOf(':');
            options.put(
                colon < 0 ? option : option.substring(0, colon),
                colon < 0 ? "" : option.substring(colon + 1));
          }
          return true;
        }
        case "sortlist" -> {
          return true;
        }
        default -> {
          return false;
        }
      }
    }

    ResolvConf build(String path) {
      return new ResolvConf(path, servers, search, searchAt, options);
    }
  }
}
