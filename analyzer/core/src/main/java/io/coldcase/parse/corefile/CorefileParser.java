package io.coldcase.parse.corefile;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.kube.Corefile;
import io.coldcase.model.kube.Corefile.Directive;
import io.coldcase.model.kube.Corefile.Key;
import io.coldcase.model.kube.Corefile.Problem;
import io.coldcase.model.kube.Corefile.Server;
import io.coldcase.model.kube.Meta;
import io.coldcase.parse.corefile.CorefileTokens.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Corefile text to server blocks (corefile(5)): several keys per block, nested blocks, snippets,
 * imports of snippets and files, comments, quotes. Environment placeholders ({@code {$VAR}}) stay
 * as they are. Any text gives a result; what CoreDNS would reject is a problem.
 */
public final class CorefileParser {
  private static final int MAX_DEPTH = 20;
  private static final int MAX_DIRECTIVES = 20_000;

  private final Function<String, List<CorefileSource>> files;
  private final Map<String, Chunk> snippets = new HashMap<>();
  private final List<Server> servers = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int directives;

  /** Tokens of one text between two positions. */
  private record Chunk(List<Token> tokens, int from, int to, Source source) {}

  /** A text with its lines at hand. */
  private record Source(List<String> lines, CorefileSource.Lines places) {
    static Source of(CorefileSource s) {
      return new Source(s.text().lines().toList(), s.lines());
    }

    SourceRef at(Token t) {
      return at(t.line());
    }

    SourceRef at(int line) {
      String text = line <= lines.size() ? lines.get(line - 1).strip() : "";
      return places.at(line, text);
    }
  }

  private CorefileParser(Function<String, List<CorefileSource>> files) {
    this.files = files;
  }

  /**
   * Reads one Corefile.
   *
   * @param files the texts that an import of a file or pattern brings in; empty when there are none
   */
  public static Corefile parse(
      Meta meta, CorefileSource text, Function<String, List<CorefileSource>> files) {
    CorefileParser p = new CorefileParser(files);
    p.file(text, 0);
    return new Corefile(meta, p.servers, p.problems);
  }

  private void file(CorefileSource text, int depth) {
    Source source = Source.of(text);
    List<Token> tokens = CorefileTokens.of(text.text());
    int i = 0;
    while (i < tokens.size()) {
      i = server(tokens, i, source, depth);
    }
  }

  /** Reads one server block, snippet or import at the top; gives the index after it. */
  private int server(List<Token> tokens, int from, Source source, int depth) {
    Token first = tokens.get(from);
    if (first.is("import") && from + 1 < tokens.size()) {
      if (depth < MAX_DEPTH) {
        files.apply(tokens.get(from + 1).text()).forEach(f -> file(f, depth + 1));
      }
      return from + 2;
    }
    List<String> keys = new ArrayList<>();
    int i = from;
    boolean more = false;
    while (i < tokens.size()) {
      Token t = tokens.get(i);
      if (t.is("{")) {
        break;
      }
      if (t.line() != first.line() && !more) {
        break;
      }
      more = t.text().endsWith(",");
      for (String key : t.text().split(",")) {
        if (!key.isEmpty()) {
          keys.add(key);
        }
      }
      first = t;
      i++;
    }
    if (first.is("}")) {
      problems.add(new Problem("a closing brace without its opening one", source.at(first)));
      return i + (i == from ? 1 : 0);
    }
    boolean braces = i < tokens.size() && tokens.get(i).is("{");
    int open = braces ? i + 1 : i;
    int close = braces ? close(tokens, open) : tokens.size();
    if (braces && close == tokens.size()) {
      problems.add(new Problem("a block that is never closed", source.at(tokens.get(i))));
    }
    if (keys.size() == 1 && keys.get(0).startsWith("(") && keys.get(0).endsWith(")")) {
      String name = keys.get(0).substring(1, keys.get(0).length() - 1);
      snippets.put(name, new Chunk(tokens, open, close, source));
    } else {
      List<Directive> plugins = new ArrayList<>();
      directives(new Chunk(tokens, open, close, source), plugins, depth);
      servers.add(
          new Server(
              keys.stream().map(CorefileParser::key).toList(),
              plugins,
              source.at(tokens.get(from))));
    }
    return Math.min(tokens.size(), close + (braces ? 1 : 0));
  }

  /** Index of the brace that closes the block that begins at {@code from}, or the end. */
  private static int close(List<Token> tokens, int from) {
    int depth = 1;
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).is("{")) {
        depth++;
      } else if (tokens.get(i).is("}") && --depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  private void directives(Chunk chunk, List<Directive> into, int depth) {
    List<Token> tokens = chunk.tokens();
    int i = chunk.from();
    while (i < chunk.to() && directives < MAX_DIRECTIVES) {
      Token name = tokens.get(i++);
      List<String> args = new ArrayList<>();
      List<Directive> block = new ArrayList<>();
      while (i < chunk.to() && tokens.get(i).line() == name.line() && !tokens.get(i).is("{")) {
        args.add(tokens.get(i++).text());
      }
      if (i < chunk.to() && tokens.get(i).is("{")) {
        int end = Math.min(chunk.to(), close(tokens, i + 1));
        if (depth < MAX_DEPTH) {
          directives(new Chunk(tokens, i + 1, end, chunk.source()), block, depth + 1);
        }
        i = end + 1;
      }
      directives++;
      if (name.is("import") && args.size() == 1) {
        imported(args.get(0), into, depth, chunk.source().at(name));
      } else if (name.is("}") || name.is("{")) {
        problems.add(new Problem("a brace out of place", chunk.source().at(name)));
      } else {
        into.add(new Directive(name.text(), args, block, chunk.source().at(name)));
      }
    }
  }

  private void imported(String what, List<Directive> into, int depth, SourceRef at) {
    if (depth >= MAX_DEPTH) {
      problems.add(new Problem("imports that import each other", at));
      return;
    }
    Chunk snippet = snippets.get(what);
    if (snippet != null) {
      directives(snippet, into, depth + 1);
      return;
    }
    for (CorefileSource f : files.apply(what)) {
      List<Token> tokens = CorefileTokens.of(f.text());
      directives(new Chunk(tokens, 0, tokens.size(), Source.of(f)), into, depth + 1);
    }
  }

  private static Key key(String text) {
    String t = text;
    String scheme = "dns";
    int slashes = t.indexOf("://");
    if (slashes > 0) {
      scheme = t.substring(0, slashes).toLowerCase(Locale.ROOT);
      t = t.substring(slashes + 3);
    }
    int port =
        switch (scheme) {
          case "tls", "quic" -> 853;
          case "https" -> 443;
          case "grpc" -> 443;
          default -> 53;
        };
    int colon = t.lastIndexOf(':');
    if (colon >= 0 && colon + 1 < t.length() && number(t.substring(colon + 1)) >= 0) {
      port = number(t.substring(colon + 1));
      t = t.substring(0, colon);
    }
    return new Key(scheme, Corefile.zone(t.isEmpty() ? "." : t), port);
  }

  private static int number(String t) {
    if (t.isEmpty() || t.length() > 5) {
      return -1;
    }
    for (int i = 0; i < t.length(); i++) {
      if (t.charAt(i) < '0' || t.charAt(i) > '9') {
        return -1;
      }
    }
    return Integer.parseInt(t);
  }
}
