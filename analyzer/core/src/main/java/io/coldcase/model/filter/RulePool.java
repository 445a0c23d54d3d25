package io.coldcase.model.filter;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps equal rule lists as one object while anybody uses them; like String.intern it changes
 * memory, never meaning. In front of the exact pools lie tables of what was asked for last: the
 * rules of kube-proxy come in the same order from every host, and finding them again costs neither
 * a String nor a lock, mostly not even a hash. Safe for several threads.
 */
public final class RulePool {
  private static final int SLOTS = 1 << 17;

  private final Map<String, WeakReference<Rule>> rules = new WeakHashMap<>();
  private final Map<List<Rule>, WeakReference<ChainBody>> bodies = new WeakHashMap<>();
  private volatile SoftReference<Recent> recent = new SoftReference<>(new Recent());

  /** Slots that any thread reads and overwrites; what is in them never changes. */
  private static final class Recent {
    private final Seen[] rules = new Seen[SLOTS];
    private final ChainBody[] bodies = new ChainBody[SLOTS];
  }

  /** A rule by its text, and the one that came after it on the host that was read last. */
  private static final class Seen {
    private final byte[] text;
    private final Rule rule;
    private @Nullable Seen next;

    Seen(byte[] text, Rule rule) {
      this.text = text;
      this.rule = rule;
    }

    boolean is(byte[] b, int from, int to) {
      return Arrays.equals(text, 0, text.length, b, from, to);
    }
  }

  /** The way of one parser through the rules of one host; not shared between threads. */
  public final class Cursor {
    private Seen last = new Seen(new byte[0], new Rule("", List.of(), List.of(), ""));

    /** The one rule of that UTF-8 text; {@code read} makes it when there is none yet. */
    public Rule rule(byte[] b, int from, int to, Function<String, Rule> read) {
      Seen seen = last.next;
      if (seen == null || !seen.is(b, from, to)) {
        seen = find(b, from, to, read);
        last.next = seen;
      }
      last = seen;
      return seen.rule;
    }
  }

  public Cursor cursor() {
    return new Cursor();
  }

  private Recent recent() {
    Recent r = recent.get();
    if (r == null) {
      r = new Recent();
      recent = new SoftReference<>(r);
    }
    return r;
  }

  private Seen find(byte[] b, int from, int to, Function<String, Rule> read) {
    Seen[] slots = recent().rules;
    int slot = slot(b, from, to);
    for (int way = 0; way < 2; way++) {
      Seen seen = slots[slot ^ way];
      if (seen != null && seen.is(b, from, to)) {
        return seen;
      }
    }
    Rule rule = rule(new String(b, from, to - from, StandardCharsets.UTF_8), read);
    Seen fresh = new Seen(Arrays.copyOfRange(b, from, to), rule);
    slots[slots[slot] == null ? slot : slot ^ 1] = fresh;
    return fresh;
  }

  private static int slot(byte[] b, int from, int to) {
    int even = 0;
    int odd = to - from;
    int i = from;
    for (; i + 1 < to; i += 2) {
      even = even * 31 + b[i];
      odd = odd * 37 + b[i + 1];
    }
    int h = (even ^ odd * 0x9E3779B9) * 0x85EBCA6B;
    return (h ^ h >>> 15) & (SLOTS - 1);
  }

  private Rule rule(String text, Function<String, Rule> read) {
    synchronized (this) {
      WeakReference<Rule> kept = rules.get(text);
      Rule rule = kept == null ? null : kept.get();
      if (rule != null) {
        return rule;
      }
    }
    Rule made = read.apply(text);
    synchronized (this) {
      rules.put(made.text(), new WeakReference<>(made));
    }
    return made;
  }

  /** The one body that holds exactly these rules; {@code chain} helps to find it again. */
  public ChainBody body(String chain, List<Rule> list) {
    ChainBody[] slots = recent().bodies;
    int h = chain.hashCode() * 0x9E3779B9;
    int slot = (h ^ h >>> 15) & (SLOTS - 1);
    ChainBody seen = slots[slot];
    if (seen != null && same(seen.rules(), list)) {
      return seen;
    }
    ChainBody body = body(list);
    slots[slot] = body;
    return body;
  }

  private static boolean same(List<Rule> a, List<Rule> b) {
    int n = a.size();
    if (n != b.size()) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (a.get(i) != b.get(i)) {
        return false;
      }
    }
    return true;
  }

  private synchronized ChainBody body(List<Rule> list) {
    WeakReference<ChainBody> kept = bodies.get(list);
    ChainBody body = kept == null ? null : kept.get();
    if (body == null) {
      body = new ChainBody(list);
      bodies.put(body.rules(), new WeakReference<>(body));
    }
    return body;
  }
}
