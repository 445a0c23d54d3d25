package io.coldcase.model.filter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the chains of one table while its listing is read. A chain that is declared once more
 * loses the rules that it had.
 */
public final class ChainsBuilder {
  private final RulePool pool;
  private final String artifact;
  private int chains;
  private String[] names = new String[16];
  private @Nullable Base[] bases = new Base[16];
  private int[] declared = new int[16];
  private int[] handles = new int[16];
  private long[] policies = new long[16];
  private final Map<Integer, String> declarations = new HashMap<>();
  private boolean handled;
  private int count;
  private Rule[] rules = new Rule[32];
  private int[] lines = new int[32];
  private int[] chainOf = new int[32];
  private long[] packets = new long[32];
  private @Nullable Map<String, Integer> byName;
  private int last = -1;

  public ChainsBuilder(RulePool pool, String artifact) {
    this.pool = pool;
    this.artifact = artifact;
  }

  /**
   * A chain as iptables-save declares it.
   *
   * @param packets of its policy, -1 not known
   * @param text the declaration, empty when it is {@code :NAME - [0:0]}
   */
  public void chain(String name, Optional<Base> base, int line, long packets, String text) {
    declare(name, base, line, packets, text);
  }

  /**
   * A chain as nft declares it.
   *
   * @param handle -1 when it shows none
   * @param text what declares it, empty when that is {@code chain NAME &#123; # handle N}
   */
  public void nft(String name, Optional<Base> base, int line, int handle, String text) {
    handled = true;
    declare(name, base, line, -1, text);
    handles[last] = handle;
  }

  /** The chain that was declared last hangs in a hook, which the line says. */
  public void hangs(Base base, int line, String text) {
    bases[last] = base;
    declared[last] = line;
    declarations.put(last, text);
  }

  private void declare(String name, Optional<Base> base, int line, long packets, String text) {
    if (chains == names.length) {
      names = Arrays.copyOf(names, chains * 2);
      bases = Arrays.copyOf(bases, chains * 2);
      declared = Arrays.copyOf(declared, chains * 2);
      handles = Arrays.copyOf(handles, chains * 2);
      policies = Arrays.copyOf(policies, chains * 2);
    }
    names[chains] = name;
    bases[chains] = base.orElse(null);
    declared[chains] = line;
    policies[chains] = packets;
    if (!text.isEmpty()) {
      declarations.put(chains, text);
    }
    if (byName != null) {
      byName.put(name, chains);
    }
    last = chains++;
  }

  /** Forgets the chain that was declared last: its end was not in the listing. */
  public void unfinished() {
    chains--;
    declarations.remove(chains);
    while (count > 0 && chainOf[count - 1] == chains) {
      count--;
    }
    last = chains - 1;
  }

  /** Turns to the chain that rules are for; false when it was not declared. */
  public boolean at(String chain) {
    // names that a parser holds as one object are told apart without a look into them
    Object same = chain;
    if (last >= 0 && names[last] == same) {
      return true;
    }
    if (last + 1 < chains && names[last + 1] == same) {
      last++;
      return true;
    }
    if (last >= 0 && names[last].equals(chain)) {
      return true;
    }
    if (last + 1 < chains && names[last + 1].equals(chain)) {
      last++; // listings show rules in the order of the declarations
      return true;
    }
    if (byName == null) {
      byName = new HashMap<>(chains * 2);
      for (int i = 0; i < chains; i++) {
        byName.put(names[i], i);
      }
    }
    Integer found = byName.get(chain);
    last = found == null ? last : found;
    return found != null;
  }

  /** A rule of the chain that was declared or turned to last; {@code count} -1 is not known. */
  public void rule(Rule rule, int line, long count) {
    if (this.count == rules.length) {
      rules = Arrays.copyOf(rules, this.count * 2);
      lines = Arrays.copyOf(lines, this.count * 2);
      chainOf = Arrays.copyOf(chainOf, this.count * 2);
      packets = Arrays.copyOf(packets, this.count * 2);
    }
    rules[this.count] = rule;
    lines[this.count] = line;
    chainOf[this.count] = last;
    packets[this.count++] = count;
  }

  public Chains build() {
    int[] ends = new int[chains];
    for (int i = 0; i < count; i++) {
      ends[chainOf[i]]++;
    }
    int before = 0;
    for (int c = 0; c < chains; c++) {
      int n = ends[c];
      ends[c] = before;
      before += n;
    }
    int first = Integer.MAX_VALUE;
    for (int c = 0; c < chains; c++) {
      first = Math.min(first, declared[c]);
    }
    Rule[] sorted = new Rule[count];
    int[] at = new int[count];
    long[] counts = new long[count + chains];
    for (int i = 0; i < count; i++) {
      int c = chainOf[i];
      int to = ends[c]++;
      sorted[to] = rules[i];
      at[to] = lines[i] - first;
      counts[to + c] = packets[i];
    }
    int[] heads = new int[chains];
    for (int c = 0; c < chains; c++) {
      heads[c] = declared[c] - first;
      counts[ends[c] + c] = policies[c];
    }
    Layout layout =
        pool.layout(
            Arrays.copyOf(names, chains), Arrays.copyOf(bases, chains), sorted, ends, heads, at);
    if (layout.ambiguous()) {
      return redeclared().build();
    }
    return new Chains(
        layout,
        artifact,
        first,
        handled ? Arrays.copyOf(handles, chains) : new int[0],
        Map.copyOf(declarations),
        Counts.UNKNOWN,
        Counts.of(layout, counts));
  }

  /** The same with every chain once: at the place of its first declaration, as the last says. */
  private ChainsBuilder redeclared() {
    Map<String, Integer> newest = new HashMap<>();
    for (int c = 0; c < chains; c++) {
      newest.put(names[c], c);
    }
    ChainsBuilder once = new ChainsBuilder(pool, artifact);
    for (int c = 0; c < chains; c++) {
      int n = newest.get(names[c]);
      if (!once.at(names[c])) {
        String text = declarations.getOrDefault(n, "");
        once.declare(names[c], Optional.ofNullable(bases[n]), declared[n], policies[n], text);
        once.handles[once.last] = handles[n];
      }
    }
    for (int i = 0; i < count; i++) {
      String name = names[chainOf[i]];
      if (lines[i] > declared[newest.get(name)] && once.at(name)) {
        once.rule(rules[i], lines[i], packets[i]);
      }
    }
    once.handled = handled;
    return once;
  }
}
