package io.coldcase.model.filter;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Function;

/**
 * Keeps equal rule lists as one object while anybody uses them; like String.intern it changes
 * memory, never meaning. Safe for several threads.
 */
public final class RulePool {
  private final Map<String, WeakReference<Rule>> rules = new WeakHashMap<>();
  private final Map<List<Rule>, WeakReference<ChainBody>> bodies = new WeakHashMap<>();

  /** The one rule of that text; {@code read} makes it when there is none yet. */
  public Rule rule(String text, Function<String, Rule> read) {
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

  /** The one body that holds exactly these rules. */
  public synchronized ChainBody body(List<Rule> list) {
    WeakReference<ChainBody> kept = bodies.get(list);
    ChainBody body = kept == null ? null : kept.get();
    if (body == null) {
      body = new ChainBody(list);
      bodies.put(body.rules(), new WeakReference<>(body));
    }
    return body;
  }
}
