package io.coldcase.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * A zip archive as entries, read front to back by its local headers, so that entries which overlap
 * or lie about each other in the directory at the end cannot multiply.
 */
final class ZipContainer implements Container {
  private final ZipArchiveInputStream zip;
  private final Budget budget;
  private boolean skipping;

  ZipContainer(InputStream in, Budget budget) {
    this.zip = new ZipArchiveInputStream(in, StandardCharsets.UTF_8.name(), true, false);
    this.budget = budget;
  }

  @Override
  public Optional<Entry> next() throws IOException {
    ZipArchiveEntry e;
    try {
      e = zip.getNextEntry();
    } catch (RuntimeException broken) {
      throw new IOException("a zip header is broken", broken);
    } catch (IOException broken) {
      throw skipping
          ? new IOException("what follows an encrypted or unusual entry cannot be found", broken)
          : broken;
    }
    if (e == null) {
      return Optional.empty();
    }
    Type type = e.isDirectory() ? Type.DIRECTORY : Type.FILE;
    String note = "";
    if (e.getGeneralPurposeBit().usesEncryption()) {
      type = Type.UNREADABLE;
      note = "encrypted";
    } else if (e.isUnixSymlink()) {
      type = Type.LINK;
    } else if (!zip.canReadEntryData(e)) {
      type = Type.UNREADABLE;
      note = "packed with zip method " + e.getMethod();
    }
    skipping = type == Type.UNREADABLE;
    long modified = Math.max(0, e.getTime() / 1000);
    return Optional.of(new Entry(e.getName(), type, e.getSize(), modified, note));
  }

  @Override
  public InputStream content() {
    return new Unpacker.Inflated(zip, budget);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
