package io.coldcase.parse.counters;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Counters;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code conntrack -S} (or /proc/net/stat/nf_conntrack) summed over the CPUs, and {@code
 * nf_conntrack_count}, {@code _max}, {@code _buckets} as counters {@code count}, {@code max},
 * {@code buckets}. The line {@code conntrack: not loaded} gives counter {@code not-loaded}.
 */
public final class ConntrackStatLines implements LineReader<Counters> {
  private static final Set<String> GAUGES = Set.of("count", "max", "buckets");
  private final Map<String, Counters.Counter> values = new HashMap<>();
  private List<String> columns = List.of();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    int gauge = text.indexOf("nf_conntrack_");
    if (gauge >= 0) {
      return gauge(text.substring(gauge + "nf_conntrack_".length()), at);
    }
    if (text.startsWith("conntrack: not loaded")) {
      add("not-loaded", 1, at);
      return true;
    }
    Words w = new Words(text);
    if (text.startsWith("cpu=")) {
      w.next();
      return pairs(w, at);
    }
    if (w.peek().equals("entries")) {
      columns = new ArrayList<>();
      while (w.hasNext()) {
        columns.add(w.next());
      }
      return true;
    }
    return row(w, at);
  }

  private boolean gauge(String text, SourceRef at) {
    int cut = Math.max(text.indexOf(':'), text.indexOf('='));
    String name = cut < 0 ? "" : text.substring(0, cut).strip();
    long n = cut < 0 ? -1 : Words.number(text.substring(cut + 1).strip(), -1);
    if (n >= 0 && GAUGES.contains(name)) {
      values.put(name, new Counters.Counter(n, at));
    }
    return n >= 0;
  }

  private boolean pairs(Words w, SourceRef at) {
    boolean ok = true;
    while (w.hasNext()) {
      String pair = w.next();
      int eq = pair.indexOf('=');
      long n = eq < 0 ? -1 : Words.number(pair.substring(eq + 1), -1);
      ok &= n >= 0;
      add(eq < 0 ? pair : pair.substring(0, eq), Math.max(n, 0), at);
    }
    return ok;
  }

  /** One CPU of /proc/net/stat/nf_conntrack; entries are counted for the whole table in each. */
  private boolean row(Words w, SourceRef at) {
    if (columns.isEmpty()) {
      return false;
    }
    for (String column : columns) {
      long n = Words.hex(w.next(), -1);
      if (n < 0) {
        return false;
      }
      if (column.equals("entries")) {
        values.putIfAbsent("count", new Counters.Counter(n, at));
      } else {
        add(column, n, at);
      }
    }
    return true;
  }

  private void add(String name, long n, SourceRef at) {
    if (n != 0) {
      values.merge(
          name,
          new Counters.Counter(n, at),
          (a, b) ->
              new Counters.Counter(
                  a.value() + b.value(), a.value() >= b.value() ? a.at() : b.at()));
    }
  }

  @Override
  public Counters value() {
    return new Counters(values);
  }
}
