package io.coldcase.model.filter;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what lines were read to: kube-proxy writes nearly the same lines in nearly the same
 * order on every host, and a line that comes where it came on the host before costs one comparison
 * of bytes; one that comes elsewhere, a hash. Forgets at will: it changes time, never meaning. Safe
 * for several threads.
 */
public final class Recall<T> {
  private static final int SLOTS = 1 << 17;
  private static final int MAX_TRAIL = 1 << 20;

  private volatile SoftReference<Seen<T>[]> recent = new SoftReference<>(array(SLOTS));
  private final Map<String, SoftReference<Seen<T>[]>> trails = new ConcurrentHashMap<>();

  /** A text and what it was read to. */
  private static final class Seen<T> {
    private final byte[] text;
    private final T value;

    /** Where it stood on the host that was read last; a guess. */
    private int at;

    Seen(byte[] text, T value) {
      this.text = text;
      this.value = value;
    }

    boolean is(byte[] b, int from, int to) {
      return Arrays.equals(text, 0, text.length, b, from, to);
    }
  }

  /** The way of one parser through the lines of one host; not shared between threads. */
  public final class Cursor {
    private final String kind;
    private final Seen<T>[] before;
    private Seen<T>[] now;
    private int size;
    private int next;

    Cursor(String kind) {
      this.kind = kind;
      SoftReference<Seen<T>[]> kept = trails.get(kind);
      Seen<T>[] trail = kept == null ? null : kept.get();
      this.before = trail == null ? array(0) : trail;
      this.now = array(Math.max(16, before.length));
    }

    /** What the UTF-8 text is; {@code read} reads it when it was not met lately. */
    public T read(byte[] b, int from, int to, Function<String, T> read) {
      if (next < before.length && before[next].is(b, from, to)) {
        return skip();
      }
      Seen<T> seen = find(b, from, to, read);
      int at = seen.at;
      if (at < before.length && before[at] == seen) {
        next = at + 1;
      }
      add(seen);
      return seen.value;
    }

    /** What stood here on the host before. */
    public @Nullable T expected() {
      return next < before.length ? before[next].value : null;
    }

    /** Goes on as if {@link #expected}, which was there, had been read. */
    public T skip() {
      Seen<T> seen = before[next++];
      add(seen);
      return seen.value;
    }

    private void add(Seen<T> seen) {
      if (size < MAX_TRAIL) {
        if (size == now.length) {
          now = Arrays.copyOf(now, size * 2);
        }
        seen.at = size;
        now[size++] = seen;
      }
    }

    /** What was read is what the next host is compared with. */
    public void end() {
      trails.put(kind, new SoftReference<>(size == now.length ? now : Arrays.copyOf(now, size)));
    }
  }

  /** {@code kind} names lines that are alike: those of one command. */
  public Cursor cursor(String kind) {
    return new Cursor(kind);
  }

  @SuppressWarnings("unchecked")
  private static <T> Seen<T>[] array(int length) {
    return (Seen<T>[]) new Seen<?>[length];
  }

  private Seen<T> find(byte[] b, int from, int to, Function<String, T> read) {
    Seen<T>[] slots = recent.get();
    if (slots == null) {
      slots = array(SLOTS);
      recent = new SoftReference<>(slots);
    }
    int slot = slot(b, from, to);
    for (int way = 0; way < 2; way++) {
      Seen<T> seen = slots[slot ^ way];
      if (seen != null && seen.is(b, from, to)) {
        return seen;
      }
    }
    T value = read.apply(new String(b, from, to - from, StandardCharsets.UTF_8));
    Seen<T> fresh = new Seen<>(Arrays.copyOfRange(b, from, to), value);
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
}
