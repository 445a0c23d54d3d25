package io.coldcase.capture;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/**
 * Reads a capture file packet by packet: pcap (draft-ietf-opsawg-pcap; both byte orders, micro- and
 * nanoseconds) and pcapng (draft-ietf-opsawg-pcapng; every block type, several sections and
 * interfaces), plain or inside gzip, zstd or xz, recognised by content. A damaged or cut file gives
 * its whole packets, then ends with a warning.
 */
public final class CaptureReader implements Closeable {
  /** Packets above this size are taken for damage. */
  static final int MAX_PACKET = 1 << 24;

  private static final int MAX_WARNINGS = 20;

  private final InputStream stream;
  private final Input input;
  private final Format format;
  private final List<CaptureInterface> interfaces = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private boolean truncated;
  private long packets;

  /** A file format: fills a frame per call, false at the end. */
  interface Format {
    boolean next(Frame frame) throws IOException;
  }

  private CaptureReader(InputStream stream) throws IOException {
    this.stream = stream;
    this.input = new Input(stream, MAX_PACKET + (1 << 16));
    this.format = recognise();
  }

  /** Opens a capture; never fails on content: what is no capture yields no packet and a warning. */
  public static CaptureReader open(InputStream raw) throws IOException {
    InputStream in = raw.markSupported() ? raw : new BufferedInputStream(raw, 1 << 16);
    in.mark(8);
    byte[] head = in.readNBytes(6);
    in.reset();
    return new CaptureReader(inflate(in, head));
  }

  private static InputStream inflate(InputStream in, byte[] h) throws IOException {
    if (h.length >= 2 && h[0] == 0x1f && h[1] == (byte) 0x8b) {
      return new GZIPInputStream(in, 1 << 16);
    }
    if (h.length >= 4
        && h[0] == 0x28
        && h[1] == (byte) 0xb5
        && h[2] == 0x2f
        && h[3] == (byte) 0xfd) {
      return new ZstdCompressorInputStream(in);
    }
    if (h.length >= 6
        && h[0] == (byte) 0xfd
        && h[1] == '7'
        && h[2] == 'z'
        && h[3] == 'X'
        && h[4] == 'Z') {
      return new XZCompressorInputStream(in, true);
    }
    return in;
  }

  private Format recognise() throws IOException {
    if (!input.require(4)) {
      warn("the file is empty or too short for a capture");
      return f -> false;
    }
    int magic = Bytes.i32(input.buffer, input.position);
    switch (magic) {
      case 0xa1b2c3d4:
        return pcap(false, false);
      case 0xd4c3b2a1:
        return pcap(true, false);
      case 0xa1b23c4d:
        return pcap(false, true);
      case 0x4d3cb2a1:
        return pcap(true, true);
      case 0x0a0d0d0a:
        return new PcapngFormat(this, input);
      default:
        warn("no pcap or pcapng file: it begins with " + String.format("%08x", magic));
        return f -> false;
    }
  }

  private Format pcap(boolean little, boolean nano) throws IOException {
    if (!input.require(24)) {
      truncated("the file ends inside its header");
      return f -> false;
    }
    int snap = Bytes.i32(input.buffer, input.position + 16, little);
    int link = Bytes.i32(input.buffer, input.position + 20, little) & 0x0fffffff;
    input.position += 24;
    interfaces.add(new CaptureInterface("", link, Math.max(0, snap), -1, -1));
    return new PcapFormat(this, input, little, nano, link);
  }

  /** Moves to the next packet; false at the end of what can be read. */
  public boolean next(Frame frame) throws IOException {
    try {
      if (format.next(frame)) {
        frame.number = ++packets;
        return true;
      }
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      truncated("the compressed stream is damaged or cut: " + e.getMessage());
    } catch (IOException e) {
      if (!(stream instanceof XZCompressorInputStream
          || stream instanceof ZstdCompressorInputStream)) {
        throw e;
      }
      truncated("the compressed stream is damaged or cut: " + e.getMessage());
    }
    return false;
  }

  public List<CaptureInterface> interfaces() {
    return List.copyOf(interfaces);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** True when the file ended inside a packet or block, or was damaged. */
  public boolean truncated() {
    return truncated;
  }

  /** Packets read so far. */
  public long packets() {
    return packets;
  }

  /** See {@link Input#arrays}: frames then stay valid as long as their array is not used again. */
  void arrays(UnaryOperator<byte[]> next) {
    input.arrays(next);
  }

  List<CaptureInterface> mutableInterfaces() {
    return interfaces;
  }

  void warn(String text) {
    if (warnings.size() < MAX_WARNINGS) {
      warnings.add(text);
    }
  }

  void truncated(String text) {
    truncated = true;
    warn(text);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
