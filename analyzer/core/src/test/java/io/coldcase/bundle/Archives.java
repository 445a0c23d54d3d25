package io.coldcase.bundle;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes small bundles for tests: files by path in, archive bytes out. */
final class Archives {
  static final String SYSCTL =
      "#cmd sysctl -a\n#start 100\nnet.ipv4.ip_forward = 1\n\n#end 101\n#rc 0\n#truncated 0\n";

  private Archives() {}

  /** A bundle of two artifacts inside one folder. */
  static Map<String, String> small() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("x/node/w1/sysctl.txt", SYSCTL);
    files.put("x/cluster/nodes.json", "{\"kind\":\"List\",\"items\":[]}\n");
    return files;
  }

  static byte[] tar(Map<String, String> files) {
    return tar(
        t -> {
          for (Map.Entry<String, String> e : files.entrySet()) {
            file(t, e.getKey(), e.getValue());
          }
        });
  }

  interface Fill<T> {
    void into(T archive) throws IOException;
  }

  static byte[] tar(Fill<TarArchiveOutputStream> fill) {
    return bytes(
        out -> {
          TarArchiveOutputStream t = new TarArchiveOutputStream(out, "UTF-8");
          t.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
          t.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
          fill.into(t);
          t.close();
        });
  }

  static void file(TarArchiveOutputStream t, String path, String text) throws IOException {
    byte[] b = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry e = new TarArchiveEntry(path, true);
    e.setSize(b.length);
    e.setLastModifiedTime(FileTime.fromMillis(100_000)); // a fraction would add a pax header
    t.putArchiveEntry(e);
    t.write(b);
    t.closeArchiveEntry();
  }

  static void special(TarArchiveOutputStream t, String path, byte type, String target)
      throws IOException {
    TarArchiveEntry e = new TarArchiveEntry(path, type, true);
    e.setLinkName(target);
    t.putArchiveEntry(e);
    t.closeArchiveEntry();
  }

  /** A tar of hand-made headers: what no writer would write. */
  static byte[] rawTar(Fill<OutputStream> fill) {
    return bytes(
        out -> {
          fill.into(out);
          out.write(new byte[1024]);
        });
  }

  /** A ustar header with a right checksum; {@code size} is the text of the size field. */
  static byte[] header(String name, char type, String size) {
    byte[] h = new byte[512];
    put(h, 0, name);
    put(h, 100, "0000644");
    put(h, 124, size);
    put(h, 136, "00000000144");
    put(h, 148, "        ");
    h[156] = (byte) type;
    put(h, 257, "ustar");
    put(h, 263, "00");
    int sum = 0;
    for (byte b : h) {
      sum += b & 0xff;
    }
    put(h, 148, String.format("%06o", sum));
    return h;
  }

  private static void put(byte[] h, int at, String text) {
    byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(b, 0, h, at, b.length);
  }

  static byte[] zip(Map<String, String> files) {
    return bytes(
        out -> {
          ZipArchiveOutputStream z = new ZipArchiveOutputStream(out);
          for (Map.Entry<String, String> e : files.entrySet()) {
            z.putArchiveEntry(new ZipArchiveEntry(e.getKey()));
            z.write(e.getValue().getBytes(StandardCharsets.UTF_8));
            z.closeArchiveEntry();
          }
          z.close();
        });
  }

  static byte[] gzip(byte[] data) {
    return pack(data, GZIPOutputStream::new);
  }

  static byte[] xz(byte[] data) {
    return pack(data, o -> new XZOutputStream(o, new LZMA2Options(1)));
  }

  static byte[] zstd(byte[] data) {
    return pack(data, ZstdOutputStream::new);
  }

  static byte[] bzip2(byte[] data) {
    return pack(data, BZip2CompressorOutputStream::new);
  }

  private interface Packer {
    OutputStream over(OutputStream out) throws IOException;
  }

  private static byte[] pack(byte[] data, Packer packer) {
    return bytes(
        out -> {
          try (OutputStream p = packer.over(out)) {
            p.write(data);
          }
        });
  }

  private static byte[] bytes(Fill<OutputStream> fill) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      fill.into(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes the files below {@code dir}. */
  static Path directory(Path dir, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> e : files.entrySet()) {
      Path p = dir.resolve(e.getKey());
      Files.createDirectories(p.getParent());
      Files.writeString(p, e.getValue());
    }
    return dir;
  }
}
