package io.coldcase.model.kube;

import io.coldcase.diag.SourceRef;
import java.util.List;
import java.util.stream.Stream;

/**
 * A CoreDNS configuration (corefile(5)) out of a ConfigMap, imports put in place.
 *
 * @param problems what CoreDNS would not accept, as far as the text alone shows
 */
public record Corefile(Meta meta, List<Server> servers, List<Problem> problems)
    implements KubeObject {
  public Corefile {
    servers = List.copyOf(servers);
    problems = List.copyOf(problems);
  }

  /** A server block: the zones and ports that it answers, and its plugins. */
  public record Server(List<Key> keys, List<Directive> plugins, SourceRef at) {
    public Server {
      keys = List.copyOf(keys);
      plugins = List.copyOf(plugins);
    }

    /** All uses of a plugin in this block. */
    public List<Directive> plugins(String name) {
      return plugins.stream().filter(p -> p.name().equals(name)).toList();
    }

    public boolean has(String plugin) {
      return plugins.stream().anyMatch(p -> p.name().equals(plugin));
    }
  }

  /**
   * One key of a server block.
   *
   * @param scheme dns, tls, grpc, https, quic
   * @param zone lower case without the last dot; {@code .} is the root; a CIDR stands for itself
   */
  public record Key(String scheme, String zone, int port) {}

  /** A plugin or a property of one: name, arguments, the lines of its block. */
  public record Directive(String name, List<String> args, List<Directive> block, SourceRef at) {
    public Directive {
      args = List.copyOf(args);
      block = List.copyOf(block);
    }

    /** Arguments of a property in the block, empty when it is not there. */
    public List<String> property(String name) {
      return block.stream()
          .filter(d -> d.name().equals(name))
          .findFirst()
          .map(Directive::args)
          .orElse(List.of());
    }
  }

  /** Something that CoreDNS rejects, and where it stands. */
  public record Problem(String text, SourceRef at) {}

  /** All uses of a plugin in all blocks. */
  public Stream<Directive> plugins(String name) {
    return servers.stream().flatMap(s -> s.plugins(name).stream());
  }

  /** The zones of all kubernetes plugins; a plugin without zones takes those of its block. */
  public List<String> clusterZones() {
    return servers.stream()
        .flatMap(
            s ->
                s.plugins("kubernetes").stream()
                    .flatMap(
                        k ->
                            k.args().isEmpty()
                                ? s.keys().stream().map(Key::zone)
                                : k.args().stream().map(Corefile::zone)))
        .distinct()
        .toList();
  }

  /** A zone name in the form of {@link Key#zone()}. */
  public static String zone(String text) {
    String z = text.toLowerCase(java.util.Locale.ROOT);
    return z.length() > 1 && z.endsWith(".") ? z.substring(0, z.length() - 1) : z;
  }
}
