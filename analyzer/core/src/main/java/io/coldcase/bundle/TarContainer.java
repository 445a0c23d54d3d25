package io.coldcase.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A tar archive as entries: ustar and pax (POSIX.1-2017, pax), and the GNU long names and base-256
 * numbers (tar(5)). Extended headers are read up to a bound, so that a hostile one costs nothing;
 * an entry whose extended header is larger, and a sparse one, is UNREADABLE.
 */
final class TarContainer implements Container {
  private static final int BLOCK = 512;
  private static final int MAX_HEADER = 1 << 20;

  private final InputStream in;
  private final Limits limits;
  private final byte[] block = new byte[BLOCK];
  private long left;
  private int padding;
  private String longName = "";
  private String longSize = "";
  private String unreadable = "";

  TarContainer(InputStream in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** True when {@code head} is a tar header (its checksum is right), or an empty archive. */
  static boolean recognises(byte[] head) {
    return head.length == BLOCK && (checksumRight(head) || zero(head));
  }

  @Override
  public Optional<Entry> next() throws IOException {
    while (true) {
      skip(left + padding);
      left = 0;
      padding = 0;
      if (!readBlock()) {
        throw new EOFException("it ends without an end mark");
      }
      if (zero(block)) {
        drain();
        return Optional.empty();
      }
      if (!checksumRight(block)) {
        throw new IOException("what should be a tar header is none");
      }
      long size = number(124, 12);
      char type = (char) block[156];
      if (type == 'x' || type == 'X' || type == 'L') {
        extended(type, size);
      } else if (type == 'g' || type == 'K') {
        content(size);
      } else {
        return Optional.of(entry(type, size));
      }
    }
  }

  private Entry entry(char type, long stored) throws IOException {
    long size = longSize.isEmpty() ? stored : Epoch.parse(longSize);
    String path = longName.isEmpty() ? name() : longName;
    String why = unreadable;
    longName = "";
    longSize = "";
    unreadable = "";
    long modified = number(136, 12);
    Type kind =
        switch (type) {
          case '0', '\0', '7' -> path.endsWith("/") ? Type.DIRECTORY : Type.FILE;
          case '5' -> Type.DIRECTORY;
          case '1', '2' -> Type.LINK;
          case '3', '4', '6' -> Type.SPECIAL;
          default -> Type.UNREADABLE;
        };
    String note = kind == Type.LINK ? text(157, 100) : "of tar type " + (int) type;
    if (type == 'S') {
      note = "a sparse file";
      for (boolean more = block[482] != 0; more; more = block[504] != 0) {
        if (!readBlock()) {
          throw new EOFException("it ends inside a header");
        }
      }
    }
    if (!why.isEmpty()) {
      kind = Type.UNREADABLE;
      note = why;
    }
    content(kind == Type.FILE || kind == Type.UNREADABLE ? size : 0);
    return new Entry(path, kind, left, Math.max(0, modified), note);
  }

  private void content(long size) throws IOException {
    if (size < 0 || size > 1L << 50) {
      throw new IOException("an entry claims " + size + " bytes");
    }
    left = size;
    padding = (int) (-size & (BLOCK - 1));
  }

  /** A header that belongs to the next entry: pax records, or a GNU long name. */
  private void extended(char type, long size) throws IOException {
    content(size);
    if (size > MAX_HEADER) {
      unreadable = "an entry with an extended header of " + size + " bytes";
      return;
    }
    byte[] data = content().readNBytes((int) size);
    if (type == 'L') {
      longName = cString(data, 0, data.length);
    } else {
      pax(data);
    }
  }

  /** Records {@code LENGTH KEY=VALUE\n}; a broken one ends the reading of this header. */
  private void pax(byte[] data) {
    int at = 0;
    while (at < data.length) {
      int space = at;
      while (space < data.length && data[space] != ' ') {
        space++;
      }
      long length = Epoch.parse(new String(data, at, space - at, StandardCharsets.ISO_8859_1));
      if (length <= space - at + 1 || length > data.length - at) {
        return;
      }
      String record =
          new String(data, space + 1, (int) length - (space - at) - 2, StandardCharsets.UTF_8);
      int eq = record.indexOf('=');
      String key = eq < 0 ? "" : record.substring(0, eq);
      if (key.equals("path")) {
        longName = record.substring(eq + 1);
      } else if (key.equals("size")) {
        longSize = record.substring(eq + 1);
      } else if (key.startsWith("GNU.sparse.")) {
        unreadable = "a sparse file";
      }
      at += (int) length;
    }
  }

  @Override
  public InputStream content() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] b, int off, int len) throws IOException {
        if (left == 0) {
          return len == 0 ? 0 : -1;
        }
        int n = in.read(b, off, (int) Math.min(len, left));
        if (n < 0) {
          throw new EOFException("it ends in the middle of an entry");
        }
        left -= n;
        return n;
      }
    };
  }

  private boolean readBlock() throws IOException {
    int n = in.readNBytes(block, 0, BLOCK);
    if (n > 0 && n < BLOCK) {
      throw new EOFException("it ends inside a header");
    }
    return n == BLOCK;
  }

  private void skip(long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException e) {
      throw new EOFException("it ends in the middle of an entry");
    }
  }

  /**
   * Reads what follows the end mark, so that the checksum of the compressed stream is looked at.
   */
  private void drain() throws IOException {
    byte[] sink = new byte[1 << 14];
    long budget = limits.entryBytes();
    for (int n = in.read(sink); n >= 0 && budget > 0; n = in.read(sink)) {
      budget -= n;
    }
  }

  private String name() {
    String name = text(0, 100);
    boolean posix = block[257] == 'u' && block[262] == 0;
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private String text(int from, int length) {
    return cString(block, from, length);
  }

  private static String cString(byte[] b, int from, int length) {
    int end = from;
    while (end < from + length && b[end] != 0) {
      end++;
    }
    return new String(b, from, end - from, StandardCharsets.UTF_8);
  }

  /** Octal digits, or base 256 when the first bit is set; -1 when out of range. */
  private long number(int from, int length) {
    long n = 0;
    if ((block[from] & 0x80) != 0) {
      for (int i = from + 1; i < from + length; i++) {
        if (n >> 52 != 0) {
          return -1;
        }
        n = n << 8 | (block[i] & 0xff);
      }
      return (block[from] & 0x7f) == 0 ? n : -1;
    }
    for (int i = from; i < from + length; i++) {
      int c = block[i];
      if (c >= '0' && c <= '7') {
        n = n << 3 | (c - '0');
      } else if (c == 0 || (c == ' ' && n > 0)) {
        break;
      }
    }
    return n;
  }

  private static boolean zero(byte[] b) {
    return Arrays.equals(b, new byte[b.length]);
  }

  /** The sum of the header's bytes with the checksum field as blanks; old tars add signed bytes. */
  private static boolean checksumRight(byte[] b) {
    long stated = 0;
    for (int i = 148; i < 156; i++) {
      if (b[i] >= '0' && b[i] <= '7') {
        stated = stated << 3 | (b[i] - '0');
      }
    }
    long sum = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      int v = i >= 148 && i < 156 ? ' ' : b[i];
      sum += v & 0xff;
      signed += v;
    }
    return stated == sum || stated == signed;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
