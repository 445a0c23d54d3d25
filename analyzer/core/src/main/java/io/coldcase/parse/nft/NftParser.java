package io.coldcase.parse.nft;

import io.coldcase.bundle.Artifact;
import io.coldcase.bundle.TextLines;
import io.coldcase.diag.ParseResult;
import io.coldcase.diag.SourceRef;
import io.coldcase.diag.Unknowns;
import io.coldcase.model.filter.Action;
import io.coldcase.model.filter.Backend;
import io.coldcase.model.filter.Base;
import io.coldcase.model.filter.Chains;
import io.coldcase.model.filter.ChainsBuilder;
import io.coldcase.model.filter.Element;
import io.coldcase.model.filter.Hook;
import io.coldcase.model.filter.NamedSet;
import io.coldcase.model.filter.Recall;
import io.coldcase.model.filter.Rule;
import io.coldcase.model.filter.RulePool;
import io.coldcase.model.filter.RuleSet;
import io.coldcase.model.filter.Table;
import io.coldcase.model.filter.Value;
import io.coldcase.parse.Parser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code nft -a list ruleset} (nft(8)), one or two samples, to the tables of the last sample with
 * the counters of both. Objects other than tables, chains, sets and maps are passed over.
 */
public final class NftParser implements Parser<RuleSet> {
  /** How a line of a chain begins that is no rule. */
  private static final byte[][] NO_RULE = {
    bytes("}"), bytes("type "), bytes("comment "), bytes("policy ")
  };

  /** How a chain begins that has rules alone. */
  private static final byte[] CHAIN = bytes("chain ");

  private static final byte[] OPEN = bytes(" {");
  private static final byte[] HANDLE = bytes(" # handle ");

  private final RulePool pool = new RulePool();
  private final Recall<Rule> rules = new Recall<>();
  private final Recall<String> names = new Recall<>();

  private static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public ParseResult<RuleSet> parse(Artifact artifact, InputStream content) throws IOException {
    Unknowns unknowns = new Unknowns(artifact.path());
    Map<String, Map<String, Building>> samples = new LinkedHashMap<>();
    Reading reading = new Reading(artifact.path(), unknowns);
    String sample = "\0";
    TextLines lines = new TextLines(content);
    while (lines.next()) {
      if (!lines.sample().equals(sample)) {
        sample = lines.sample();
        reading.end();
        reading = new Reading(artifact.path(), unknowns);
        samples.put(sample, reading.tables);
      }
      reading.line(lines);
    }
    reading.end();
    List<Map<String, Building>> all = new ArrayList<>(samples.values());
    while (all.size() > 1 && all.get(all.size() - 1).isEmpty()) {
      all.remove(all.size() - 1);
    }
    List<Table> tables = new ArrayList<>();
    if (!all.isEmpty()) {
      Map<String, Building> first = all.get(0);
      Map<String, Building> last = all.get(all.size() - 1);
      last.forEach((k, b) -> tables.add(b.build(first == last ? null : first.get(k))));
    }
    RuleSet set = new RuleSet(Backend.NFT, tables, true);
    return unknowns.result(set, tables.isEmpty());
  }

  /** One table while it is read. */
  private final class Building {
    private final String family;
    private final String name;
    private final ChainsBuilder chains;
    private final Map<String, NamedSet> sets = new LinkedHashMap<>();

    Building(String family, String name, String artifact) {
      this.family = family;
      this.name = name;
      this.chains = new ChainsBuilder(pool, artifact);
    }

    Table build(@org.jspecify.annotations.Nullable Building before) {
      Chains all = chains.build();
      return new Table(
          Backend.NFT,
          family,
          name,
          before == null ? all : all.since(before.chains.build()),
          sets,
          true);
    }
  }

  /** The state of one sample: nesting of table, and of chain or set in it. */
  private final class Reading {
    private final Recall<Rule>.Cursor cursor = rules.cursor("nft");
    private final Recall<String>.Cursor chainNames = names.cursor("nft");
    private final NftLine scratch = new NftLine();
    private final String artifact;
    private final Unknowns unknowns;
    private final Map<String, Building> tables = new LinkedHashMap<>();
    private Building table;
    private String object = "";
    private String name = "";
    private int depth;
    private int declared;
    private String text = "";
    // of a chain or set
    private final List<String> begun = new ArrayList<>();
    private int begunAt;
    // of a set
    private String type = "";
    private boolean dynamic;
    private boolean understood = true;
    private List<Element> elements = new ArrayList<>();
    private List<SourceRef> places = new ArrayList<>();

    Reading(String artifact, Unknowns unknowns) {
      this.artifact = artifact;
      this.unknowns = unknowns;
      this.table = new Building("", "", artifact);
    }

    /** Ends the sample without the chain that it broke off in: what that does is not known. */
    void end() {
      if (depth > 1 && object.equals("chain")) {
        table.chains.unfinished();
      }
      cursor.end();
      chainNames.end();
    }

