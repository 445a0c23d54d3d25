package io.coldcase.parse.iptables;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Base;
import io.coldcase.model.filter.Chains;
import io.coldcase.model.filter.ChainsBuilder;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.Recall;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RulePool;
import io.coldcase.model.filter.RuleSet;
import io.coldcase.model.filter.Table;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code iptables-save [-c]} or {@code ip6tables-save [-c]}, one or two samples, to the tables of
 * the last sample with the counters of both. Works on bytes; a rule's text is read once for all
 * hosts that have it.
 */
public final class IptablesParser implements Parser<RuleSet> {
  /** iptables-nft prints this on stderr, which recordings show in the middle of a line. */
  private static final byte[] WARNING =
      "# Warning: iptables-legacy tables present".getBytes(StandardCharsets.US_ASCII);

  private final RulePool pool;
  private final Recall<Placed> rules = new Recall<>();
  private final Recall<Declared> declarations = new Recall<>();

  public IptablesParser(RulePool pool) {
    this.pool = pool;
  }

  /** A rule and the chain that it is appended to. */
  private record Placed(String chain, Rule rule) {}

  /**
   * A chain as it is declared.
   *
   * @param name empty when the line declares none
   * @param packets of the policy, -1 not known
   * @param text empty when it is {@code :NAME - [0:0]}
   */
  private record Declared(String name, String policy, long packets, String text) {}

