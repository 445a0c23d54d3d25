package io.coldcase.model.host;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The CNI configuration directory of a host: what lies there and what the files say.
 *
 * @param listing of every directory that was listed
 * @param files those that were read, in the order of the text (byte order per directory)
 * @param listed true when at least one directory was listed
 */
public record CniConf(List<FileEntry> listing, List<CniFile> files, boolean listed) {
  public CniConf {
    listing = List.copyOf(listing);
    files = List.copyOf(files);
  }

  /**
   * The files that a runtime considers, in its order: names that end in .conf, .conflist or .json,
   * sorted (libcni ConfFiles).
   */
  public List<CniFile> candidates() {
    return files.stream()
        .filter(CniFile::candidate)
        .sorted(Comparator.comparing(CniFile::path))
        .toList();
  }

  /** The network that a runtime with one network uses: the first candidate that it can read. */
  public Optional<CniFile> active() {
    return candidates().stream().filter(CniFile::usable).findFirst();
  }
}
