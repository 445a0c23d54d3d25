package io.coldcase.parse.cni;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.CniBin;
import io.coldcase.model.host.FileEntry;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Listing;
import io.coldcase.parse.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ls -laL} of plugin directories, then {@code == elf} with {@code machine path} lines, to
 * the plugins of a host.
 */
public final class CniBinLines implements LineReader<CniBin> {
  private final List<FileEntry> files = new ArrayList<>();
  private final Set<String> directories = new HashSet<>();
  private final Map<String, Setting> machines = new HashMap<>();
  private boolean listed;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (section.equals("elf")) {
      Words w = new Words(text);
      String machine = w.next();
      if (w.hasNext()) {
        machines.put(w.rest(), new Setting(machine, at));
      }
      return true;
    }
    if (!section.isEmpty()) {
      return true;
    }
    if (text.startsWith("ls: ")) {
      return true;
    }
    if (text.startsWith("/") && text.endsWith(":")) {
      directories.add(text.substring(0, text.length() - 1));
      return true;
    }
    Optional<FileEntry> entry = Listing.entry("", text, at);
    entry.ifPresent(files::add);
    boolean frame = Listing.frame(text);
    listed |= frame;
    return entry.isPresent() || frame;
  }

  @Override
  public CniBin value() {
    for (String path : machines.keySet()) {
      int slash = path.lastIndexOf('/');
      directories.add(slash < 0 ? "" : path.substring(0, slash));
    }
    if (listed && directories.isEmpty()) {
      directories.add("");
    }
    return new CniBin(files, directories, machines);
  }
}
