package io.coldcase.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * A sequence of entries, read front to back: tar, zip or directory. Damage is an IOException whose
 * message completes the sentence "the archive is damaged: ...".
 */
interface Container extends Closeable {
  /** What an entry is. */
  enum Type {
    FILE,
    DIRECTORY,
    /** Symbolic or hard link; the note is its target. */
    LINK,
    /** Device, pipe, socket. */
    SPECIAL,
    /** Content that cannot be had; the note says why. */
    UNREADABLE
  }

  /**
   * One entry.
   *
   * @param path as stored, {@code /} between folders
   * @param size bytes of content, -1 when not known beforehand
   * @param modified epoch seconds, 0 when unknown
   */
  record Entry(String path, Type type, long size, long modified, String note) {}

  /** The next entry, skipping what is left of the current one; empty at the end. */
  Optional<Entry> next() throws IOException;

  /** The content of the current entry. */
  InputStream content() throws IOException;

  @Override
  void close() throws IOException;
}
