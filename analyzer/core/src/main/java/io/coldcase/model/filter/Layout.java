package io.coldcase.model.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a table is without its counters: the chains in their order, the rules of each,
 * and on which lines they stand, counted from the first. One object for all hosts where it is the
 * same, as it is on most nodes of a cluster.
 *
 * <p>Every rule and every policy has a slot: those of a chain's rules follow each other, the policy
 * comes after them.
 */
final class Layout {
  private final String[] names;
  private final List<String> list;
  private final @Nullable Base[] bases;
  private final ChainBody[] bodies;
  private final int[] declared;
  private final int[] lines;
  private final int[] starts;
  private final int[] index;
  private final boolean ambiguous;
  private final int hash;

  /**
   * @param names of the chains
   * @param declared line of every declaration
   * @param lines of all rules, chain by chain
   */
  Layout(String[] names, @Nullable Base[] bases, ChainBody[] bodies, int[] declared, int[] lines) {
    this.names = names;
    this.list = Collections.unmodifiableList(Arrays.asList(names));
    this.bases = bases;
    this.bodies = bodies;
    this.declared = declared;
    this.lines = lines;
    int n = names.length;
    this.starts = new int[n + 1];
    this.index = new int[Integer.highestOneBit(Math.max(1, n)) * 4];
    int h = Arrays.hashCode(declared);
    boolean twice = false;
    for (int i = 0; i < n; i++) {
      starts[i + 1] = starts[i] + bodies[i].rules().size() + 1;
      h = 31 * h + bodies[i].hash();
      int slot = slot(names[i]);
      while (index[slot] != 0) {
        twice |= names[index[slot] - 1].equals(names[i]);
        slot = (slot + 1) & (index.length - 1);
      }
      index[slot] = i + 1;
    }
    this.ambiguous = twice;
    this.hash = h;
  }

  private int slot(String name) {
    int h = name.hashCode() * 0x9E3779B9;
    return (h ^ h >>> 15) & (index.length - 1);
  }

  /** True when two chains have the same name: no listing of a kernel shows that. */
  boolean ambiguous() {
    return ambiguous;
  }

  int size() {
    return names.length;
  }

  /** The chain of that name, -1 without one. */
  int find(String name) {
    for (int slot = slot(name); index[slot] != 0; slot = (slot + 1) & (index.length - 1)) {
      if (names[index[slot] - 1].equals(name)) {
        return index[slot] - 1;
      }
    }
    return -1;
  }

  /** The same where it is likely to be the chain at {@code guess}. */
  int find(String name, int guess) {
    return guess < names.length && names[guess].equals(name) ? guess : find(name);
  }

  List<String> names() {
    return list;
  }

  /** The chains that hang in hooks. */
  List<Integer> bases() {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < bases.length; i++) {
      if (bases[i] != null) {
        found.add(i);
      }
    }
    return found;
  }

  boolean setsTrafficClass() {
    for (ChainBody b : bodies) {
      if (b.setsTrafficClass()) {
        return true;
      }
    }
    return false;
  }

  String name(int chain) {
    return names[chain];
  }

  @Nullable Base base(int chain) {
    return bases[chain];
  }

  ChainBody body(int chain) {
    return bodies[chain];
  }

  /** Line of a chain's declaration, counted from the first line of the table. */
  int declared(int chain) {
    return declared[chain];
  }

  /** Line of a rule, counted from the first line of the table. */
  int line(int chain, int rule) {
    return lines[starts[chain] - chain + rule];
  }

  /** Slot of rule {@code i} of a chain, or of its policy. */
  int slot(int chain, int i) {
    return starts[chain] + i;
  }

  /** The chain to which a slot belongs. */
  int chain(int slot) {
    int i = Arrays.binarySearch(starts, slot);
    return i >= 0 ? i : -i - 2;
  }

  boolean policy(int chain, int i) {
    return starts[chain] + i == starts[chain + 1] - 1;
  }

  /** Slots of all chains. */
  int slots() {
    return starts[names.length];
  }

  /** True when everything but the names and bodies of the chains is that. */
  boolean stands(@Nullable Base[] bases, int[] declared, int[] lines) {
    return Arrays.equals(this.declared, declared)
        && Arrays.equals(this.lines, lines)
        && Arrays.equals(this.bases, bases);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Layout l
        && hash == l.hash
        && stands(l.bases, l.declared, l.lines)
        && Arrays.equals(bodies, l.bodies)
        && Arrays.equals(names, l.names);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
