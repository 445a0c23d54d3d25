package io.coldcase.model.filter;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How many packets each slot of a {@link Layout} counted in one sample, -1 not known. Nearly all
 * rules of a large rule set have the same count, none: only others are held.
 */
final class Counts {
  private final long rules;
  private final long policies;
  private final int[] slots;
  private final long[] values;

  private Counts(long rules, long policies, int[] slots, long[] values) {
    this.rules = rules;
    this.policies = policies;
    this.slots = slots;
    this.values = values;
  }

  /** Nothing is known. */
  static final Counts UNKNOWN = new Counts(-1, -1, new int[0], new long[0]);

  /** The counts of all slots of a layout. */
  static Counts of(Layout layout, long[] all) {
    int ruleBalance = 0;
    int policyBalance = 0;
    for (int chain = 0, slot = 0; chain < layout.size(); chain++, slot++) {
      for (int policy = layout.slot(chain + 1, 0) - 1; slot < policy; slot++) {
        ruleBalance += all[slot] < 0 ? -1 : 1;
      }
      policyBalance += all[slot] < 0 ? -1 : 1;
    }
    long rules = ruleBalance < 0 ? -1 : 0;
    long policies = policyBalance < 0 ? -1 : 0;
    int[] slots = new int[16];
    long[] values = new long[16];
    int n = 0;
    for (int chain = 0, slot = 0; chain < layout.size(); chain++) {
      int end = layout.slot(chain + 1, 0) - 1;
      for (; slot <= end; slot++) {
        if (all[slot] != (slot == end ? policies : rules)) {
          if (n == slots.length) {
            slots = Arrays.copyOf(slots, n * 2);
            values = Arrays.copyOf(values, n * 2);
          }
          slots[n] = slot;
          values[n++] = all[slot];
        }
      }
    }
    return new Counts(rules, policies, Arrays.copyOf(slots, n), Arrays.copyOf(values, n));
  }

  /** The slots that counted a packet, ascending. */
  int[] counted() {
    return IntStream.range(0, slots.length).filter(i -> values[i] > 0).map(i -> slots[i]).toArray();
  }

  long at(int slot, boolean policy) {
    int i = Arrays.binarySearch(slots, slot);
    return i >= 0 ? values[i] : policy ? policies : rules;
  }
}
