package io.coldcase.model.filter;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps equal rules, chains and tables as one object while anybody uses them; like String.intern it
 * changes memory, never meaning. In front of the exact pool of chains lie the tables that were
 * built last. Safe for several threads.
 */
public final class RulePool {
  private static final int TABLES = 61;

  private final Map<String, WeakReference<Rule>> rules = new WeakHashMap<>();
  private final Map<List<Rule>, WeakReference<ChainBody>> bodies = new WeakHashMap<>();
  private final Map<Layout, WeakReference<Layout>> layouts = new WeakHashMap<>();

  /** Slots by the names of the first and the last chain, that any thread reads and overwrites. */
  private final @Nullable Built[] built = new Built[TABLES];

  /** The one rule of that text; {@code read} makes it when there is none yet. */
  public Rule rule(String text, Function<String, Rule> read) {
    synchronized (rules) {
      WeakReference<Rule> kept = rules.get(text);
      Rule rule = kept == null ? null : kept.get();
      if (rule != null) {
        return rule;
      }
    }
    Rule made = read.apply(text);
    synchronized (rules) {
      rules.put(made.text(), new WeakReference<>(made));
    }
    return made;
  }

  private ChainBody body(List<Rule> list) {
    synchronized (bodies) {
      WeakReference<ChainBody> kept = bodies.get(list);
      ChainBody body = kept == null ? null : kept.get();
      if (body == null) {
        body = new ChainBody(list);
        bodies.put(body.rules(), new WeakReference<>(body));
      }
      return body;
    }
  }

  /**
   * The one layout of these chains; no pool knows one with a chain twice.
   *
   * @param rules of all chains, chain by chain
   * @param ends where the rules of each chain end
   * @param lines of the rules
   */
  Layout layout(
      String[] names,
      @Nullable Base[] bases,
      Rule[] rules,
      int[] ends,
      int[] declared,
      int[] lines) {
    int slot =
        names.length == 0
            ? 0
            : Math.floorMod(names[0].hashCode() * 31 + names[names.length - 1].hashCode(), TABLES);
    Built last = built[slot];
    ChainBody[] bodies = new ChainBody[names.length];
    boolean same = last != null && last.layout.size() == names.length;
    int from = 0;
    for (int c = 0; c < bodies.length; c++) {
      ChainBody known = last == null ? null : last.body(c, names[c], rules, from, ends[c]);
      same = same && known != null && last.layout.name(c).equals(names[c]);
      bodies[c] = known == null ? body(List.of(Arrays.copyOfRange(rules, from, ends[c]))) : known;
      from = ends[c];
    }
    if (same && last != null && last.layout.stands(bases, declared, lines)) {
      return last.layout;
    }
    Layout layout = new Layout(names, bases, bodies, declared, lines);
    if (!layout.ambiguous()) {
      layout = layout(layout);
      built[slot] = new Built(rules, ends, layout);
    }
    return layout;
  }

  /** A table as it was built last: that of the next host is mostly the same. */
  private record Built(Rule[] rules, int[] ends, Layout layout) {
    /** The body of its chain of that name, likely its {@code c}th, if it has exactly the rules. */
    @Nullable ChainBody body(int c, String name, Rule[] all, int from, int to) {
      int own = layout.find(name, c);
      return own >= 0 && same(rules, own == 0 ? 0 : ends[own - 1], ends[own], all, from, to)
          ? layout.body(own)
          : null;
    }

    /** The same objects: rules of a pool are one object when they are equal. */
    private static boolean same(Rule[] a, int i, int end, Rule[] b, int j, int to) {
      if (end - i != to - j) {
        return false;
      }
      while (i < end && a[i] == b[j]) {
        i++;
        j++;
      }
      return i == end;
    }
  }

  /** The one layout that is equal to this. */
  private Layout layout(Layout layout) {
    synchronized (layouts) {
      WeakReference<Layout> kept = layouts.get(layout);
      Layout known = kept == null ? null : kept.get();
      if (known == null) {
        layouts.put(layout, new WeakReference<>(layout));
        return layout;
      }
      return known;
    }
  }
}
