package io.coldcase.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The bytes of one member as its parser sees them: ends early where the archive is damaged or the
 * limit is reached, and never throws. Measures on the way: size, checksums, and how the collection
 * went.
 */
final class Content extends InputStream {
  private final InputStream in;
  private final long limit;
  private final Optional<MessageDigest> digest;
  private final Optional<Envelope> envelope;
  private final CRC32C crc = new CRC32C();
  private long size;
  private boolean cut;
  private Optional<IOException> failure = Optional.empty();

  Content(InputStream in, long limit, Optional<MessageDigest> digest, Optional<Envelope> envelope) {
    this.in = in;
    this.limit = limit;
    this.digest = digest;
    this.envelope = envelope;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) {
    if (failure.isPresent() || cut) {
      return -1;
    }
    int n;
    try {
      n = in.read(b, off, len);
    } catch (IOException e) {
      failure = Optional.of(e);
      return -1;
    }
    if (n <= 0) {
      return n;
    }
    if (size + n > limit) {
      n = (int) (limit - size);
      cut = true;
    }
    size += n;
    crc.update(b, off, n);
    if (digest.isPresent()) {
      digest.get().update(b, off, n);
    }
    if (envelope.isPresent()) {
      envelope.get().feed(b, off, n);
    }
    return n > 0 ? n : -1;
  }

  /** Reads what the parser left, so that the measures are those of the whole member. */
  void drain() throws IOException {
    byte[] sink = new byte[1 << 13];
    while (read(sink, 0, sink.length) >= 0) {
      // measured by read
    }
    while (cut && failure.isEmpty() && in.read(sink) >= 0) {
      // beyond the limit: counted by the budget only
    }
  }

  /** Throws what reading this member ran into, now that its parser is done with it. */
  void rethrow() throws IOException {
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** What is known of the artifact now that its bytes were seen. */
  Artifact conclude(Artifact named) {
    return envelope.map(e -> e.conclude(named)).orElse(named);
  }

  boolean damaged() {
    return failure.isPresent();
  }

  boolean cut() {
    return cut;
  }

  long size() {
    return size;
  }

  long checksum() {
    return crc.getValue();
  }

  /** Lower-case hex, empty when no digest was asked for. */
  String sha256() {
    return digest.map(d -> HexFormat.of().formatHex(d.digest())).orElse("");
  }
}
