package io.coldcase.parse.cni;

import io.coldcase.diag.SourceRef;
import io.coldcase.model.host.CniConf;
import io.coldcase.model.host.CniFile;
import io.coldcase.model.host.CniPlugin;
import io.coldcase.model.host.FileEntry;
import io.coldcase.model.host.Setting;
import io.coldcase.parse.FlatDocument;
import io.coldcase.parse.LineReader;
import io.coldcase.parse.Listing;
import io.coldcase.parse.SectionText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ls -laL /etc/cni/net.d} and one section per file to the CNI configuration. A file that is
 * no valid JSON keeps what stood before the error.
 */
public final class CniConfLines implements LineReader<CniConf> {
  private final List<FileEntry> listing = new ArrayList<>();
  private final Map<String, SectionText> texts = new LinkedHashMap<>();
  private boolean listed;

  @Override
  public boolean line(String section, String text, SourceRef at) {
    if (Listing.frame(text)) {
      listed = true;
      return true;
    }
    // The listing of a second directory follows the sections of the first.
    Optional<FileEntry> entry = Listing.entry("", text, at);
    entry.ifPresent(listing::add);
    if (entry.isPresent()) {
      return true;
    }
    if (section.isEmpty()) {
      return false;
    }
    texts.computeIfAbsent(section, k -> new SectionText()).add(text, at);
    return true;
  }

  @Override
  public CniConf value() {
    List<CniFile> files = new ArrayList<>();
    texts.forEach((path, text) -> files.add(file(path, text)));
    for (FileEntry e : listing) {
      CniFile empty =
          new CniFile(
              (e.directory().isEmpty() ? "/etc/cni/net.d" : e.directory()) + "/" + e.name(),
              "",
              List.of(),
              Map.of(),
              Optional.of(new Setting("the file is empty", e.at())),
              e.at());
      boolean read = files.stream().anyMatch(f -> f.fileName().equals(empty.fileName()));
      if (e.size() == 0 && empty.candidate() && !read) {
        files.add(empty);
      }
    }
    return new CniConf(listing, files, listed);
  }

  private static CniFile file(String path, SectionText text) {
    if (!path.endsWith(".conf") && !path.endsWith(".conflist") && !path.endsWith(".json")) {
      return new CniFile(path, "", List.of(), Map.of(), Optional.empty(), text.line(1));
    }
    FlatDocument doc = FlatDocument.read(text);
    Map<String, Setting> top = new LinkedHashMap<>();
    Map<String, Map<String, Setting>> plugins = new LinkedHashMap<>();
    doc.leaves()
        .forEach(
            (pointer, v) -> {
              int slash = pointer.indexOf('/', "plugins/".length());
              if (pointer.startsWith("plugins/") && slash > 0) {
                plugins
                    .computeIfAbsent(pointer.substring(0, slash), k -> new LinkedHashMap<>())
                    .put(pointer.substring(slash + 1), v);
              } else {
                top.put(pointer, v);
              }
            });
    List<CniPlugin> list = new ArrayList<>();
    plugins.values().forEach(s -> list.add(plugin(s, text)));
    if (list.isEmpty() && top.containsKey("type")) {
      list.add(plugin(top, text));
    }
    Setting name = top.get("name");
    boolean json = text.text().stripLeading().startsWith("{");
    Optional<Setting> error =
        json ? doc.error() : Optional.of(new Setting("no JSON object", text.line(1)));
    return new CniFile(path, name == null ? "" : name.text(), list, top, error, text.line(1));
  }

  private static CniPlugin plugin(Map<String, Setting> settings, SectionText text) {
    Setting type = settings.get("type");
    return new CniPlugin(
        type == null ? "" : type.text(), settings, type == null ? text.line(1) : type.at());
  }
}
