package io.coldcase.bundle;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Opens a stream of bytes as a container: what it is stands in its first bytes, not in its name.
 */
final class Unpacker {
  private static final int BUFFER = 1 << 16;

  /** xz streams may ask for a dictionary of up to 4 GiB; {@code xz -9} needs 65 MiB. */
  private static final int XZ_MEMORY_KIB = 256 << 10;

  private Unpacker() {}

  /** The container in {@code raw}; {@code name} is for messages. */
  static Container open(InputStream raw, String name, Budget budget) throws IOException {
    InputStream in = new BufferedInputStream(new Packed(raw, budget), BUFFER);
    byte[] head = peek(in);
    if (head.length == 0) {
      throw new BundleException(name + " is empty.");
    }
    if (zip(head)) {
      return new ZipContainer(in, budget);
    }
    InputStream inner = in;
    String compression = compression(head);
    if (!compression.isEmpty()) {
      inner = new BufferedInputStream(new Inflated(inflate(compression, in, name), budget), BUFFER);
      head = peek(inner);
      if (zip(head) || !compression(head).isEmpty()) {
        throw new BundleException(
            name + " is an archive inside " + compression + " compression: unpack it once first.");
      }
    }
    if (!TarContainer.recognises(head)) {
      throw new BundleException(
          name + " is no bundle: neither a tar archive (plain, gzip, xz, zstd, bzip2) nor a zip.");
    }
    return new TarContainer(
        compression.isEmpty() ? new BufferedInputStream(new Inflated(in, budget), BUFFER) : inner,
        budget.limits());
  }

  private static byte[] peek(InputStream in) throws IOException {
    in.mark(BUFFER);
    byte[] head = in.readNBytes(512);
    in.reset();
    return head;
  }

  private static boolean zip(byte[] h) {
    return starts(h, 'P', 'K', 3, 4) || starts(h, 'P', 'K', 5, 6);
  }

  private static String compression(byte[] h) {
    if (starts(h, 0x1f, 0x8b)) {
      return "gzip";
    }
    if (starts(h, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return "xz";
    }
    if (starts(h, 0x28, 0xb5, 0x2f, 0xfd)) {
      return "zstd";
    }
    return starts(h, 'B', 'Z', 'h') && h.length > 3 && h[3] >= '1' && h[3] <= '9' ? "bzip2" : "";
  }

  private static boolean starts(byte[] h, int... magic) {
    if (h.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((h[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static InputStream inflate(String compression, InputStream in, String name)
      throws IOException {
    try {
      return switch (compression) {
        case "gzip" -> new GZIPInputStream(in, BUFFER);
        case "xz" -> new XZInputStream(in, XZ_MEMORY_KIB);
        case "bzip2" -> new BZip2CompressorInputStream(in, true);
        default -> new ZstdInputStream(in).setContinuous(false);
      };
    } catch (LinkageError e) {
      throw new BundleException(
          name + " needs the native zstd library, which cannot be loaded here: use gzip or xz.", e);
    } catch (RuntimeException e) {
      throw new IOException("its " + compression + " header is broken", e);
    }
  }

  /**
   * Counts packed bytes; never says "nothing available", which ends gzip before its next member.
   */
  private static final class Packed extends FilterInputStream {
    private final Budget budget;

    Packed(InputStream in, Budget budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      budget.packed(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int n = in.read(b, off, len);
      budget.packed(Math.max(0, n));
      return n;
    }

    @Override
    public int available() {
      return 1;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /** Counts inflated bytes; turns what decoders throw on broken input into IOException. */
  static final class Inflated extends FilterInputStream {
    private final Budget budget;

    Inflated(InputStream in, Budget budget) {
      super(in);
      this.budget = budget;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int n;
      try {
        n = in.read(b, off, len);
      } catch (RuntimeException e) {
        throw new IOException("its compressed data is broken", e);
      }
      budget.inflated(Math.max(0, n));
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      byte[] sink = new byte[(int) Math.min(n, 8192)];
      int read = read(sink, 0, sink.length);
      return Math.max(0, read);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
