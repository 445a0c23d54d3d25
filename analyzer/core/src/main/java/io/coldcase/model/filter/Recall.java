package io.coldcase.model.filter;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what lines were read to: kube-proxy writes nearly the same lines in nearly the same
 * order on every host. The lines of one host lie behind each other in memory, and a line that comes
 * where it came on that host costs one comparison with what lies next; one that comes elsewhere, a
 * hash. Forgets at will: it changes time, never meaning. Safe for several threads.
 */
public final class Recall<T> {
  /** In a pattern: a decimal number of 1 to 17 digits. */
  public static final byte NUMBER = 0;

  /** In a pattern: whatever follows. */
  public static final byte ANY = 1;

  private static final int SLOTS = 1 << 17;
  private static final int MAX_TRAIL = 1 << 20;
  private static final int MAX_BYTES = 1 << 28;
  private static final int FEW = 200;

  private volatile SoftReference<Seen<T>[]> recent = new SoftReference<>(array(SLOTS));
  private final Map<String, SoftReference<Trail<T>>> trails = new ConcurrentHashMap<>();

  /** A text and what it was read to. */
  private static final class Seen<T> {
    private final byte[] text;
    private final byte[] pattern;
    private final T value;

    /** Where it stands in a trail; a guess. */
    private int at;

    Seen(byte[] text, byte[] pattern, T value) {
      this.text = text;
      this.pattern = pattern;
      this.value = value;
    }

    boolean is(byte[] b, int from, int to) {
      return Arrays.equals(text, 0, text.length, b, from, to);
    }
  }

  /** The lines of one host in their order; does not change once it is complete. */
  private static final class Trail<T> {
    private byte[] text = new byte[1 << 12];
    private int[] ends = new int[1 << 6];
    private Object[] values = new Object[1 << 6];
    private int size;

    int start(int i) {
      return i == 0 ? 0 : ends[i - 1];
    }

    void add(Seen<T> seen) {
      int from = start(size);
      int length = seen.pattern.length;
      if (size == MAX_TRAIL || from + length > MAX_BYTES) {
        return;
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, size * 2);
        values = Arrays.copyOf(values, size * 2);
      }
      if (from + length > text.length) {
        text = Arrays.copyOf(text, Math.max(text.length * 2, from + length));
      }
      System.arraycopy(seen.pattern, 0, text, from, length);
      ends[size] = from + length;
      values[size] = seen.value;
      seen.at = size++;
    }

    @SuppressWarnings("unchecked")
    T value(int i) {
      return (T) values[i];
    }
  }

  /** The way of one parser through the lines of one host; not shared between threads. */
  public final class Cursor {
    private final String kind;
    private final Trail<T> before;
    private final Trail<T> now = new Trail<>();
    private int next;
    private int lines;
    private int missed;
    private long number;

    Cursor(String kind) {
      this.kind = kind;
      SoftReference<Trail<T>> kept = trails.get(kind);
      Trail<T> trail = kept == null ? null : kept.get();
      this.before = trail == null ? now : trail;
    }

    /** What the UTF-8 text is; {@code read} reads it when it was not met lately. */
    public T read(byte[] b, int from, int to, Function<String, T> read) {
      if (next < before.size
          && Arrays.equals(before.text, before.start(next), before.ends[next], b, from, to)) {
        lines++;
        return before.value(next++);
      }
      return find(b, from, to, read, () -> Arrays.copyOfRange(b, from, to));
    }

    /**
     * The same for lines that {@link #expected} knows by a pattern, empty when they have none.
     *
     * @param pattern of the line as it stands: its bytes with {@link #NUMBER} for numbers that do
     *     not count, {@link #ANY} for an end that does not
     */
    public T find(byte[] b, int from, int to, Function<String, T> read, Supplier<byte[]> pattern) {
      Seen<T> seen = Recall.this.find(b, from, to, read, pattern);
      lines++;
      missed++;
      if (before == now) {
        now.add(seen);
        next = now.size;
      } else if (seen.at < before.size && before.values[seen.at] == seen.value) {
        next = seen.at + 1;
      }
      return seen.value;
    }

    /**
     * What the line is when it has the pattern of what stood here on the host before, else null.
     */
    public @Nullable T expected(byte[] b, int from, int to) {
      if (next < before.size && matches(b, from, to)) {
        lines++;
        return before.value(next++);
      }
      return null;
    }

    /** The first number of the line that was expected, -1 without one. */
    public long number() {
      return number;
    }

    private boolean matches(byte[] b, int from, int to) {
      byte[] text = before.text;
      int p = before.start(next);
      int end = before.ends[next];
      int at = from;
      number = -1;
      if (p == end) {
        return false;
      }
      for (boolean first = true; ; first = false) {
        int same = Arrays.mismatch(text, p, end, b, at, to);
        if (same < 0) {
          return true;
        }
        p += same;
        at += same;
        if (p == end) {
          return false;
        }
        if (text[p] == ANY) {
          return true;
        }
        int digits = at;
        long n = 0;
        while (at < to && b[at] >= '0' && b[at] <= '9') {
          n = n * 10 + b[at++] - '0';
        }
        if (text[p] != NUMBER || at == digits || at - digits > 17) {
          return false;
        }
        number = first ? n : number;
        p++;
      }
    }

    /** What was read is what further hosts are compared with, as long as they are alike. */
    public void end() {
      if (before == now) {
        if (now.size > 0) {
          trails.put(kind, new SoftReference<>(now));
        }
      } else if (missed > FEW && missed > lines / 8) {
        trails.remove(kind);
      }
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

  private Seen<T> find(
      byte[] b, int from, int to, Function<String, T> read, Supplier<byte[]> pattern) {
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
    Seen<T> fresh = new Seen<>(Arrays.copyOfRange(b, from, to), pattern.get(), value);
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
