package io.coldcase.model.filter;

import io.coldcase.diag.SourceRef;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chains of a table on one host by name, in the order of the listing. A cluster of 200 nodes
 * has millions of chains, most of them equal on all nodes: held are the {@link Layout}, which equal
 * tables share, and what this host has of its own, its counters; a {@link Chain} is a view that is
 * made when somebody asks for it.
 */
public final class Chains extends AbstractMap<String, Chain> {
  private static final Layout EMPTY =
      new Layout(new String[0], new Base[0], new ChainBody[0], new int[0], new int[0]);

  /** No chains. */
  public static final Chains NONE =
      new Chains(EMPTY, "", 0, new int[0], Map.of(), Counts.UNKNOWN, Counts.UNKNOWN);

  private final Layout layout;
  private final String artifact;
  private final int line;

  /** Handle of every chain in nft's listing, -1 without one; empty for a listing of iptables. */
  private final int[] handles;

  /** Declarations that cannot be told from the name. */
  private final Map<Integer, String> declarations;

  private final Counts first;
  private final Counts last;

  Chains(
      Layout layout,
      String artifact,
      int line,
      int[] handles,
      Map<Integer, String> declarations,
      Counts first,
      Counts last) {
    this.layout = layout;
    this.artifact = artifact;
    this.line = line;
    this.handles = handles;
    this.declarations = declarations;
    this.first = first;
    this.last = last;
  }

  Layout layout() {
    return layout;
  }

  SourceRef rule(int chain, int i) {
    String text = layout.body(chain).rules().get(i).text();
    return SourceRef.line(artifact, line + layout.line(chain, i), text);
  }

  SourceRef declaration(int chain) {
    String other = declarations.get(chain);
    String text = other != null ? other : plain(chain);
    return SourceRef.line(artifact, line + layout.declared(chain), text);
  }

  /** How iptables-save and nft declare a chain that hangs in no hook. */
  private String plain(int chain) {
    if (handles.length == 0) {
      return ":" + layout.name(chain) + " - [0:0]";
    }
    String open = "chain " + layout.name(chain) + " {";
    return handles[chain] < 0 ? open : open + " # handle " + handles[chain];
  }

  long first(int chain, int i) {
    return first.at(layout.slot(chain, i), layout.policy(chain, i));
  }

  long last(int chain, int i) {
    return last.at(layout.slot(chain, i), layout.policy(chain, i));
  }

  /** The same chains with the counters of an earlier sample, where the rules are the same. */
  public Chains since(Chains earlier) {
    Counts before = earlier.layout == layout ? earlier.last : aligned(earlier);
    return new Chains(layout, artifact, line, handles, declarations, before, last);
  }

  private Counts aligned(Chains earlier) {
    long[] counts = new long[layout.slots()];
    Arrays.fill(counts, -1);
    for (int chain = 0; chain < layout.size(); chain++) {
      int old = earlier.layout.find(layout.name(chain));
      if (old >= 0) {
        List<Rule> rules = layout.body(chain).rules();
        List<Rule> was = earlier.layout.body(old).rules();
        boolean same = layout.body(chain) == earlier.layout.body(old);
        int from = 0;
        for (int i = 0; i < rules.size(); i++) {
          int j = same ? 0 : was.subList(from, was.size()).indexOf(rules.get(i));
          if (j >= 0) {
            counts[layout.slot(chain, i)] = earlier.last(old, from + j);
            from += j + 1;
          }
        }
        counts[layout.slot(chain, rules.size())] = earlier.last(old, was.size());
      }
    }
    return Counts.of(layout, counts);
  }

  /**
   * A rule that matched packets between two samples.
   *
   * @param rule its index in the chain
   */
  public record Grown(Chain chain, int rule, long packets) {}

  /** All rules whose counters grew: asks only those that counted anything. */
  public List<Grown> grown() {
    List<Grown> grown = new ArrayList<>();
    for (int slot : last.counted()) {
      int chain = layout.chain(slot);
      int i = slot - layout.slot(chain, 0);
      Chain c = new Chain(this, chain);
      if (!layout.policy(chain, i)) {
        c.growth(i).filter(n -> n > 0).ifPresent(n -> grown.add(new Grown(c, i, n)));
      }
    }
    return grown;
  }

  /** The chains that hang in hooks. */
  public List<Chain> bases() {
    return layout.bases().stream().map(i -> new Chain(this, i)).toList();
  }

  /** Names in the order of the listing: one object for all hosts where the chains are the same. */
  public List<String> names() {
    return layout.names();
  }

  /** True when a rule sets the traffic class of packets. */
  public boolean setTrafficClass() {
    return layout.setsTrafficClass();
  }

  @Override
  public @Nullable Chain get(@Nullable Object name) {
    int i = name instanceof String s ? layout.find(s) : -1;
    return i < 0 ? null : new Chain(this, i);
  }

  /** The rules of the chain with the name of another host's; null without one. */
  public @Nullable ChainBody body(Chain other) {
    int i = layout.find(other.name(), other.index());
    return i < 0 ? null : layout.body(i);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String s && layout.find(s) >= 0;
  }

  @Override
  public int size() {
    return layout.size();
  }

  @Override
  public Set<Entry<String, Chain>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, Chain>> {
    @Override
    public int size() {
      return layout.size();
    }

    @Override
    public Iterator<Entry<String, Chain>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < layout.size();
        }

        @Override
        public Entry<String, Chain> next() {
          if (next == layout.size()) {
            throw new NoSuchElementException();
          }
          return Map.entry(layout.name(next), new Chain(Chains.this, next++));
        }
      };
    }
  }
}
