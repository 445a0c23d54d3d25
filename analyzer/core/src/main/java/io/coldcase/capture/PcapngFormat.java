package io.coldcase.capture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a pcapng file (draft-ietf-opsawg-pcapng). Section, interface, enhanced, simple and
 * obsolete packet blocks and interface statistics are read; name resolution, decryption secrets,
 * custom and unknown blocks are stepped over.
 */
final class PcapngFormat implements CaptureReader.Format {
  private static final int SECTION = 0x0a0d0d0a;
  private static final int MAX_INTERFACES = 65_536;

  private final CaptureReader reader;
  private final Input in;
  private final List<Clock> clocks = new ArrayList<>();
  private boolean little;
  private int firstInterface;

  /** How an interface counts time: units per second as a power of ten or two, offset in seconds. */
  private record Clock(boolean binary, int exponent, long offsetSeconds) {
    private static final long[] TEN = new long[19];

    static {
      TEN[0] = 1;
      for (int i = 1; i < TEN.length; i++) {
        TEN[i] = TEN[i - 1] * 10;
      }
    }

    long nanos(long ticks) {
      long base = offsetSeconds * 1_000_000_000L;
      if (binary) {
        long seconds = ticks >>> exponent;
        long rest = ticks - (seconds << exponent);
        return base + seconds * 1_000_000_000L + (long) (rest / Math.pow(2, exponent) * 1e9);
      }
      if (exponent <= 9) {
        return base + ticks * TEN[9 - exponent];
      }
      return base + Long.divideUnsigned(ticks, TEN[Math.min(18, exponent) - 9]);
    }
  }

  PcapngFormat(CaptureReader reader, Input in) {
    this.reader = reader;
    this.in = in;
  }

  @Override
  public boolean next(Frame f) throws IOException {
    while (true) {
      if (!in.require(12)) {
        if (in.available() > 0) {
          reader.truncated("the file ends inside a block header, after packet " + reader.packets());
        }
        return false;
      }
      int type = Bytes.i32(in.buffer, in.position, little);
      if (type == SECTION && !section()) {
        return false;
      }
      long total = Bytes.i32(in.buffer, in.position + 4, little) & 0xffffffffL;
      if (total < 12 || total % 4 != 0) {
        reader.truncated(
            "a block of "
                + total
                + " bytes after packet "
                + reader.packets()
                + ": damaged from here");
        return false;
      }
      boolean wanted = type == 1 || type == 2 || type == 3 || type == 5 || type == 6;
      if (!wanted || total > CaptureReader.MAX_PACKET) {
        if (wanted) {
          reader.warn("a block of " + total + " bytes was stepped over");
        }
        if (!in.skip(total)) {
          reader.truncated("the file ends inside a block, after packet " + reader.packets());
          return false;
        }
        continue;
      }
      if (!in.require((int) total)) {
        reader.truncated("the file ends inside a block, after packet " + reader.packets());
        return false;
      }
      int at = in.position + 8;
      int end = in.position + (int) total - 4;
      in.position += (int) total;
      switch (type) {
        case 1 -> interfaceBlock(at, end);
        case 5 -> statistics(at, end);
        default -> {
          if (packet(f, type, at, end)) {
            return true;
          }
        }
      }
    }
  }

  private boolean section() throws IOException {
    int magic = Bytes.i32(in.buffer, in.position + 8);
    if (magic == 0x1a2b3c4d) {
      little = false;
    } else if (magic == 0x4d3c2b1a) {
      little = true;
    } else {
      reader.truncated("a section header without byte-order magic");
      return false;
    }
    firstInterface = clocks.size();
    return true;
  }

  private void interfaceBlock(int at, int end) {
    if (end - at < 8 || clocks.size() >= MAX_INTERFACES) {
      reader.warn("an interface block was not understood");
      return;
    }
    byte[] b = in.buffer;
    int link = Bytes.u16(b, at, little);
    int snap = Bytes.i32(b, at + 4, little);
    String name = "";
    boolean binary = false;
    int exponent = 6;
    long offset = 0;
    for (int o = at + 8; o + 4 <= end; ) {
      int code = Bytes.u16(b, o, little);
      int length = Bytes.u16(b, o + 2, little);
      int value = o + 4;
      if (code == 0 || value + length > end) {
        break;
      }
      if (code == 2) {
        name = new String(b, value, length, StandardCharsets.UTF_8);
      } else if (code == 9 && length >= 1) {
        binary = (b[value] & 0x80) != 0;
        exponent = Math.min(b[value] & 0x7f, binary ? 62 : 18);
      } else if (code == 14 && length >= 8) {
        offset = Bytes.i64(b, value, little);
      }
      o = value + (length + 3 & ~3);
    }
    clocks.add(new Clock(binary, exponent, offset));
    reader.mutableInterfaces().add(new CaptureInterface(name, link, Math.max(0, snap), -1, -1));
  }

  private void statistics(int at, int end) {
    int id = end - at < 12 ? -1 : firstInterface + Bytes.i32(in.buffer, at, little);
    if (id < firstInterface || id >= clocks.size()) {
      return;
    }
    byte[] b = in.buffer;
    long received = -1;
    long dropped = -1;
    for (int o = at + 12; o + 4 <= end; ) {
      int code = Bytes.u16(b, o, little);
      int length = Bytes.u16(b, o + 2, little);
      if (code == 0 || o + 4 + length > end) {
        break;
      }
      if (code == 4 && length == 8) {
        received = Bytes.i64(b, o + 4, little);
      } else if ((code == 5 || code == 7) && length == 8) {
        dropped = Math.max(0, dropped) + Bytes.i64(b, o + 4, little);
      }
      o += 4 + (length + 3 & ~3);
    }
    reader
        .mutableInterfaces()
        .set(id, reader.mutableInterfaces().get(id).withCounters(received, dropped));
  }

  private boolean packet(Frame f, int type, int at, int end) {
    byte[] b = in.buffer;
    int head = type == 3 ? 4 : 20;
    if (end - at < head) {
      reader.warn("a packet block was too short");
      return false;
    }
    int id =
        firstInterface
            + (type == 6 ? Bytes.i32(b, at, little) : type == 2 ? Bytes.u16(b, at, little) : 0);
    if (id < firstInterface || id >= clocks.size()) {
      reader.warn("a packet of an interface that the file does not describe");
      return false;
    }
    CaptureInterface i = reader.mutableInterfaces().get(id);
    int wire = Bytes.i32(b, at + head - 4, little);
    int captured =
        type == 3
            ? Math.min(wire, i.snapLength() == 0 ? wire : i.snapLength())
            : Bytes.i32(b, at + 12, little);
    if (captured < 0 || captured > end - at - head) {
      if (type != 3) {
        reader.warn("a packet block claims more bytes than it holds");
      }
      captured = end - at - head;
    }
    f.data = b;
    f.offset = at + head;
    f.length = captured;
    f.wireLength = Math.max(captured, wire);
    f.nanos =
        type == 3
            ? 0
            : clocks
                .get(id)
                .nanos(
                    ((long) Bytes.i32(b, at + 4, little) << 32)
                        | (Bytes.i32(b, at + 8, little) & 0xffffffffL));
    f.linkType = i.linkType();
    f.interfaceId = id;
    return true;
  }
}
