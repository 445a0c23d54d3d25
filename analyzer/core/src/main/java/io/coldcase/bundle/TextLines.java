package io.coldcase.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A cursor over the content lines of a text artifact (UTF-8, LF or CRLF). The envelope of
 * collectors-sh/FORMAT.md is taken out on the way: {@code #cmd}, {@code #start}, {@code #end},
 * {@code #rc}, {@code #truncated} lines set the accessors of the same name, {@code == t0 EPOCH}
 * starts a sample, {@code == NAME} starts a section; none of them is returned as a content line.
 * Lines above {@value #MAX_LINE} bytes are cut. Not thread-safe.
 */
public final class TextLines {
  public static final int MAX_LINE = 1 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int next;
  private boolean eof;
  private int start;
  private int end;
  private int line;
  private String sample = "";
  private long sampleEpoch;
  private String section = "";
  private String command = "";
  private long startEpoch;
  private long endEpoch;
  private int exitCode = -1;
  private boolean truncated;

  public TextLines(InputStream in) {
    this.in = in;
  }

  /** Moves to the next content line; false at the end. */
  public boolean next() throws IOException {
    while (raw()) {
      if (end > start
          && !(buffer[start] == '#' && envelope())
          && !(buffer[start] == '=' && heading())) {
        return true;
      }
      if (end == start) {
        return true;
      }
    }
    return false;
  }

  private boolean raw() throws IOException {
    int from = next;
    boolean cut = false;
    int scan = next;
    while (true) {
      int nl = indexOf(scan, filled);
      if (nl >= 0) {
        set(from, nl);
        next = nl + 1;
        return true;
      }
      if (eof) {
        if (from >= filled && !cut) {
          return false;
        }
        set(from, filled);
        next = filled;
        return true;
      }
      if (filled - from > MAX_LINE) {
        filled = from + MAX_LINE;
        cut = true;
      }
      scan = filled;
      if (from > 0 && filled == buffer.length) {
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        scan -= from;
        filled -= from;
        from = 0;
        next = 0;
      } else if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int n = in.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        eof = true;
      } else {
        filled += n;
      }
    }
  }

  private int indexOf(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void set(int from, int to) {
    line++;
    start = from;
    end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
  }

  private boolean envelope() {
    if (at("#cmd ")) {
      command = slice(5);
    } else if (at("#start ")) {
      startEpoch = number(7);
    } else if (at("#end ")) {
      endEpoch = number(5);
    } else if (at("#rc ")) {
      exitCode = (int) number(4);
    } else if (at("#truncated ")) {
      truncated |= number(11) == 1;
    } else {
      return false;
    }
    return true;
  }

  private boolean heading() {
    if (!at("== ")) {
      return false;
    }
    String title = slice(3).strip();
    if (title.matches("t[0-9]+ [0-9]{1,12}")) {
      int space = title.indexOf(' ');
      sample = title.substring(0, space);
      sampleEpoch = Long.parseLong(title.substring(space + 1));
      section = "";
    } else {
      section = title;
    }
    return true;
  }

  private boolean at(String head) {
    if (end - start < head.length()) {
      return false;
    }
    for (int i = 0; i < head.length(); i++) {
      if (buffer[start + i] != head.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String slice(int offset) {
    return new String(buffer, start + offset, end - start - offset, StandardCharsets.UTF_8);
  }

  private long number(int offset) {
    String s = slice(offset).strip();
    try {
      return Long.parseLong(s);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The current line as text, without its line end. */
  public String text() {
    return slice(0);
  }

  /** The bytes behind the current line; valid until the next call of {@link #next()}. */
  public byte[] buffer() {
    return buffer;
  }

  /** First byte of the current line in {@link #buffer()}. */
  public int start() {
    return start;
  }

  /** First byte after the current line in {@link #buffer()}. */
  public int end() {
    return end;
  }

  /** Line number in the artifact, 1-based; envelope lines count. */
  public int line() {
    return line;
  }

  /** {@code t0}, {@code t1}, or empty outside samples. */
  public String sample() {
    return sample;
  }

  /** Epoch seconds of the current sample, 0 outside samples. */
  public long sampleEpoch() {
    return sampleEpoch;
  }

  /** Title of the current section, empty before the first. */
  public String section() {
    return section;
  }

  public String command() {
    return command;
  }

  /** Epoch seconds of the last {@code #start}, 0 when there was none. */
  public long startEpoch() {
    return startEpoch;
  }

  /** Epoch seconds of the last {@code #end}, 0 when there was none (the collector was stopped). */
  public long endEpoch() {
    return endEpoch;
  }

  /** Value of the last {@code #rc}, -1 when there was none. */
  public int exitCode() {
    return exitCode;
  }

  /** True when any {@code #truncated 1} was seen. */
  public boolean truncated() {
    return truncated;
  }
}
