package io.coldcase.parse.counters;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.Counters;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code nstat -asz} (nstat(8)) to counters; /proc/net/snmp, netstat and snmp6 are understood as
 * well and give the same names.
 */
public final class NstatLines implements LineReader<Counters> {
  private final Map<String, Counters.Counter> values = new HashMap<>();
  private String group = "";
  private List<String> names = List.of();

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (text.charAt(0) == '#') {
      return true;
    }
    Words w = new Words(text);
    String first = w.next();
    if (first.endsWith(":")) {
      return row(first.substring(0, first.length() - 1), w, at);
    }
    long n = Words.number(w.next(), Long.MIN_VALUE);
    if (n == Long.MIN_VALUE) {
      return false;
    }
    put(first, n, at);
    return true;
  }

  /** /proc/net/snmp: a line of names, then a line of numbers, both headed by the group. */
  private boolean row(String head, Words w, SourceRef at) {
    List<String> words = new ArrayList<>();
    while (w.hasNext()) {
      words.add(w.next());
    }
    if (!head.equals(group)) {
      group = head;
      names = words;
      return !words.isEmpty();
    }
    for (int i = 0; i < Math.min(names.size(), words.size()); i++) {
      put(head + names.get(i), Words.number(words.get(i), 0), at);
    }
    group = "";
    return words.size() == names.size();
  }

  private void put(String name, long n, SourceRef at) {
    if (n != 0) {
      values.put(name, new Counters.Counter(n, at));
    }
  }

  @Override
  public Counters value() {
    return new Counters(values);
  }
}
