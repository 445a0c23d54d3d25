package io.coldcase.model.filter;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what lines were read to: kube-proxy writes nearly the same lines in nearly the same
 * order on every host, and a line that comes where it came before costs one comparison of bytes; one
 * that comes elsewhere, a hash. Forgets at will: it changes time, never meaning. Safe for several
 * threads.
 */
public final class Recall<T> {
  private static final int SLOTS = 1 << 17;

  private volatile SoftReference<Seen<T>[]> recent = new SoftReference<>(slots());

  /** A text, what it was read to, and the one that came after it on the host that was read last. */
  private static final class Seen<T> {
    private final byte[] text;
    private final @Nullable T value;
    private @Nullable Seen<T> next;

    Seen(byte[] text, @Nullable T value) {
      this.text = text;
      this.value = value;
    }

    boolean is(byte[] b, int from, int to) {
      return Arrays.equals(text, 0, text.length, b, from, to);
    }
  }

  /** The way of one parser through the lines of one host; not shared between threads. */
  public final class Cursor {
    private Seen<T> last = new Seen<>(new byte[0], null);

    /** What the UTF-8 text is; {@code read} reads it when it was not met lately. */
    public T read(byte[] b, int from, int to, Function<String, T> read) {
      Seen<T> seen = last.next;
      if (seen == null || !seen.is(b, from, to)) {
        seen = find(b, from, to, read);
        last.next = seen;
      }
      last = seen;
      return java.util.Objects.requireNonNull(seen.value);
    }

    /** What came next where the last text was met before. */
    public @Nullable T expected() {
      Seen<T> seen = last.next;
      return seen == null ? null : seen.value;
    }

    /** Goes on as if {@link #expected} had been read. */
    public void skip() {
      Seen<T> seen = last.next;
      last = seen == null ? last : seen;
    }
  }

  public Cursor cursor() {
    return new Cursor();
  }

  @SuppressWarnings("unchecked")
  private static <T> Seen<T>[] slots() {
    return (Seen<T>[]) new Seen<?>[SLOTS];
  }

  private Seen<T> find(byte[] b, int from, int to, Function<String, T> read) {
    Seen<T>[] slots = recent.get();
    if (slots == null) {
      slots = slots();
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
