package io.coldcase.capture;

import java.io.IOException;

/** The records of a pcap file (draft-ietf-opsawg-pcap section 5). */
final class PcapFormat implements CaptureReader.Format {
  private final CaptureReader reader;
  private final Input in;
  private final boolean little;
  private final long fraction;
  private final int linkType;

  PcapFormat(CaptureReader reader, Input in, boolean little, boolean nano, int linkType) {
    this.reader = reader;
    this.in = in;
    this.little = little;
    this.fraction = nano ? 1 : 1000;
    this.linkType = linkType;
  }

  @Override
  public boolean next(Frame f) throws IOException {
    if (!in.require(16)) {
      if (in.available() > 0) {
        reader.truncated("the file ends inside a record header, after packet " + reader.packets());
      }
      return false;
    }
    byte[] b = in.buffer;
    int p = in.position;
    int length = Bytes.i32(b, p + 8, little);
    if (length < 0 || length > CaptureReader.MAX_PACKET) {
      reader.truncated(
          "record "
              + (reader.packets() + 1)
              + " claims "
              + (length & 0xffffffffL)
              + " bytes: damaged from here");
      return false;
    }
    if (!in.require(16 + length)) {
      reader.truncated("the file ends inside packet " + (reader.packets() + 1));
      return false;
    }
    b = in.buffer;
    p = in.position;
    f.data = b;
    f.offset = p + 16;
    f.length = length;
    f.wireLength = Math.max(length, Bytes.i32(b, p + 12, little));
    f.nanos =
        (Bytes.i32(b, p, little) & 0xffffffffL) * 1_000_000_000L
            + (Bytes.i32(b, p + 4, little) & 0xffffffffL) * fraction;
    f.linkType = linkType;
    f.interfaceId = 0;
    in.position = p + 16 + length;
    return true;
  }
}
