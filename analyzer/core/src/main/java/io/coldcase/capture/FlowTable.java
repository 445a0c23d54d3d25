package io.coldcase.capture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a capture, found by 5-tuple without allocating: open addressing over a power-of-two
 * array. When more than {@code limit} flows are live, the quarter that has been idle longest is
 * moved out and counted.
 */
final class FlowTable {
  private final int limit;
  private Flow[] slots = new Flow[1 << 12];

  /** Hashes of the slots: most of a search stays in this array. */
  private int[] hashes = new int[1 << 12];

  private int size;
  private final List<Flow> done = new ArrayList<>();
  private final int keptDone;
  private long evicted;

  FlowTable(int limit) {
    this.limit = limit;
    this.keptDone = limit;
  }

  static int hash(Level l, int depth) {
    long a = l.sourceLo * 31 + l.sourceHi + l.sourcePort * 0x9e3779b97f4a7c15L;
    long b = l.targetLo * 31 + l.targetHi + l.targetPort * 0x9e3779b97f4a7c15L;
    long h =
        (a * 0xff51afd7ed558ccdL ^ a >>> 32)
            + (b * 0xff51afd7ed558ccdL ^ b >>> 32)
            + l.protocol
            + depth * 131L;
    h *= 0xc4ceb9fe1a85ec53L;
    return (int) (h >>> 32);
  }

  @Nullable Flow find(Level l, int depth, int hash) {
    int mask = slots.length - 1;
    int wanted = hash | 1;
    for (int i = hash & mask; hashes[i] != 0; i = i + 1 & mask) {
      if (hashes[i] == wanted && slots[i].direction(l, depth) >= 0) {
        return slots[i];
      }
    }
    return null;
  }

  Flow add(Flow f) {
    if (size >= limit) {
      evict();
    }
    if (size * 2 >= slots.length) {
      rehash(slots.length * 2);
    }
    insert(f);
    size++;
    return f;
  }

  /** Puts {@code fresh} in the place of {@code old}, which is finished. */
  void replace(Flow old, Flow fresh) {
    int mask = slots.length - 1;
    for (int i = old.hash & mask; slots[i] != null; i = i + 1 & mask) {
      if (slots[i] == old) {
        slots[i] = fresh;
        retire(old);
        return;
      }
    }
  }

  private void insert(Flow f) {
    int mask = slots.length - 1;
    int i = f.hash & mask;
    while (slots[i] != null) {
      i = i + 1 & mask;
    }
    slots[i] = f;
    hashes[i] = f.hash | 1;
  }

  private void rehash(int length) {
    Flow[] old = slots;
    slots = new Flow[length];
    hashes = new int[length];
    for (Flow f : old) {
      if (f != null) {
        insert(f);
      }
    }
  }

  private void evict() {
    Flow[] live = Arrays.stream(slots).filter(f -> f != null).toArray(Flow[]::new);
    Arrays.sort(live, (x, y) -> Long.compare(x.lastNanos, y.lastNanos));
    int out = Math.max(1, live.length / 4);
    slots = new Flow[slots.length];
    hashes = new int[slots.length];
    size = live.length - out;
    for (int i = 0; i < live.length; i++) {
      if (i < out) {
        retire(live[i]);
      } else {
        insert(live[i]);
      }
    }
    evicted += out;
  }

  private void retire(Flow f) {
    if (done.size() < keptDone) {
      done.add(f);
    }
  }

  /** How many idle flows were moved out before the end: their later packets began new flows. */
  long evicted() {
    return evicted;
  }

  /** All flows in the order of their first packet. */
  List<Flow> flows() {
    List<Flow> all = new ArrayList<>(done);
    for (Flow f : slots) {
      if (f != null) {
        all.add(f);
      }
    }
    all.sort(
        (x, y) ->
            x.firstPacket != y.firstPacket
                ? Long.compare(x.firstPacket, y.firstPacket)
                : Integer.compare(x.depth, y.depth));
    return all;
  }
}
