package io.coldcase.capture;

/**
 * One captured frame as a window into the reader's buffer. Mutable and reused: valid until the
 * reader's next step. {@code length} bytes from {@code offset} of {@code data} were captured of
 * {@code wireLength} on the wire.
 */
public final class Frame {
  byte[] data = new byte[0];
  int offset;
  int length;
  int wireLength;
  long nanos;
  int linkType;
  int interfaceId;
  long number;

  public byte[] data() {
    return data;
  }

  public int offset() {
    return offset;
  }

  /** Captured bytes. */
  public int length() {
    return length;
  }

  /** Bytes on the wire; at least {@link #length()} in a sane file. */
  public int wireLength() {
    return wireLength;
  }

  /** Nanoseconds since the epoch. */
  public long nanos() {
    return nanos;
  }

  /** LINKTYPE_ value (pcap-linktype(7)). */
  public int linkType() {
    return linkType;
  }

  /** Index of the capture interface (pcapng); 0 in a pcap file. */
  public int interfaceId() {
    return interfaceId;
  }

  /** 1-based number of the packet in the file, as other packet tools count. */
  public long number() {
    return number;
  }
}
