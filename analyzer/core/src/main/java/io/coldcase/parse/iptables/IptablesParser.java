package io.coldcase.parse.iptables;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Base;
import io.coldcase.model.filter.Chain;
import io.coldcase.model.filter.Hook;
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

  public IptablesParser(RulePool pool) {
    this.pool = pool;
  }

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
    private final List<Map<String, Map<String, Building>>> samples = new ArrayList<>();
    private final List<String> incompatible = new ArrayList<>();
    private Map<String, Building> table = new LinkedHashMap<>();
    private String tableName = "";
    private String sample = "\0";
    private final RulePool.Cursor cursor = pool.cursor();
    private final Building none = new Building("", "", Optional.empty(), 0);
    private Building last = none;
    private Backend backend = Backend.LEGACY;
    private boolean loaded = true;

    Reading(Artifact artifact, Unknowns unknowns) {
      this.artifact = artifact;
      this.family = artifact.name().startsWith("ip6tables") ? "ip6" : "ip";
      this.unknowns = unknowns;
    }

    void sample(String name) {
      if (!name.equals(sample)) {
        sample = name;
        samples.add(new LinkedHashMap<>());
        incompatible.clear();
        table = new LinkedHashMap<>();
        last = none;
      }
    }

    void line(byte[] b, int from, int to, int line) {
      if (from == to) {
        return;
      }
      switch (b[from]) {
        case '[' -> counted(b, from, to, line);
        case '-' -> rule(b, from, to, line, -1);
        case ':' -> chain(text(b, from, to), line);
        case '*' -> {
          tableName = text(b, from + 1, to);
          table =
              samples
                  .get(samples.size() - 1)
                  .computeIfAbsent(tableName, k -> new LinkedHashMap<>());
          last = none;
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

    private void chain(String text, int line) {
      int a = text.indexOf(' ');
      int b = text.indexOf(' ', a + 1);
      if (a < 2) {
        unknowns.line(line, text);
        return;
      }
      String name = text.substring(1, a);
      String policy = b < 0 ? text.substring(a + 1) : text.substring(a + 1, b);
      Optional<Base> base =
          policy.equals("-")
              ? Optional.empty()
              : hook(name).map(h -> Base.builtIn(tableName, h, policy.equals("DROP")));
      Building c = new Building(text, name, base, line);
      int colon = text.indexOf(':', Math.max(b, 1));
      if (b > 0 && colon > b + 2) {
        c.policyPackets = number(text, b + 2, colon);
      }
      table.put(name, c);
      last = c;
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
      int end = from + 3;
      while (end < to && b[end] != ' ') {
        end++;
      }
      if (to - from < 4 || b[from + 1] != 'A' || b[from + 2] != ' ') {
        unknowns.line(line, text(b, from, to));
        return;
      }
      if (last == none || !last.is(b, from + 3, end)) {
        Building c = table.get(text(b, from + 3, end));
        if (c == null) {
          unknowns.line(line, text(b, from, to));
          return;
        }
        last = c;
      }
      last.add(cursor.rule(b, from, to, RuleText::read), line, packets);
    }

    RuleSet result() {
      List<Table> tables = new ArrayList<>();
      int n = samples.size();
      while (n > 1 && samples.get(n - 1).isEmpty()) {
        n--;
      }
      if (n > 0) {
        samples
            .get(n - 1)
            .forEach(
                (name, chains) ->
                    tables.add(table(name, chains, samples.get(0).getOrDefault(name, Map.of()))));
      }
      for (String name : incompatible) {
        tables.add(new Table(backend, family, name, Map.of(), Map.of(), false));
      }
      return new RuleSet(backend, tables, loaded);
    }

    private Table table(String name, Map<String, Building> chains, Map<String, Building> before) {
      Map<String, Chain> built = new LinkedHashMap<>();
      chains.forEach(
          (chain, b) -> {
            Chain now = b.build(artifact.path());
            Building earlier = before.get(chain);
            built.put(
                chain,
                earlier == null || earlier == b ? now : now.since(earlier.build(artifact.path())));
          });
      return new Table(backend, family, name, built, Map.of(), true);
    }
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

  /** A chain while it is read. */
  private final class Building {
    final String name;
    private final String text;
    private final byte[] nameBytes;
    private final Optional<Base> base;
    private final int line;
    private final List<Rule> rules = new ArrayList<>(4);
    private int[] lines = new int[4];
    private long[] packets = new long[5];
    private long policyPackets = -1;

    Building(String text, String name, Optional<Base> base, int line) {
      this.text = text;
      this.name = name;
      this.nameBytes = name.getBytes(StandardCharsets.UTF_8);
      this.base = base;
      this.line = line;
    }

    boolean is(byte[] b, int from, int to) {
      return Arrays.equals(b, from, to, nameBytes, 0, nameBytes.length);
    }

    void add(Rule rule, int at, long count) {
      int n = rules.size();
      if (n == lines.length) {
        lines = Arrays.copyOf(lines, n * 2);
        packets = Arrays.copyOf(packets, n * 2 + 1);
      }
      lines[n] = at;
      packets[n] = count;
      rules.add(rule);
    }

    Chain build(String artifact) {
      int n = rules.size();
      long[] counts = Arrays.copyOf(packets, n + 1);
      counts[n] = policyPackets;
      return new Chain(
          name,
          base,
          pool.body(name, rules),
          artifact,
          line,
          text,
          Arrays.copyOf(lines, n),
          new long[0],
          counts);
    }
  }
}