    void line(TextLines lines) {
      if (!common(lines)) {
        line(lines.text(), lines.line());
      }
    }

    /**
     * Takes a line that opens a chain or is a whole rule of one, as nearly all of a large rule set
     * are; a text that was seen before, on whatever host, is not read again.
     */
    private boolean common(TextLines at) {
      byte[] b = at.buffer();
      if (depth == 1) {
        return opens(b, at.start(), at.end(), at.line());
      }
      if (depth != 2 || !object.equals("chain") || !begun.isEmpty()) {
        return false;
      }
      Rule expected = cursor.expected(b, at.start(), at.end());
      if (expected != null) {
        table.chains.rule(expected, at.line(), cursor.number());
        return true;
      }
      scratch.read(b, at.start(), at.end());
      if (scratch.empty()) {
        return true;
      }
      if (scratch.closes()) {
        depth--;
        return true;
      }
      for (byte[] start : NO_RULE) {
        if (scratch.startsWith(start)) {
          return false;
        }
      }
      if (scratch.balance() != 0) {
        return false;
      }
      Rule rule = scratch.rule(b, at.start(), pool, cursor);
      table.chains.rule(rule, at.line(), scratch.packets());
      return true;
    }

    /** Takes {@code chain NAME &#123;}, with a handle or without. */
    private boolean opens(byte[] b, int start, int to, int line) {
      int from = start;
      while (from < to && (b[from] == '\t' || b[from] == ' ')) {
        from++;
      }
      if (!at(b, from, to, CHAIN)) {
        return false;
      }
      int first = from + CHAIN.length;
      int end = first;
      while (end < to && b[end] > ' ' && "{},;()\"#".indexOf(b[end]) < 0) {
        end++;
      }
      if (end == first || !at(b, end, to, OPEN)) {
        return false;
      }
      int i = end + OPEN.length;
      int handle = -1;
      if (i < to) {
        if (!at(b, i, to, HANDLE) || to - i == HANDLE.length || to - i > HANDLE.length + 9) {
          return false;
        }
        handle = 0;
        for (i += HANDLE.length; i < to; i++) {
          if (b[i] < '0' || b[i] > '9') {
            return false;
          }
          handle = handle * 10 + b[i] - '0';
        }
      }
      object = "chain";
      name = chainNames.read(b, first, end, String::intern);
      depth = 2;
      table.chains.nft(name, Optional.empty(), line, handle, "");
      return true;
    }

    private static boolean at(byte[] b, int from, int to, byte[] text) {
      int end = from + text.length;
      return end <= to && Arrays.equals(b, from, end, text, 0, text.length);
    }

    private void line(String raw, int line) {
      List<String> words = Words.of(raw);
      if (words.isEmpty()) {
        return;
      }
      switch (depth) {
        case 0 -> open(words, raw, line);
        case 1 -> inTable(words, raw, line);
        default -> inObject(words, raw, line);
      }
    }

    private void open(List<String> words, String raw, int line) {
      if (words.get(0).equals("table") && words.size() >= 3) {
        boolean family = words.size() >= 4;
        table = new Building(family ? words.get(1) : "ip", words.get(family ? 2 : 1), artifact);
        tables.put(table.family + " " + table.name, table);
        depth = words.contains("}") ? 0 : 1;
      } else if (!raw.equals("nft: not loaded")) {
        unknowns.line(line, raw);
      }
    }

    private void inTable(List<String> words, String raw, int line) {
      if (words.get(0).equals("}")) {
        depth = 0;
      } else if (words.contains("{")) {
        object = words.get(0);
        name = words.size() > 1 ? words.get(1) : "";
        text = raw.strip();
        declared = line;
        begun.clear();
        type = "";
        dynamic = false;
        understood = true;
        elements = new ArrayList<>();
        places = new ArrayList<>();
        depth = words.contains("}") ? 1 : 2;
        if (object.equals("chain")) {
          table.chains.nft(name, Optional.empty(), line, -1, text);
        } else if (depth == 1) {
          close();
        }
      }
    }

    private void inObject(List<String> words, String raw, int line) {
      if (begun.isEmpty() && words.get(0).equals("}") && words.size() == 1) {
        if (--depth == 1) {
          close();
        }
        return;
      }
      if (object.equals("chain")) {
        inChain(words, raw, line);
      } else if (object.equals("set") || object.equals("map")) {
        inSet(words, raw, line);
      } else {
        depth += balance(words);
      }
    }

    private static int balance(List<String> words) {
      int n = 0;
      for (String w : words) {
        n += w.equals("{") ? 1 : w.equals("}") ? -1 : 0;
      }
      return n;
    }

