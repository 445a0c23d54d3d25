package io.coldcase.bundle;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/**
 * One artifact on its way from the bundle to the parsers. What is known about its collection grows
 * while the bundle is read: without a manifest the status stands in the last lines of the text.
 */
public final class Member {
  private final int order;
  private final long modified;
  private Optional<byte[]> bytes;
  private InputStream content;
  private volatile Artifact artifact;
  private volatile boolean superseded;
  private long size;
  private long checksum;

  Member(Artifact artifact, int order, long modified, byte[] bytes) {
    this.artifact = artifact;
    this.order = order;
    this.modified = modified;
    this.bytes = Optional.of(bytes);
    this.content = new ByteArrayInputStream(bytes);
  }

  Member(Artifact artifact, int order, long modified, InputStream content) {
    this.artifact = artifact;
    this.order = order;
    this.modified = modified;
    this.bytes = Optional.empty();
    this.content = content;
  }

  /** What is known so far; final when {@link Bundles#read} has returned. */
  public Artifact artifact() {
    return artifact;
  }

  /** The bytes to parse, while the sink has the member: never fails, a damaged one ends early. */
  public InputStream content() {
    return content;
  }

  /**
   * The whole content of a small member, which a sink may keep and hand to another thread; empty
   * for a large one.
   */
  public Optional<byte[]> bytes() {
    return bytes;
  }

  /** Position in the case, from 0: by part as named, then as stored. */
  public int order() {
    return order;
  }

  /** Bytes of the content; final when {@link Bundles#read} has returned. */
  public long size() {
    return size;
  }

  /**
   * True when another part holds a better copy of the same artifact; final when {@link
   * Bundles#read} has returned.
   */
  public boolean superseded() {
    return superseded;
  }

  /** Lets go of the content: the member itself is kept until the whole case was read. */
  void release() {
    bytes = Optional.empty();
    content = InputStream.nullInputStream();
  }

  void supersede() {
    superseded = true;
  }

  void update(Artifact known) {
    artifact = known;
  }

  void measured(long bytesRead, long crc) {
    size = bytesRead;
    checksum = crc;
  }

  boolean sameContent(Member other) {
    return size == other.size && checksum == other.checksum;
  }

  /** True when this copy tells more than an earlier one of the same artifact. */
  boolean better(Member earlier) {
    boolean whole = artifact.status().complete();
    if (whole != earlier.artifact.status().complete()) {
      return whole;
    }
    long mine = artifact.start() > 0 ? artifact.start() : modified;
    long its = earlier.artifact.start() > 0 ? earlier.artifact.start() : earlier.modified;
    return mine >= its;
  }
}