  @Override
  public ParseResult<RuleSet> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    Reading reading = new Reading(artifact, unknowns);
    TextLines lines = new TextLines(content);
    byte[] begun = {};
    while (lines.next()) {
      reading.sample(lines.sample());
      byte[] buffer = lines.buffer();
      int from = lines.start();
      int to = lines.end();
      int warning = to > from && buffer[to - 1] == 'm' ? find(buffer, from, to) : -1;
      if (warning > from) {
        begun = Arrays.copyOfRange(buffer, from, warning);
        continue;
      }
      if (begun.length > 0) {
        byte[] joined = Arrays.copyOf(begun, begun.length + to - from);
        System.arraycopy(buffer, from, joined, begun.length, to - from);
        reading.line(joined, 0, joined.length, lines.line() - 1);
        begun = new byte[0];
      } else {
        reading.line(buffer, from, to, lines.line());
      }
    }
    RuleSet set = reading.result();
    return unknowns.result(set, set.tables().isEmpty());
  }

  private static int find(byte[] in, int from, int to) {
    for (int i = from; i + WARNING.length <= to; i++) {
      if (in[i] == '#' && Arrays.equals(in, i, i + WARNING.length, WARNING, 0, WARNING.length)) {
        return i;
      }
    }
    return -1;
  }

  /** The tables of one sample while they are read. */
  private final class Reading {
    private final Artifact artifact;
    private final String family;
    private final Unknowns unknowns;
    private final List<Map<String, ChainsBuilder>> samples = new ArrayList<>();
    private final List<String> incompatible = new ArrayList<>();
    private ChainsBuilder table;
    private String tableName = "";
    private String sample = "\0";
    private final Recall<Placed>.Cursor placed;
    private final Recall<Declared>.Cursor declared;
    private Backend backend = Backend.LEGACY;
    private boolean loaded = true;

    Reading(Artifact artifact, Unknowns unknowns) {
      this.artifact = artifact;
      this.family = artifact.name().startsWith("ip6tables") ? "ip6" : "ip";
      this.unknowns = unknowns;
      this.table = new ChainsBuilder(pool, artifact.path());
      this.placed = rules.cursor(artifact.name());
      this.declared = declarations.cursor(artifact.name());
    }

    void sample(String name) {
      if (!name.equals(sample)) {
        sample = name;
        samples.add(new LinkedHashMap<>());
        incompatible.clear();
        table = new ChainsBuilder(pool, artifact.path());
      }
    }

    void line(byte[] b, int from, int to, int line) {
      if (from == to) {
        return;
      }
      switch (b[from]) {
        case '[' -> counted(b, from, to, line);
        case '-' -> rule(b, from, to, line, -1);
        case ':' -> chain(b, from, to, line);
        case '*' -> {
          tableName = text(b, from + 1, to);
          table =
              samples
                  .get(samples.size() - 1)
                  .computeIfAbsent(tableName, k -> new ChainsBuilder(pool, artifact.path()));
        }
        case '#' -> comment(text(b, from, to));
        case 'C' -> known(b, from, to, line, "COMMIT");
        default -> other(text(b, from, to), line);
      }
    }

    private void known(byte[] b, int from, int to, int line, String word) {
      if (!text(b, from, to).equals(word)) {
        unknowns.line(line, text(b, from, to));
      }
    }

    private void other(String text, int line) {
      if (text.equals("legacy: not loaded") || text.equals("nft: not loaded")) {
        loaded = false;
      } else if (!text.isBlank()) {
        unknowns.line(line, text);
      }
    }

    private void comment(String text) {
      if (text.startsWith("# Generated by")) {
        backend =
            text.contains("(nf_tables)") || text.contains("-nft-save")
                ? Backend.IPTABLES_NFT
                : Backend.LEGACY;
      } else if (text.startsWith("# Table ") && text.contains("incompatible")) {
        String name = text.substring(8, text.indexOf(' ', 8));
        incompatible.add(name.replaceAll("[`'\"]", ""));
      }
    }

    private void chain(byte[] b, int from, int to, int line) {
      Declared d = declared.read(b, from, to, IptablesParser::declared);
      if (d.name().isEmpty()) {
        unknowns.line(line, text(b, from, to));
        return;
      }
      Optional<Base> base =
          d.policy().equals("-")
              ? Optional.empty()
              : hook(d.name())
                  .map(
                      h ->
                          Base.builtIn(
                              tableName,
                              h,
                              d.policy().equals("DROP"),
                              backend == Backend.IPTABLES_NFT));
      table.chain(d.name(), base, line, d.packets(), d.text());
    }

    private void counted(byte[] b, int from, int to, int line) {
      int i = from + 1;
      long packets = 0;
      while (i < to && b[i] >= '0' && b[i] <= '9') {
        packets = packets * 10 + (b[i++] - '0');
      }
      boolean colon = i > from + 1 && i < to && b[i] == ':';
      while (i < to && b[i] != ' ') {
        i++;
      }
      if (colon && i + 1 < to && b[i - 1] == ']' && b[i + 1] == '-') {
        rule(b, i + 1, to, line, packets);
      } else {
        unknowns.line(line, text(b, from, to));
      }
    }

    private void rule(byte[] b, int from, int to, int line, long packets) {
      if (to - from < 4 || b[from + 1] != 'A' || b[from + 2] != ' ') {
        unknowns.line(line, text(b, from, to));
        return;
      }
      Placed p = placed.read(b, from, to, IptablesParser.this::placed);
      if (table.at(p.chain())) {
        table.rule(p.rule(), line, packets);
      } else {
        unknowns.line(line, text(b, from, to));
      }
    }

    RuleSet result() {
      placed.end();
      declared.end();
      List<Table> tables = new ArrayList<>();
      int n = samples.size();
      while (n > 1 && samples.get(n - 1).isEmpty()) {
        n--;
      }
      if (n > 0) {
        samples
            .get(n - 1)
            .forEach((name, chains) -> tables.add(table(name, chains, samples.get(0).get(name))));
      }
      for (String name : incompatible) {
        tables.add(new Table(backend, family, name, Chains.NONE, Map.of(), false));
      }
      return new RuleSet(backend, tables, loaded);
    }

    private Table table(String name, ChainsBuilder last, @Nullable ChainsBuilder first) {
      Chains chains = last.build();
      if (first != null && first != last) {
        chains = chains.since(first.build());
      }
      return new Table(backend, family, name, chains, Map.of(), true);
    }
  }

  private Placed placed(String text) {
    int end = text.indexOf(' ', 3);
    String chain = text.substring(3, end < 0 ? text.length() : end).intern();
    return new Placed(chain, pool.rule(text, RuleText::read));
  }

  private static Declared declared(String text) {
    int a = text.indexOf(' ');
    int b = text.indexOf(' ', a + 1);
    if (a < 2) {
      return new Declared("", "", -1, text);
    }
    String name = text.substring(1, a).intern();
    String policy = b < 0 ? text.substring(a + 1) : text.substring(a + 1, b);
    int colon = text.indexOf(':', Math.max(b, 1));
    long packets = b > 0 && colon > b + 2 ? number(text, b + 2, colon) : -1;
    boolean plain = text.equals(":" + name + " - [0:0]");
    return new Declared(name, policy, packets, plain ? "" : text);
  }

  private static Optional<Hook> hook(String chain) {
    return switch (chain) {
      case "PREROUTING" -> Optional.of(Hook.PREROUTING);
      case "INPUT" -> Optional.of(Hook.INPUT);
      case "FORWARD" -> Optional.of(Hook.FORWARD);
      case "OUTPUT" -> Optional.of(Hook.OUTPUT);
      case "POSTROUTING" -> Optional.of(Hook.POSTROUTING);
      default -> Optional.empty();
    };
  }

  private static long number(String text, int from, int to) {
    long n = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || n > Long.MAX_VALUE / 16) {
        return -1;
      }
      n = n * 10 + digit;
    }
    return n;
  }

  private static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }
}