    private void inChain(List<String> words, String raw, int line) {
      if (begun.isEmpty() && words.get(0).equals("type") && words.contains("hook")) {
        base(words, raw, line);
        return;
      }
      if (begun.isEmpty() && (words.get(0).equals("comment") || words.get(0).equals("policy"))) {
        return;
      }
      if (begun.isEmpty()) {
        begunAt = line;
      }
      begun.addAll(words);
      if (balance(begun) > 0 && begun.size() < 100_000) {
        return;
      }
      NftRule.Read r = NftRule.read(List.copyOf(begun));
      begun.clear();
      table.chains.rule(r.rule(), begunAt, r.packets());
    }

    private void base(List<String> words, String raw, int line) {
      String hook = after(words, "hook").toUpperCase(Locale.ROOT);
      Optional<Hook> where =
          Arrays.stream(Hook.values()).filter(h -> h.name().equals(hook)).findFirst();
      if (where.isEmpty()) {
        unknowns.line(line, raw);
        return;
      }
      int p = words.indexOf("priority");
      int priority = priority(words.subList(p + 1, words.size()), table.family);
      Base base =
          new Base(
              words.get(1),
              where.get(),
              priority,
              after(words, "policy").equals("drop"),
              devices(words));
      table.chains.hangs(base, line, raw.strip());
    }

    /** {@code device "eth0"} and {@code devices = { "eth0", "eth1" }}. */
    private static Set<String> devices(List<String> words) {
      Set<String> devices = new HashSet<>();
      int many = words.indexOf("devices");
      if (many >= 0) {
        for (int i = many + 1; i < words.size() && !words.get(i).equals("}"); i++) {
          if (!Set.of("=", "{", ",").contains(words.get(i))) {
            devices.add(Words.plain(words.get(i)));
          }
        }
      } else if (words.contains("device")) {
        devices.add(Words.plain(after(words, "device")));
      }
      return devices;
    }

    private static String after(List<String> words, String word) {
      int i = words.indexOf(word);
      return i >= 0 && i + 1 < words.size() ? words.get(i + 1) : "";
    }

    /** A number, or a name of nft(8) "Standard priority names" with an offset. */
    private static int priority(List<String> words, String family) {
      int total = 0;
      int sign = 1;
      for (String w : words) {
        if (w.equals(";")) {
          break;
        }
        switch (w) {
          case "raw" -> total += -300;
          case "mangle" -> total += -150;
          case "dstnat" -> total += family.equals("bridge") ? -300 : -100;
          case "filter" -> total += family.equals("bridge") ? -200 : 0;
          case "security" -> total += 50;
          case "srcnat" -> total += family.equals("bridge") ? 300 : 100;
          case "out" -> total += 100;
          case "+" -> sign = 1;
          case "-" -> sign = -1;
          default -> {
            try {
              total += sign * Integer.parseInt(w);
            } catch (NumberFormatException e) {
              return total;
            }
          }
        }
      }
      return total;
    }

    private void inSet(List<String> words, String raw, int line) {
      if (begun.isEmpty()) {
        switch (words.get(0)) {
          case "type", "typeof" -> {
            type = String.join(" ", words.subList(1, words.size()));
            return;
          }
          case "flags" -> {
            dynamic = words.contains("dynamic");
            return;
          }
          case "elements" -> begun.add("elements");
          default -> {
            return;
          }
        }
        words = words.subList(Math.min(3, words.size()), words.size());
      }
      for (String w : words) {
        if (w.equals(",") || w.equals("}")) {
          element(line, raw);
          if (w.equals("}")) {
            begun.clear();
          } else {
            begun.subList(1, begun.size()).clear();
          }
        } else {
          begun.add(w);
        }
      }
    }

    private void element(int line, String raw) {
      List<String> e = begun.subList(1, begun.size());
      if (e.isEmpty()) {
        return;
      }
      String[] types = type.split(" : ")[0].split(" \\. ");
      List<Value> key = new ArrayList<>();
      int i = 0;
      do {
        Optional<Value> v =
            key.size() < types.length && i < e.size()
                ? Values.typed(types[key.size()], e.get(i))
                : Optional.empty();
        if (v.isEmpty()) {
          understood = false;
          return;
        }
        key.add(v.get());
        i += 2;
      } while (i - 1 < e.size() && e.get(i - 1).equals("."));
      int colon = e.indexOf(":");
      Optional<Action> verdict =
          colon < 0 ? Optional.empty() : verdict(e.subList(colon + 1, e.size()));
      elements.add(new Element(key, verdict));
      places.add(SourceRef.line(artifact, line, String.join(" ", e)));
    }

    private static Optional<Action> verdict(List<String> words) {
      List<Action> a = NftRule.read(List.copyOf(words)).rule().actions();
      return a.isEmpty() ? Optional.empty() : Optional.of(a.get(0));
    }

    private void close() {
      if (object.equals("set") || object.equals("map")) {
        table.sets.put(
            name,
            new NamedSet(
                name,
                type,
                dynamic,
                elements,
                places,
                understood,
                SourceRef.line(artifact, declared, text)));
      }
    }
  }
}
